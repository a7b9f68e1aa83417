import { expect, test } from 'vitest'
import { scene, settled } from './people.ts'

test('a record is loaded once, then served from memory: the same frozen object each time', async () => {
  const { family, people, tier } = await scene()
  const first = await family.get(1)
  await settled()
  const roundTrips = { ...tier.calls }
  const second = await family.get(1)
  expect(first).toEqual({ id: 1, email: 'ann@example.org', username: 'ann', name: 'ann' })
  expect(second).toBe(first)
  expect(Object.isFrozen(first)).toBe(true)
  expect(people.loads).toEqual([[1]])
  expect(tier.calls).toEqual(roundTrips)
})

test('a hit hands out the same resolved promise, and peek the value itself', async () => {
  const { family } = await scene()
  expect(family.peek(1)).toBeUndefined()
  const ann = await family.get(1)
  expect(family.get(1)).toBe(family.get(1))
  expect(family.peek(1)).toBe(ann)
})

test('another process is served from the shared tier in one round trip, without a load', async () => {
  const { family, another, people, tier } = await scene()
  await family.get(1)
  await settled()
  const { family: elsewhere } = await another()
  const before = { ...tier.calls }
  expect(await elsewhere.get(1)).toEqual(await family.get(1))
  expect(tier.calls).toEqual({ ...before, getMany: before.getMany + 1 })
  expect(people.loads).toEqual([[1]])
})

test('callers who miss the same key at once share one load', async () => {
  const { family, people } = await scene()
  const all = await Promise.all(Array.from({ length: 100 }, () => family.get(1)))
  expect(new Set(all).size).toBe(1)
  expect(people.loads).toEqual([[1]])
})

test('what is not on the list of fields reaches no tier and no caller', async () => {
  const { family, tier } = await scene()
  const ann = await family.get(1)
  await settled()
  expect(ann).not.toHaveProperty('password_hash')
  expect([...tier.entries.values()].join('\n')).toContain('ann@example.org')
  expect([...tier.entries.values()].join('\n')).not.toContain('hash-of-ann')
})

test('an absence is remembered for missTtl, in both tiers', async () => {
  const { family, another, people, clock } = await scene({ missTtl: 1_000 })
  expect(await family.get(9)).toBeNull()
  expect(await family.get(9)).toBeNull()
  expect(family.peek(9)).toBeNull()
  await settled()
  expect(await (await another()).family.get(9)).toBeNull()
  await clock.advance(1_200)
  expect(await family.get(9)).toBeNull()
  expect(people.loads).toEqual([[9], [9]])
})

test('after its ttl a value is loaded again', async () => {
  const { family, people, clock } = await scene({ ttl: 1_000 })
  await family.get(1)
  await clock.advance(899)
  await family.get(1)
  expect(people.loads).toHaveLength(1)
  people.change(1, { name: 'Ann' })
  await clock.advance(400)
  expect((await family.get(1))?.name).toBe('Ann')
})

test('within staleFor a value is served at once and refreshed behind the reader, by one load', async () => {
  const { family, people, clock } = await scene({ ttl: 1_000, staleFor: 60_000 })
  await family.get(1)
  await settled()
  people.change(1, { name: 'Ann' })
  await clock.advance(2_000)
  expect((await Promise.all([family.get(1), family.get(1)])).map((ann) => ann?.name)).toEqual(['ann', 'ann'])
  await settled()
  expect((await family.get(1))?.name).toBe('Ann')
  expect(people.loads).toHaveLength(2)
})

test('when the loader fails, the last value is served within staleFor, but never to a fresh read; then the loader’s own error', async () => {
  const { family, people, clock } = await scene({ ttl: 1_000, staleFor: 10_000 })
  const ann = await family.get(1)
  people.error = new Error('the database is away')
  await clock.advance(5_000)
  expect(await family.get(1)).toBe(ann)
  await expect(family.get(1, { read: 'fresh' })).rejects.toBe(people.error)
  await clock.advance(10_000)
  await expect(family.get(1)).rejects.toBe(people.error)
})

test('a load that does not answer ends in CAY_LOAD_TIMEOUT, and what it brings later is not stored', async () => {
  const { family, people, clock, tier } = await scene({ loadTimeout: 500 })
  const release = people.hold()
  const waiting = family.get(1)
  await settled()
  await clock.advance(500)
  await expect(waiting).rejects.toMatchObject({ code: 'CAY_LOAD_TIMEOUT', family: 'person' })
  release()
  await settled()
  expect(family.peek(1)).toBeUndefined()
  expect([...tier.entries.keys()].filter((key) => key.includes(':d:'))).toEqual([])
})

test('getMany: one local pass, one round trip for the rest, one load of what is left, in the order given', async () => {
  const { family, another, people, tier } = await scene()
  await family.get(1)
  await settled()
  const { family: elsewhere } = await another()
  await elsewhere.get(1)
  const before = { ...tier.calls }
  const found = await elsewhere.getMany([2, 9, 1, 2])
  expect([...found.keys()]).toEqual([2, 1])
  expect(people.loads).toEqual([[1], [2, 9]])
  await settled()
  const { getMany, setIfMissing, setMany } = tier.calls
  expect([getMany - before.getMany, setIfMissing - before.setIfMissing, setMany - before.setMany]).toEqual([
    1, 1, 1,
  ])
})

test('getMany joins the flights of single ids', async () => {
  const { family, people } = await scene()
  const single = family.get(1)
  const many = family.getMany([1, 2])
  expect((await many).get(1)).toBe(await single)
  expect(people.loads.flat().sort()).toEqual([1, 2])
})

test('strong reads the origin and stores nothing; fresh skips the local tier but not the shared one', async () => {
  const { family, people, tier } = await scene()
  await family.get(1)
  await settled()
  const entries = new Map(tier.entries)
  people.change(1, { name: 'Ann' })
  expect((await family.get(1, { read: 'strong' }))?.name).toBe('Ann')
  expect((await family.get(1, { read: 'fresh' }))?.name).toBe('ann')
  expect((await family.get(1))?.name).toBe('ann')
  expect(tier.entries).toEqual(entries)
})

test('a value that does not fit its field fails the read, names family and field, and is not stored', async () => {
  const { family, people, tier } = await scene()
  people.rows.set(3, { ...people.rows.get(1), id: 3, name: undefined } as never)
  const error = await family.get(3).catch((e: unknown) => e)
  expect(error).toMatchObject({ code: 'CAY_VALUE_INVALID', family: 'person' })
  expect(String(error)).toContain('field name is missing')
  await settled()
  expect([...tier.entries.keys()].filter((key) => key.includes(':d:'))).toEqual([])
})

test('an id that cannot be one is refused, not looked up', async () => {
  const { family, people } = await scene()
  for (const id of [NaN, 1.5, 2 ** 53, '1', null, undefined]) {
    expect(() => family.get(id as number)).toThrow(
      expect.objectContaining({ code: 'CAY_KEY_INVALID' }) as Error,
    )
  }
  expect(people.loads).toEqual([])
})

test('the read level inherits: a cache told to read strong asks the origin each time, and stores nothing', async () => {
  const { family, people, tier } = await scene({ read: 'strong' })
  await family.get(1)
  await family.getMany([1, 2, 2])
  await family.getBy('email', 'ann@example.org')
  expect(people.loads).toEqual([[1], [1, 2], ['ann@example.org'], [1]])
  expect([tier.entries.size, family.peek(1)]).toEqual([0, undefined])
  expect((await family.get(1, { read: 'cached' }))?.name).toBe('ann')
  expect(family.peek(1)?.name).toBe('ann')
})
