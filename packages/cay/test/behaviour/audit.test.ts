import { createCay } from 'cay'
import { expect, test } from 'vitest'
import { islands } from './islands.ts'
import { settled } from './people.ts'

test('a hit that is what the origin has is counted, and the reader waits for nothing', async () => {
  const { join, people } = islands()
  const { cay, family } = await join({ isAlone: true, audit: { rate: 1 } })
  await family.get(1)
  const release = people.hold()
  expect((await family.get(1))?.name).toBe('ann')
  release()
  await settled()
  expect(cay.stats().families['person']).toMatchObject({ audited: 1, foundStale: 0, longestStaleMs: 0 })
})

test('a value that is served though the origin has another is found, with how long it was', async () => {
  const { join, people, clock } = islands()
  const { cay, family } = await join({ isAlone: true, audit: { rate: 1 } })
  await family.get(1)
  people.change(1, { name: 'Ann' })
  await family.get(1)
  await clock.advance(1_000)
  await cay.invalidate(['person:1'])
  await clock.advance(60)
  const counts = cay.stats().families['person']
  expect(counts).toMatchObject({ audited: 1, foundStale: 1 })
  expect(counts?.longestStaleMs).toBeGreaterThanOrEqual(1_000)
  expect(counts?.longestStaleMs).toBeLessThanOrEqual(1_060)
})

test('what changes after the hit and is dropped in time is not stale', async () => {
  const { join, people } = islands()
  const { cay, family, rename } = await join({ isAlone: true, audit: { rate: 1 } })
  await family.get(1)
  const release = people.hold()
  const read = family.get(1)
  const renaming = rename(1, 'Ann')
  await Promise.all([read, renaming])
  people.change(1, { name: 'Anna' })
  release()
  await settled()
  expect(cay.stats().families['person']).toMatchObject({ audited: 1, foundStale: 0 })
})

test('hits in the shared tier are compared too; at a low rate about as many as it says', async () => {
  const { join } = islands()
  const one = await join()
  await one.family.get(1)
  await settled()
  const other = await join({ audit: { rate: 1 } })
  await other.family.get(1)
  await settled()
  expect(other.cay.stats().families['person']?.audited).toBe(1)
  const rare = await join({ audit: { rate: 0.01 } })
  for (let i = 0; i < 20_000; i++) await rare.family.get(1)
  await settled()
  const audited = rare.cay.stats().families['person']?.audited ?? 0
  expect(audited).toBeGreaterThan(100)
  expect(audited).toBeLessThan(300)
})

test.each([0, -1, 1.1, NaN])('a rate of %d is refused', (rate) => {
  expect(() => createCay({ audit: { rate } })).toThrow(
    expect.objectContaining({
      code: 'CAY_OPTION_INVALID',
      message: expect.stringContaining('audit.rate') as string,
    }),
  )
})
