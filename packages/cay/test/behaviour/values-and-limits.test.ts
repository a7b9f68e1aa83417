import { createCay, rows } from 'cay'
import { expect, test } from 'vitest'
import { scene, settled } from './people.ts'

const keyOne = Buffer.alloc(32, 1).toString('base64')
const keyTwo = Buffer.alloc(32, 2).toString('base64')

test('the first read returns what later reads return, in this process and in another: same types, same shape, frozen', async () => {
  const { cay, another } = await scene()
  const load = (): Promise<object[]> =>
    Promise.resolve([
      { at: new Date(0), n: 12n, raw: new Uint8Array([1, 2]), deep: { list: [{ a: 1 }] }, extra: 'x' },
    ])
  const fields = { at: 'instant', n: 'bigint', raw: 'bytes', deep: 'json' } as const
  const family = (of: typeof cay) =>
    of.query({ name: 'rows', tags: ['rows'], key: () => [], codec: rows(fields), load: load as never })
  const ours = family(cay)
  const first = await ours.get(undefined)
  await settled()
  const elsewhere = family((await another()).cay)
  await settled()
  for (const value of [first, await ours.get(undefined), await elsewhere.get(undefined)]) {
    expect(value).toEqual([
      { at: '1970-01-01T00:00:00.000Z', n: 12n, raw: new Uint8Array([1, 2]), deep: { list: [{ a: 1 }] } },
    ])
    expect(() => Object.assign(value[0]?.deep as object, { list: 1 })).toThrow(TypeError)
    value[0]?.raw.fill(9)
  }
  expect((await ours.get(undefined))[0]?.raw).toEqual(new Uint8Array([1, 2]))
})

test('a value over maxValueBytes is served and counted, and stored nowhere', async () => {
  const { cay, tier } = await scene()
  let loads = 0
  const big = cay.query({
    name: 'big',
    tags: ['big'],
    key: () => [],
    maxValueBytes: '1kb',
    load: () => Promise.resolve('ü'.repeat(600 + loads++)),
  })
  expect(await big.get(undefined)).toHaveLength(600)
  expect(await big.get(undefined)).toHaveLength(601)
  await settled()
  expect(cay.stats().families['big']?.oversized).toBe(2)
  expect([...tier.entries.keys()].filter((key) => key.includes(':d:'))).toEqual([])
})

test('with encrypt nothing readable stands in the shared tier, and keys rotate without a cold start', async () => {
  const { family, people, tier, clock } = await scene({ encrypt: keyOne })
  await family.get(1)
  await settled()
  expect(Buffer.concat([...tier.entries.values()]).toString('latin1')).not.toMatch(/ann|example/)
  for (const [encrypt, loads] of [
    [[keyTwo, keyOne], 1],
    [[keyTwo], 2],
    [[keyTwo, keyOne], 2],
  ] as const) {
    const cay = createCay({ shared: tier, clock, encrypt })
    const { peopleFamily } = await import('./people.ts')
    const other = peopleFamily(cay, people)
    await settled()
    expect((await other.get(1))?.name).toBe('ann')
    await settled()
    expect(people.loads).toHaveLength(loads)
  }
})

test('an entry copied to another user’s key is not believed where entries are encrypted', async () => {
  const { family, another, people, tier } = await scene({ encrypt: keyOne })
  await family.getMany([1, 2])
  await settled()
  const keyOf = (id: number): string =>
    [...tier.entries.keys()].find((key) => key.includes(`:d:person:${id}:`)) ?? ''
  const bobs = tier.entries.get(keyOf(2))
  const swapped = Buffer.from(bobs ?? '')
  tier.entries.get(keyOf(1))?.copy(swapped, 0, 0, 45)
  tier.entries.set(keyOf(1), swapped)
  expect((await (await another()).family.get(1))?.name).toBe('ann')
  expect(people.loads).toHaveLength(2)
})

test('two versions of the app share a Redis: each ignores the other’s entries, both hear the same invalidations', async () => {
  const { cay, family, another } = await scene()
  const next = await another()
  let name = 'ann'
  const load = (): Promise<{ id: number; name: string; nick: null }[]> =>
    Promise.resolve([{ id: 1, name, nick: null }])
  const old = cay.record({ name: 'thing', fields: { id: 'int', name: 'text' }, id: 'id', load })
  const fresh = next.cay.record({
    name: 'thing',
    fields: { id: 'int', name: 'text', nick: 'text?' },
    id: 'id',
    load,
  })
  expect([await old.get(1), await fresh.get(1)]).toEqual([
    { id: 1, name },
    { id: 1, name, nick: null },
  ])
  name = 'anna'
  await settled()
  await fresh.invalidate(1)
  expect((await old.get(1, { read: 'fresh' }))?.name).toBe('anna')
  expect(family.peek(1)).toBeUndefined()
})

test('an entry that can’t be decoded is a miss and is counted', async () => {
  const { cay, family, people, tier } = await scene()
  await family.get(1)
  await settled()
  for (const [key, value] of tier.entries) {
    if (key.includes(':d:'))
      tier.entries.set(key, Buffer.concat([value.subarray(0, 45), Buffer.from('{broken')]))
  }
  expect((await family.get(1, { read: 'fresh' }))?.name).toBe('ann')
  expect(people.loads).toHaveLength(2)
  expect(cay.stats().families['person']?.undecodable).toBe(1)
})

test('the local tier stays within its limits, and a scan does not displace what is used', async () => {
  const { people, cay } = await scene({ local: { maxEntries: 100 } })
  for (let id = 1; id <= 10_000; id++) {
    people.rows.set(id, { id, email: '', username: null, name: `n${id}`, password_hash: '' })
  }
  const family = cay.record({
    name: 'scanned',
    fields: { id: 'int', name: 'text' },
    id: 'id',
    load: (ids) => people.byIds(ids),
  })
  for (let round = 0; round < 3; round++) for (let id = 1; id <= 20; id++) await family.get(id)
  const before = people.loads.length
  for (let id = 1_000; id < 3_000; id++) {
    await family.get(id)
    if (id % 50 === 0) for (let hot = 1; hot <= 20; hot++) await family.get(hot)
  }
  expect(cay.stats().localEntries).toBeLessThanOrEqual(100)
  expect(people.loads.length - before).toBe(2_000)
  // What memory had let go of would have come from the shared tier.
  expect(cay.stats().families['scanned']).toMatchObject({ origin: 2_020, shared: 0 })
})

test('a change of one limit leaves the others at their defaults; nonsense is refused at once', () => {
  const invalid = expect.objectContaining({ code: 'CAY_OPTION_INVALID' }) as Error
  for (const options of [
    { local: { maxEntries: 0 } },
    { local: { maxBytes: '10 mb' as never } },
    { loads: 1.5 },
    { maxValueBytes: -1 },
    { encrypt: 'short' },
    { read: 'sometimes' as never },
    { ttl: undefined as never, staleFor: 'a while' as never },
  ]) {
    expect(() => createCay(options)).toThrow(invalid)
  }
  expect(() => createCay({ ttl: undefined as never, local: { maxEntries: 5 } })).not.toThrow()
})
