import { createCay, type QueryFamily } from 'cay'
import { expect, test } from 'vitest'
import { People, peopleFamily, scene, settled } from './people.ts'

test('ids asked for in one tick load together, in one round trip and one load', async () => {
  const { family, people, tier } = await scene()
  const before = tier.calls.getMany
  const one = async (id: number): Promise<string | undefined> => {
    await Promise.resolve()
    return (await family.get(id))?.name
  }
  expect(await Promise.all([family.get(9), one(1), one(2), family.getMany([1, 2, 8])])).toHaveLength(4)
  expect(people.loads.map((ids) => [...ids].sort())).toEqual([[1, 2, 8, 9]])
  expect(tier.calls.getMany - before).toBe(1)
})

test('a batch too large for one statement is loaded in several', async () => {
  const people = new People()
  const ids = Array.from({ length: 2_500 }, (_, i) => i + 1)
  for (const id of ids) {
    people.rows.set(id, { id, email: `${id}@example.org`, username: null, name: 'x', password_hash: '' })
  }
  const family = peopleFamily(createCay(), people)
  expect((await family.getMany(ids)).size).toBe(2_500)
  expect(Math.max(...people.loads.map((load) => load.length))).toBeLessThanOrEqual(1_000)
})

test('at most so many loads of a family run at a time; the rest wait in turn', async () => {
  const { cay } = await scene()
  let running = 0
  let most = 0
  const releases: (() => void)[] = []
  const pages = cay.query({
    name: 'pages',
    tags: ['pages'],
    key: (page: number) => [page],
    loads: 3,
    load: async (page: number) => {
      most = Math.max(most, ++running)
      await new Promise<void>((resolve) => releases.push(resolve))
      running--
      return page
    },
  })
  const all = Promise.all(Array.from({ length: 10 }, (_, page) => pages.get(page)))
  await settled()
  expect(releases).toHaveLength(3)
  while (running > 0) {
    for (const release of releases.splice(0)) release()
    await settled()
  }
  expect(await all).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(most).toBe(3)
})

test('a waiter past its deadline gets CAY_LOAD_TIMEOUT, and the place of a load that hangs is not given away', async () => {
  const { cay, clock } = await scene()
  let started = 0
  const pages = cay.query({
    name: 'pages',
    tags: ['pages'],
    key: (page: number) => [page],
    loads: 1,
    loadTimeout: 100,
    load: () => {
      started++
      return new Promise<number>(() => undefined)
    },
  })
  const both = Promise.allSettled([pages.get(1), pages.get(2)])
  await clock.advance(100)
  for (const outcome of await both) {
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { code: 'CAY_LOAD_TIMEOUT', family: 'pages' },
    })
  }
  expect(started).toBe(1)
})

test('so many loads wait in turn, and one more is refused at once; those waiting are served, and then there is room again', async () => {
  const { cay } = await scene()
  const releases: (() => void)[] = []
  const pages = cay.query({
    name: 'pages',
    tags: ['pages'],
    key: (page: number) => [page],
    loads: 2,
    loadQueue: 3,
    load: async (page: number) => {
      await new Promise<void>((resolve) => releases.push(resolve))
      return page
    },
  })
  const served = Promise.all([1, 2, 3, 4, 5].map((page) => pages.get(page)))
  await settled()
  for (const read of ['cached', 'fresh', 'strong'] as const) {
    await expect(pages.get(6, { read })).rejects.toMatchObject({
      code: 'CAY_LOAD_QUEUE_FULL',
      family: 'pages',
    })
  }
  // Who joins a flight that waits needs no place of their own.
  const joined = pages.get(5)
  const again = async (page: number): Promise<number> => {
    const got = pages.get(page)
    await settled()
    for (const release of releases.splice(0)) release()
    return got
  }
  while (releases.length > 0) {
    for (const release of releases.splice(0)) release()
    await settled()
  }
  expect([...(await served), await joined]).toEqual([1, 2, 3, 4, 5, 5])
  expect(await again(6)).toBe(6)
})

