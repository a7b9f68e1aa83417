import { startRedis } from '@cay/servers'
import { bentoOn, cacheableOn, cacheManagerOn, cayOn, cayUsers, dedupeOn, rawRedis } from './clients.ts'
import type { Result } from './result.ts'
import { throughput as throughputOf, throughputRows } from './throughput.ts'
import { takeTurns, type Sample, type Variants } from './turns.ts'
import { firstId, idsFrom, rowOf, userOf, type User } from './user.ts'

const rounds = 3
const ids = idsFrom(firstId, 1_000)
const load = (id: number): Promise<User> => Promise.resolve(userOf(id))

type Get = (id: number) => Promise<{ readonly token_version: number } | null | undefined>

const floor = 'node-redis GET and JSON.parse'

/** @public Looked up by name in alone.ts. */
export const variants: Variants = {
  [floor]: async (url) => {
    const client = await rawRedis(url)
    for (const id of ids) await client.set(`raw:user:${id}`, JSON.stringify(userOf(id)))
    return throughput(async (id) => JSON.parse((await client.get(`raw:user:${id}`)) ?? 'null') as User | null)
  },
  'Cay, fresh': async (url) => {
    const users = cayUsers(await cayOn(url), (wanted) => Promise.resolve(wanted.map(rowOf)))
    return throughput((id) => users.get(id, { read: 'fresh' }))
  },
  'Cay, local miss': async (url) => {
    const cay = await cayOn(url, { local: { maxEntries: 1 } })
    const users = cayUsers(cay, (wanted) => Promise.resolve(wanted.map(rowOf)))
    return throughput((id) => users.get(id))
  },
  bentocache: (url) => bento(url, {}),
  'bentocache, auto-pipelining': (url) => bento(url, { pipelines: true }),
  'bentocache, local miss': (url) => bento(url, { memory: true }),
  cacheable: (url) => {
    const cache = cacheableOn(url)
    return throughput((id) => cache.getOrSet(`user:${id}`, () => load(id)))
  },
  'cache-manager': (url) => {
    const cache = cacheManagerOn(url)
    return throughput((id) => cache.wrap(`user:${id}`, () => load(id)))
  },
  'async-cache-dedupe': (url) => {
    const cache = dedupeOn(url, load)
    return throughput((id) => cache.user(id))
  },
  'async-cache-dedupe, auto-pipelining': (url) => {
    const cache = dedupeOn(url, load, { pipelines: true })
    return throughput((id) => cache.user(id))
  },
}

/** Reads a second of a 22-field user that Redis holds and memory does not, decoded, with so many callers at once. */
export async function sharedHit(): Promise<Result> {
  await using redis = await startRedis()
  const samples = await takeTurns('shared-hit', variants, { rounds, given: redis.url })
  return { rows: throughputRows(samples, floor) }
}

const throughput = (get: Get): Promise<Sample> => throughputOf(ids, get, (user) => user?.token_version === 3)

function bento(
  url: string,
  options: { readonly pipelines?: boolean; readonly memory?: boolean },
): Promise<Sample> {
  const cache = bentoOn(url, options)
  return throughput((id) => cache.getOrSet({ key: `user:${id}`, ttl: '5m', factory: () => load(id) }))
}
