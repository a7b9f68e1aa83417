import { expect, test } from 'vitest'
import { scene, settled } from './people.ts'

test('a value may depend on many tags: each invalidates it, another does not; a warm hit costs no command', async () => {
  const { cay, tier } = await scene()
  const tags = Array.from({ length: 10 }, (_, i) => `table${i % 4}:${i}`) as [string, ...string[]]
  let loads = 0
  const query = cay.query({ name: 'ten', tags, key: () => [], load: () => Promise.resolve(++loads) })
  await query.get(undefined)
  await settled()
  const warm = tier.attempts()
  for (let i = 0; i < 100; i++) await query.get(undefined)
  expect(tier.attempts()).toBe(warm)
  expect(loads).toBe(1)
  for (const tag of tags) {
    await cay.invalidate([tag])
    await query.get(undefined)
  }
  await cay.invalidate(['table3:*'])
  await query.get(undefined)
  expect(loads).toBe(12)
  await cay.invalidate(['table0:99', 'other:*'])
  await query.get(undefined)
  expect(loads).toBe(12)
})

test('a query’s tags may depend on its arguments', async () => {
  const { cay, another } = await scene()
  const options = {
    name: 'posts:user',
    tags: (user: number) => [`posts:${user}`],
    tables: ['posts'],
    key: (user: number) => [user],
  } as const
  let loads = 0
  const load = (user: number): Promise<number[]> => Promise.resolve([user, ++loads])
  const posts = cay.query({ ...options, tags: (user: number) => [`posts:${user}`], load })
  const elsewhere = (await another()).cay.query({
    ...options,
    tags: (user: number) => [`posts:${user}`],
    load,
  })
  await posts.get(1)
  await posts.get(2)
  await settled()
  await elsewhere.get(1)
  expect(loads).toBe(2)
  await cay.invalidate(['posts:1'])
  expect([posts.peek(1), posts.peek(2)]).toEqual([undefined, [2, 2]])
  await posts.invalidate(2)
  expect(posts.peek(2)).toBeUndefined()
  await Promise.all([posts.get(1), posts.get(2)])
  await posts.invalidate()
  expect([posts.peek(1), posts.peek(2)]).toEqual([undefined, undefined])
})

test('a record may depend on more than its row', async () => {
  const { cay, people } = await scene()
  const profiles = cay.record({
    name: 'person:profile',
    fields: { id: 'int', name: 'text' },
    id: 'id',
    tags: (id) => [`person:${id}`, `follows:${id}`],
    tables: ['person', 'follows'],
    load: (ids) => people.byIds(ids),
  })
  await profiles.getMany([1, 2])
  for (const tag of ['person:1', 'follows:1', 'person:*', 'follows:*']) {
    await cay.invalidate([tag])
    expect(profiles.peek(1)).toBeUndefined()
    await profiles.getMany([1, 2])
  }
  await cay.invalidate(['follows:2'])
  expect(profiles.peek(1)?.name).toBe('ann')
})

test('a tag of a table that was not named is refused: dropping the table would miss it', async () => {
  const { cay } = await scene()
  const options = { key: () => [], load: () => Promise.resolve(1) } as const
  const query = cay.query({ name: 'q', tags: () => ['other:1'], tables: ['named'], ...options })
  expect(() => query.get(undefined)).toThrow(expect.objectContaining({ code: 'CAY_OPTION_INVALID' }) as Error)
  expect(() => cay.query({ name: 'r', tags: () => ['other:1'], ...options })).toThrow(
    expect.objectContaining({ code: 'CAY_OPTION_INVALID' }) as Error,
  )
})

test('an alias may ask for more than its value: who is not findable any more is not found, and passes the alias on', async () => {
  const { cay, people } = await scene()
  const found = cay.record({
    name: 'member',
    fields: { id: 'int', email: 'text', username: 'text?' },
    id: 'id',
    aliases: {
      email: {
        normalise: (value: string) => value.toLowerCase(),
        where: ({ username }: { username: string | null }) => username !== null,
      },
    },
    load: (ids) => people.byIds(ids),
    find: {
      email: async (emails) => (await people.byEmails(emails)).filter(({ username }) => username !== null),
    },
  })
  expect((await found.getBy('email', 'ann@example.org'))?.id).toBe(1)
  people.change(1, { username: null })
  people.change(2, { email: 'ann@example.org' })
  await cay.invalidate(['member:1', 'member:2', 'member.email?'])
  expect((await found.getBy('email', 'ann@example.org'))?.id).toBe(2)
})

test('invalidatePrefix empties those keys of a store and no other, long keys and odd characters too', async () => {
  const { cay, another } = await scene()
  const store = cay.store<number>('misc')
  const elsewhere = (await another()).cay.store<number>('misc')
  const odd = ['a*b', 'a?b', 'a[b]', 'a\\b', 'aé', `a${'x'.repeat(300)}`]
  await store.setMany([...odd, 'b', 'ba'].map((key, i) => [key, i]))
  await elsewhere.getMany([...odd, 'b'])
  expect(await store.invalidatePrefix('a')).toBe('applied')
  expect([...(await store.getMany([...odd, 'b', 'ba'])).keys()]).toEqual(['b', 'ba'])
  expect(await (await another()).cay.store<number>('misc').getMany(odd)).toEqual(new Map())
  await store.set('a*b', 1)
  await store.set('axb', 1)
  await store.invalidatePrefix('a*')
  expect([...(await store.getMany(['a*b', 'axb'])).keys()]).toEqual(['axb'])
})

test('invalidatePrefix with the tier away empties memory here, and the store there before it is believed again', async () => {
  const { cay, another, tier } = await scene()
  const store = cay.store<number>('misc')
  await store.set('a', 1)
  tier.disconnect()
  expect(await store.invalidatePrefix('a')).toBe('queued')
  tier.connect()
  await settled()
  expect(await store.get('a')).toBeUndefined()
  expect(await (await another()).cay.store<number>('misc').get('a')).toBeUndefined()
})

test('a table’s version lives as long as entries are stored under it: its entries do not all end at once', async () => {
  const { family, another, people, clock } = await scene({ ttl: 60_000, missTtl: 1_000 })
  await family.get(1)
  await settled()
  await clock.advance(110_000)
  await family.get(2)
  await settled()
  // Past twice the ttl from the first claim of the table's version.
  await clock.advance(20_000)
  const loads = people.loads.length
  expect((await (await another()).family.get(2))?.name).toBe('bob')
  expect(people.loads).toHaveLength(loads)
})