test('who is refused a place in the queue gets the last value within staleFor, and with none at all to wait is refused too', async () => {
  const { cay, clock } = await scene()
  const hold = Promise.withResolvers<undefined>()
  let isHeld = false
  const pages = cay.query({
    name: 'pages',
    tags: ['pages'],
    key: (page: number) => [page],
    ttl: '1m',
    staleFor: '1h',
    loads: 1,
    loadQueue: 0,
    load: async (page: number) => {
      if (isHeld) await hold.promise
      return page
    },
  })
  await pages.get(1)
  isHeld = true
  const first = pages.get(2)
  await settled()
  await clock.advance(120_000)
  expect(await pages.get(1)).toBe(1)
  await expect(pages.get(3)).rejects.toMatchObject({ code: 'CAY_LOAD_QUEUE_FULL' })
  hold.resolve(undefined)
  await expect(first).rejects.toMatchObject({ code: 'CAY_LOAD_TIMEOUT' })
})

test('a loader is told by its signal that nobody waits any more', async () => {
  const { cay, clock } = await scene()
  let told: unknown
  const slow = cay.query({
    name: 'slow',
    tags: ['slow'],
    key: () => [],
    loadTimeout: 100,
    load: (_args: undefined, { signal }) =>
      new Promise<number>(() => {
        signal.addEventListener('abort', () => {
          told = signal.reason
        })
      }),
  })
  const reading = slow.get(undefined)
  await clock.advance(100)
  await expect(reading).rejects.toMatchObject({ code: 'CAY_LOAD_TIMEOUT' })
  expect(told).toMatchObject({ code: 'CAY_LOAD_TIMEOUT' })
})

test('a loader’s own error reaches every caller unwrapped, is not remembered, and destroys nothing', async () => {
  const { family, people } = await scene()
  await family.get(2)
  const error = new TypeError('no such column')
  people.error = error
  const outcomes = await Promise.allSettled([family.get(1), family.get(1), family.getMany([1])])
  for (const outcome of outcomes) expect(outcome).toEqual({ status: 'rejected', reason: error })
  people.error = undefined
  expect((await family.get(1))?.name).toBe('ann')
  expect(family.peek(2)?.name).toBe('bob')
})

test('a loader that throws instead of rejecting is no different', async () => {
  const { cay } = await scene()
  const error = new Error('at once')
  const bad = cay.query({
    name: 'bad',
    tags: ['bad'],
    key: () => [],
    load: (): Promise<number> => {
      throw error
    },
  })
  await expect(bad.get(undefined)).rejects.toBe(error)
})

test('a loader may read through the same cache: nothing waits for itself, even with one place', async () => {
  const cay = createCay()
  const people = new People('ann', 'bob')
  const names: QueryFamily<number, string | null> = cay.query({
    name: 'names',
    tags: ['person'],
    key: (id: number) => [id],
    loads: 1,
    // A query that asks another family, and itself for another key, while others wait for its only place.
    load: async (id: number): Promise<string | null> => {
      const person = await family.get(id)
      return id === 1 ? `${person?.name ?? ''} and ${(await names.get(2)) ?? ''}` : (person?.name ?? null)
    },
  })
  const family = peopleFamily(cay, people)
  expect(await Promise.all([names.get(1), names.get(2)])).toEqual(['ann and bob', 'bob'])
})

test('a loader that asks for the very key it loads is told so at once', async () => {
  const cay = createCay()
  const loop: QueryFamily<number, number> = cay.query({
    name: 'loop',
    tags: ['loop'],
    key: (n: number) => [n],
    load: async (n: number): Promise<number> => (await loop.get((n + 1) % 3)) + 1,
  })
  await expect(loop.get(0)).rejects.toMatchObject({ code: 'CAY_LOAD_CYCLE', family: 'loop' })
})

