import { expect, test } from 'vitest'
import { scene, settled } from './people.ts'

test('a query is loaded once for each list of arguments, and returns the same frozen value', async () => {
  const { cay } = await scene()
  const asked: unknown[] = []
  const jobs = cay.query({
    name: 'jobs:list',
    tags: ['jobs'],
    key: (filter: { search?: string; skip: number }) => [filter.search, filter.skip],
    load: (filter) => {
      asked.push(filter)
      return Promise.resolve({ ids: [1, 2], total: 2, note: undefined })
    },
  })
  const page = await jobs.get({ skip: 0 })
  expect(await jobs.get({ skip: 0 })).toBe(page)
  expect(page).toEqual({ ids: [1, 2], total: 2 })
  expect(Object.isFrozen((page as { ids: readonly number[] }).ids)).toBe(true)
  await jobs.get({ skip: 0, search: 'undefined' })
  expect(asked).toHaveLength(2)
  expect(jobs.peek({ skip: 0 })).toBe(page)
})

test('a query’s null is a cached absence; undefined is refused', async () => {
  const { cay } = await scene()
  let loads = 0
  const options = { tags: ['t'], key: () => [] } as const
  const nothing = cay.query({ name: 'nothing', ...options, load: () => Promise.resolve((loads++, null)) })
  expect(await nothing.get(undefined)).toBeNull()
  expect(await nothing.get(undefined)).toBeNull()
  expect(loads).toBe(1)
  const missing = cay.query({ name: 'missing', ...options, load: () => Promise.resolve(undefined as never) })
  await expect(missing.get(undefined)).rejects.toMatchObject({ code: 'CAY_VALUE_INVALID' })
})

test('a value that JSON would change is refused at the fill, with the path to it', async () => {
  const { cay } = await scene()
  const bad: Record<string, unknown> = {
    'the value.at is a Date': { at: new Date(0) },
    'the value[1] is undefined': [1, undefined],
    'the value.m is a Map': { m: new Map() },
    'the value.n is a bigint': { n: 1n },
    'the value.x is NaN': { x: NaN },
    'the value.f is a function': { f: () => 1 },
  }
  for (const [i, [message, value]] of Object.entries(bad).entries()) {
    const query = cay.query({
      name: `bad${i}`,
      tags: ['t'],
      key: () => [],
      load: () => Promise.resolve(value as never),
    })
    await expect(query.get(undefined)).rejects.toThrow(message)
  }
})

test('falsy values are values, in both tiers', async () => {
  const { cay } = await scene()
  const store = cay.store('falsy')
  for (const value of [null, 0, '', false]) {
    await store.set('key', value)
    await settled()
    expect(await store.get('key')).toBe(value)
    expect(await store.getOrSet('key', () => Promise.resolve('loaded'))).toBe(value)
  }
})

test('a store gives back what was set, here and elsewhere, until it is deleted', async () => {
  const { cay, another } = await scene()
  const store = cay.store<{ n: number }>('misc')
  const elsewhere = (await another()).cay.store<{ n: number }>('misc')
  expect(await store.get('a')).toBeUndefined()
  expect(
    await store.setMany([
      ['a', { n: 1 }],
      ['b', { n: 2 }],
    ]),
  ).toBe('applied')
  expect(await elsewhere.get('a')).toEqual({ n: 1 })
  expect(await store.getMany(['a', 'b', 'c'])).toEqual(
    new Map([
      ['a', { n: 1 }],
      ['b', { n: 2 }],
    ]),
  )
  expect(await store.delete('a')).toBe('applied')
  expect(await store.get('a')).toBeUndefined()
  expect(await store.get('b')).toEqual({ n: 2 })
})

test('getOrSet loads once for all who ask at once; a get meanwhile does not wait for it', async () => {
  const { cay } = await scene()
  const store = cay.store<number>('misc')
  const { promise, resolve } = Promise.withResolvers<number>()
  let loads = 0
  const load = (): Promise<number> => (loads++, promise)
  const both = Promise.all([store.getOrSet('a', load), store.getOrSet('a', load)])
  expect(await store.get('a')).toBeUndefined()
  resolve(7)
  expect(await both).toEqual([7, 7])
  expect([loads, await store.get('a')]).toEqual([1, 7])
})

test('with the shared tier away a store keeps its values in memory, and says that the write is queued', async () => {
  const { cay, tier } = await scene()
  const store = cay.store<number>('misc')
  tier.disconnect()
  expect(await store.set('a', 1)).toBe('queued')
  expect(await store.get('a')).toBe(1)
})

test('a family’s name is taken once, and bad names, times and tags are refused at once', async () => {
  const { cay } = await scene()
  const invalid = expect.objectContaining({ code: 'CAY_OPTION_INVALID' }) as Error
  cay.store('taken')
  expect(() => cay.store('taken')).toThrow(expect.objectContaining({ code: 'CAY_NAME_TAKEN' }) as Error)
  expect(() => cay.store('no spaces')).toThrow(invalid)
  expect(() => cay.store('times', { ttl: '5 minutes' as never })).toThrow(invalid)
  expect(() => cay.store('times', { ttl: -1 })).toThrow(invalid)
  expect(() => cay.store('times', { ttl: 0 })).toThrow(invalid)
  expect(() =>
    cay.query({ name: 'q', tags: ['a b'], key: () => [], load: () => Promise.resolve(1) }),
  ).toThrow(invalid)
  await expect(cay.invalidate(['a b'])).rejects.toThrow(invalid)
})

test('statistics count what happened', async () => {
  const { cay, family, another } = await scene()
  await family.get(1)
  await family.get(1)
  await Promise.all([family.get(2), family.get(2)])
  await settled()
  const { cay: elsewhere, family: theirs } = await another()
  await theirs.get(1)
  expect(cay.stats().families['person']).toMatchObject({ local: 1, joined: 1, origin: 2, shared: 0 })
  expect(cay.stats()).toMatchObject({ hits: 2, misses: 2, localEntries: 2 })
  expect(elsewhere.stats().families['person']).toMatchObject({ shared: 1, origin: 0 })
})
