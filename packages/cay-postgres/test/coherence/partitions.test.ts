import { createCay } from 'cay'
import { manualClock, memoryTier } from 'cay/testing'
import { expect, test } from 'vitest'
import { partitions, partitionOf } from './partitions.ts'
import { entryRegister, handleRegister, itemRegister } from './registers.ts'

test('a change is looked for where the cache applies it, and that of an alias with its row', async () => {
  const clock = manualClock()
  const tier = memoryTier(clock, { partitions })
  const cay = createCay({ shared: tier, clock })
  const item = cay.record({
    name: 'item',
    fields: { id: 'int' },
    id: 'id',
    load: (ids) => Promise.resolve(ids.map((id) => ({ id }))),
  })
  await expect.poll(async () => (await cay.health()).breaker).toBe('closed')
  const ids = [1, 2, 3, 77, 1_500]
  for (const id of ids) await item.get(id)
  for (const id of ids) {
    const partition = String(partitionOf(itemRegister(id))).padStart(2, '0')
    expect([...tier.entries.keys()]).toContain(`cay:{cay:${partition}}:v:item:${id}`)
  }
  expect(partitionOf(entryRegister(1))).toBe(partitionOf(entryRegister(8)))
  expect(partitionOf(handleRegister(3))).toBeUndefined()
  await cay.close()
})
