import { expect, test } from 'vitest'
import { scene, settled } from './people.ts'

test('a value with a ttl of its own ends with it in both tiers, and never outlives the store’s', async () => {
  const { cay, clock, another } = await scene()
  const options = { ttl: '1h', missTtl: '10m' } as const
  const store = cay.store('misc', options)
  const elsewhere = (await another()).cay.store('misc', options)
  await store.set('short', 1, { ttl: '1m' })
  await store.set('nothing', null, { ttl: '1m' })
  await store.setMany([['long', 2]], { ttl: '1d' })
  const keys = ['short', 'nothing', 'long']
  const all = [
    ['short', 1],
    ['nothing', null],
    ['long', 2],
  ] as const
  // Both keep what they have read: a tenth more than what was left is the jitter.
  for (const reader of [store, elsewhere]) expect(await reader.getMany(keys)).toEqual(new Map(all))
  await clock.advance(53_000)
  for (const reader of [store, elsewhere]) expect(await reader.getMany(keys)).toEqual(new Map(all))
  await clock.advance(14_000)
  for (const reader of [store, elsewhere]) expect(await reader.getMany(keys)).toEqual(new Map([['long', 2]]))
  await clock.advance(3_960_000)
  for (const reader of [store, elsewhere]) expect(await reader.getMany(keys)).toEqual(new Map())
})

test('it does so with the shared tier away, too', async () => {
  const { cay, clock, tier } = await scene()
  const store = cay.store<number>('misc', { ttl: '1h' })
  tier.disconnect()
  await store.set('short', 1, { ttl: '1m' })
  await clock.advance(53_000)
  expect(await store.get('short')).toBe(1)
  await clock.advance(14_000)
  expect(await store.get('short')).toBeUndefined()
})

test('a value read near its end from the shared tier is not kept beyond it by more than a tenth of what was left', async () => {
  const { cay, clock, another } = await scene()
  const store = cay.store<number>('misc', { ttl: '100s' })
  const elsewhere = (await another()).cay.store<number>('misc', { ttl: '100s' })
  await store.set('a', 1)
  // Its life in the shared tier is jittered as well.
  await clock.advance(89_000)
  expect(await elsewhere.get('a')).toBe(1)
  await clock.advance(12_200)
  expect(await elsewhere.get('a')).toBeUndefined()
})

test('a ttl that is none is refused, and nothing is stored', async () => {
  const { cay } = await scene()
  const store = cay.store<number>('misc')
  await expect(store.set('a', 1, { ttl: -1 })).rejects.toMatchObject({ code: 'CAY_OPTION_INVALID' })
  expect(await store.get('a')).toBeUndefined()
})

test('clear drops everything of the store and nothing of others, in one command', async () => {
  const { cay, tier, another } = await scene()
  const store = cay.store<number>('misc')
  const other = cay.store<number>('other')
  const elsewhere = (await another()).cay.store<number>('misc')
  await store.setMany([
    ['a', 1],
    ['b', 2],
  ])
  await other.set('a', 3)
  await settled()
  expect(await store.get('a')).toBe(1)
  const before = tier.calls.apply
  expect(await store.clear()).toBe('applied')
  expect(tier.calls.apply).toBe(before + 1)
  expect(await store.getMany(['a', 'b'])).toEqual(new Map())
  expect(await elsewhere.get('a')).toBeUndefined()
  expect(await other.get('a')).toBe(3)
})
