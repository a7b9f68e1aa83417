import { createCache as createDedupe } from 'async-cache-dedupe'
import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'
import { createCache as createCacheManager } from 'cache-manager'
import { Cacheable } from 'cacheable'
import { createCay, type RecordFamily } from 'cay'
import { LRUCache } from 'lru-cache'
import { seededFraction } from './random.ts'
import type { Result } from './result.ts'
import { nsOf, nsOfAwaited } from './timing.ts'
import { medians, rounded, takeTurns, type Sample, type Variants } from './turns.ts'
import { firstId, idsFrom, rowOf, userFields, userOf, type User } from './user.ts'

const rounds = 5
/** Users in each cache: within every rival's default limit. */
const ids = idsFrom(firstId, 512)
/** They are read in an order without a period that a sampler of every n-th read could fall in step with. */
const order = Array.from({ length: 2 ** 14 }, seededFraction(1)).map(
  (f) => firstId + Math.floor(f * ids.length),
)
const idAt = (i: number): number => order[i & (order.length - 1)] ?? NaN
const users = new Map(ids.map((id) => [id, userOf(id)]))
const load = (id: number): Promise<User> => Promise.resolve(userOf(id))
const use = (user: { readonly token_version: number } | null | undefined): number =>
  user?.token_version ?? NaN

const floor = 'Map behind an async function'

/** @public Looked up by name in alone.ts. */
export const variants: Variants = {
  [floor]: () => {
    // eslint-disable-next-line @typescript-eslint/require-await -- what every asynchronous cache costs at least
    const get = async (id: number): Promise<User | undefined> => users.get(id)
    return awaited((id) => get(id))
  },
  'Map, not awaited': () => ({ ns: nsOf((i) => use(users.get(idAt(i)))) }),
  'lru-cache with ttl, not awaited': () => {
    const cache = new LRUCache<number, User>({ max: 1_000, ttl: 300_000 })
    for (const [id, user] of users) cache.set(id, user)
    return { ns: nsOf((i) => use(cache.get(idAt(i)))) }
  },
  'Cay peek, not awaited': async () => {
    const family = await cayUsers()
    return { ns: nsOf((i) => use(family.peek(idAt(i)))) }
  },
  'Cay get': async () => {
    const family = await cayUsers()
    return awaited((id) => family.get(id))
  },
  'bentocache get, not serialising': () => bento({ serialize: false }, 'get'),
  'bentocache getOrSet, not serialising': () => bento({ serialize: false }, 'getOrSet'),
  'bentocache get': () => bento({}, 'get'),
  'bentocache getOrSet': () => bento({}, 'getOrSet'),
  'cacheable getOrSet': async () => {
    const cache = new Cacheable({ ttl: '5m' })
    const get = (id: number): Promise<User | undefined> => cache.getOrSet(`user:${id}`, () => load(id))
    for (const id of ids) await get(id)
    return awaited(get)
  },
  'cache-manager wrap': async () => {
    const cache = createCacheManager({ ttl: 300_000 })
    const get = (id: number): Promise<User> => cache.wrap(`user:${id}`, () => load(id))
    for (const id of ids) await get(id)
    return awaited(get)
  },
  'async-cache-dedupe': async () => {
    const cache = createDedupe({ ttl: 300, storage: { type: 'memory' } }).define('user', load)
    for (const id of ids) await cache.user(id)
    return awaited((id) => cache.user(id))
  },
}

/** Nanoseconds of one hit of a user in memory, awaited but for those marked. */
export async function localHit(): Promise<Result> {
  const samples = await takeTurns('local-hit', variants, { rounds })
  const ns = (variant: string): number => medians(samples.get(variant))['ns'] ?? NaN
  return {
    rows: [...samples.keys()].map((variant) => ({
      variant,
      ns: rounded(ns(variant)),
      of_floor: rounded(ns(variant) / ns(floor), 2),
      of_cay_get: rounded(ns(variant) / ns('Cay get'), 2),
    })),
  }
}

async function awaited(
  get: (id: number) => Promise<{ readonly token_version: number } | null | undefined>,
): Promise<Sample> {
  return { ns: await nsOfAwaited((i) => get(idAt(i)), use) }
}

async function cayUsers(): Promise<RecordFamily<typeof userFields, 'id', never>> {
  const family = createCay().record({
    name: 'user',
    ttl: '5m',
    fields: userFields,
    id: 'id',
    load: (wanted) => Promise.resolve(wanted.map(rowOf)),
  })
  await family.getMany(ids)
  return family
}

async function bento(options: { readonly serialize?: boolean }, method: 'get' | 'getOrSet'): Promise<Sample> {
  const cache = new BentoCache({
    default: 'memory',
    stores: { memory: bentostore().useL1Layer(memoryDriver(options)) },
  })
  const getOrSet = (id: number): Promise<User> =>
    cache.getOrSet({ key: `user:${id}`, ttl: '5m', factory: () => load(id) })
  for (const id of ids) await getOrSet(id)
  if (method === 'getOrSet') return awaited(getOrSet)
  return awaited((id) => cache.get<User>({ key: `user:${id}` }))
}