test('a hot value is refreshed behind its readers before its ttl ends; a cold one is not', async () => {
  const { cay, clock } = await scene()
  let loads = 0
  const costly = cay.query({
    name: 'costly',
    tags: ['costly'],
    ttl: 60_000,
    key: (page: number) => [page],
    load: async (page: number) => {
      loads++
      await clock.advance(500)
      return page
    },
  })
  await costly.get(1)
  await costly.get(2)
  expect(loads).toBe(2)
  let misses = 0
  for (let i = 0; i < 12_000; i++) {
    await clock.advance(25)
    if (costly.peek(1) === undefined) misses++
    expect(await costly.get(1)).toBe(1)
  }
  expect(misses).toBe(0)
  expect(costly.peek(2)).toBeUndefined()
  expect(loads).toBeGreaterThan(5)
  expect(loads).toBeLessThan(12)
})

test('once: of several processes one loads, the others wait for its entry', async () => {
  const { cay, clock, another } = await scene()
  const { promise, resolve } = Promise.withResolvers<number>()
  let loads = 0
  const total = (of: typeof cay): QueryFamily<undefined, number> =>
    of.query({ name: 'total', tags: ['total'], key: () => [], once: true, load: () => (loads++, promise) })
  const families = [total(cay), total((await another()).cay), total((await another()).cay)]
  const all = Promise.all(families.map((family) => family.get(undefined)))
  await clock.advance(1_000)
  expect(loads).toBe(1)
  resolve(42)
  await clock.advance(200)
  expect(await all).toEqual([42, 42, 42])
  expect(loads).toBe(1)
})

test('once: if the one that loads dies or hangs, the others wait for loadTimeout, then load themselves', async () => {
  const { cay, clock, tier, another } = await scene()
  let loads = 0
  const options = { tags: ['total'], key: () => [], once: true, loadTimeout: 2_000 } as const
  const hanging = cay.query({ name: 'total', ...options, load: () => new Promise<number>(() => undefined) })
  const other = (await another()).cay.query({
    name: 'total',
    ...options,
    load: () => Promise.resolve(++loads),
  })
  const failed = expect(hanging.get(undefined)).rejects.toMatchObject({ code: 'CAY_LOAD_TIMEOUT' })
  await settled()
  const waiting = other.get(undefined)
  await clock.advance(1_900)
  expect(loads).toBe(0)
  await clock.advance(500)
  expect(await waiting).toBe(1)
  await failed
  expect([...tier.entries.keys()].filter((key) => key.endsWith('!'))).toEqual([])
})

test('once: with the shared tier away nobody waits for anybody', async () => {
  const { cay, tier } = await scene()
  tier.disconnect()
  const total = cay.query({
    name: 'total',
    tags: ['t'],
    key: () => [],
    once: true,
    load: () => Promise.resolve(1),
  })
  expect(await total.get(undefined)).toBe(1)
})

test('a late, timed-out load does not overwrite the newer value', async () => {
  const { family, people, clock, tier } = await scene({ loadTimeout: 500 })
  const release = people.hold()
  const late = expect(family.get(1)).rejects.toMatchObject({ code: 'CAY_LOAD_TIMEOUT' })
  await clock.advance(500)
  await late
  people.change(1, { name: 'Ann' })
  const current = people.hold()
  const newer = family.get(1)
  await settled()
  current()
  expect((await newer)?.name).toBe('Ann')
  release()
  await settled()
  expect(family.peek(1)?.name).toBe('Ann')
  expect([...tier.entries.values()].join()).toContain('"Ann"')
})

test('a cold read with ten tags costs two round trips before the load, whatever their number', async () => {
  const { cay, tier } = await scene()
  const tags = Array.from({ length: 10 }, (_, i) => `t${i}:1`) as [string, ...string[]]
  const before = { ...tier.calls }
  const query = cay.query({ name: 'ten', tags, key: () => [], load: () => Promise.resolve(1) })
  await query.get(undefined)
  expect([tier.calls.getMany - before.getMany, tier.calls.setIfMissing - before.setIfMissing]).toEqual([1, 1])
})
