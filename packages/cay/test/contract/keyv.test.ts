import { createCay, type Cay, type Store } from 'cay'
import { keyvStore } from 'cay/keyv'
import { redisTier } from 'cay/redis'
import { manualClock, memoryTier, seededRandom, type ManualClock, type MemoryTier } from 'cay/testing'
import { startRedis, type Redis } from '@cay/servers'
import keyvTestSuite from '@keyv/test-suite'
import Keyv from 'keyv'
import * as vitest from 'vitest'
import { settled } from '../behaviour/people.ts'

const { afterAll, beforeAll, describe, expect, test, vi } = vitest

describe('Keyv’s own suite, in memory', () => {
  const store = createCay().store('keyv')
  keyvTestSuite(vitest, Keyv, () => keyvStore(store))
})

describe('Keyv’s own suite, on Redis', () => {
  let redis: Redis
  let cay: Cay
  let store: Store
  beforeAll(async () => {
    redis = await startRedis()
    // On a busy machine a read past its deadline would only be a miss, which the suite takes for a loss.
    cay = createCay({ shared: redisTier({ url: redis.url }), readDeadline: '5s', writeDeadline: '5s' })
    store = cay.store('keyv')
    await vi.waitFor(async () => {
      expect((await cay.health()).breaker).toBe('closed')
    })
  })
  afterAll(async () => {
    await cay.close()
    await redis.stop()
  })
  keyvTestSuite(vitest, Keyv, () => keyvStore(store))

  test('all of it was on Redis', async () => {
    expect(await cay.health()).toMatchObject({ status: 'healthy', backend: 'redis' })
    expect(cay.stats().families['keyv']?.shared).toBeGreaterThan(10)
  })
})

interface Scene {
  readonly clock: ManualClock
  readonly tier: MemoryTier
  readonly store: Store
  /** The same store in another process. */
  readonly elsewhere: Store
}

async function scene(): Promise<Scene> {
  const clock = manualClock()
  const tier = memoryTier(clock)
  const stores = [1, 2].map((seed) =>
    createCay({ shared: tier, clock, random: seededRandom(seed) }).store('kept', { ttl: '1h' }),
  )
  await settled()
  const [store, elsewhere] = stores
  if (store === undefined || elsewhere === undefined) throw new Error('no stores')
  return { clock, tier, store, elsewhere }
}

test('a value is gone when the ttl that Keyv passed is over, here and elsewhere; without one the store’s counts', async () => {
  const { clock, store, elsewhere } = await scene()
  const [here, there] = [keyvStore(store), keyvStore(elsewhere)]
  await here.set('short', 's', 60_000)
  await here.setMany([
    { key: 'shorter', value: 'r', ttl: 30_000 },
    { key: 'long', value: 'l' },
    { key: 'over', value: 'o', ttl: -1 },
  ])
  const held = (adapter: typeof here): Promise<unknown> =>
    adapter.getMany(['short', 'shorter', 'long', 'over', 'none'])
  await clock.advance(2)
  expect(await held(here)).toEqual(['s', 'r', 'l', undefined, undefined])
  // Read early there, so that what is kept there has to end by itself; a tenth of what was left is the jitter.
  expect(await held(there)).toEqual(['s', 'r', 'l', undefined, undefined])
  await clock.advance(34_000)
  expect(await held(here)).toEqual(['s', undefined, 'l', undefined, undefined])
  expect(await held(there)).toEqual(['s', undefined, 'l', undefined, undefined])
  await clock.advance(33_000)
  expect(await held(there)).toEqual([undefined, undefined, 'l', undefined, undefined])
  expect(await held(here)).toEqual([undefined, undefined, 'l', undefined, undefined])
})

test('clear is one command without a namespace; with one it leaves the others alone', async () => {
  const { tier, store } = await scene()
  const [one, other] = ['one', 'other'].map(
    (namespace) => new Keyv<string>({ store: keyvStore(store), namespace }),
  )
  const plain = new Keyv<string>({ store: keyvStore(store), namespace: '' })
  const values = (): Promise<unknown> => Promise.all([one?.get('a'), other?.get('a'), plain.get('a')])
  for (const keyv of [one, other, plain]) await keyv?.set('a', 'v')
  await one?.clear()
  expect(await values()).toEqual([undefined, 'v', 'v'])
  const before = { ...tier.calls }
  await plain.clear()
  expect({ ...tier.calls }).toEqual({ ...before, apply: before.apply + 1 })
  expect(await values()).toEqual([undefined, undefined, undefined])
})

test('several at once: set, told apart, deleted; of two for one key the last counts', async () => {
  const { store } = await scene()
  const keyv = new Keyv<string>({ store: keyvStore(store) })
  expect(
    await keyv.setMany([
      { key: 'a', value: '1' },
      { key: 'b', value: '2', ttl: 60_000 },
      { key: 'a', value: '3', ttl: 60_000 },
    ]),
  ).toEqual([true, true, true])
  expect(await keyv.get(['a', 'b', 'c'])).toEqual(['3', '2', undefined])
  expect(await keyv.hasMany(['a', 'c'])).toEqual([true, false])
  expect(await keyv.deleteMany(['a', 'c'])).toBe(false)
  expect(await keyv.deleteMany(['b'])).toBe(true)
  expect(await keyv.hasMany(['a', 'b'])).toEqual([false, false])
})

test('a Keyv that does not serialise keeps plain JSON, and is told of what is none', async () => {
  const { store } = await scene()
  const keyv = new Keyv<unknown>({ store: keyvStore(store) })
  keyv.serialize = undefined
  const errors: unknown[] = []
  keyv.on('error', (error: unknown) => errors.push(error))
  expect(await keyv.set('a', { n: 1 })).toBe(true)
  expect(await keyv.get('a')).toEqual({ n: 1 })
  expect(await keyv.set('b', new Map())).toBe(false)
  expect(errors).toMatchObject([{ code: 'CAY_VALUE_INVALID' }])
})

test('with the shared tier away, set and delete say that not all processes know', async () => {
  const store = createCay({ shared: redisTier({ url: 'redis://127.0.0.1:1' }) }).store('kept')
  const keyv = new Keyv<string>({ store: keyvStore(store) })
  expect(await keyv.set('a', 'v')).toBe(false)
  expect(await keyv.get('a')).toBe('v')
  expect(await keyv.delete('a')).toBe(false)
  expect(await keyv.get('a')).toBeUndefined()
})
