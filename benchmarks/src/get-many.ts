import { startRedis } from '@cay/servers'
import {
  bentoOn,
  cacheableOn,
  cacheManagerOn,
  cayOn,
  cayUsers,
  dedupeOn,
  rawRedis,
  type RawRedis,
} from './clients.ts'
import type { Result } from './result.ts'
import { collect } from './timing.ts'
import { median, medians, rounded, takeTurns, type Sample, type Variants } from './turns.ts'
import { firstId, idsFrom, rowOf, userOf, type User } from './user.ts'

const rounds = 5
const batch = 50
const warmUpCalls = 300
const calls = 500
const measurements = 5
const ttlMs = 300_000

/** Half of each batch is among these, which Redis holds and memory does not; the other half was never asked for. */
const known = idsFrom(firstId, 1_000)
const firstUnknownId = firstId + known.length

const load = (id: number): Promise<User> => Promise.resolve(userOf(id))
const loadAll = (ids: readonly number[]): Promise<User[]> => Promise.resolve(ids.map(userOf))
const keyOf = (id: number): string => `user:${id}`

type GetMany = (ids: readonly number[]) => Promise<readonly { readonly token_version: number }[]>
type Found = readonly (User | null | undefined)[]

const floor = 'node-redis MGET, then SET of what was loaded'

/** @public Looked up by name in alone.ts. */
export const variants: Variants = {
  [floor]: async (url) => {
    const client = await rawRedis(url)
    return time(url, async (ids) => {
      const texts = await client.mGet(ids.map((id) => `raw:${keyOf(id)}`))
      const found = texts.map((text) => (text === null ? null : (JSON.parse(text) as User)))
      return withLoaded(ids, found, (users) =>
        Promise.all(
          users.map((user) =>
            client.set(`raw:${keyOf(user.id)}`, JSON.stringify(user), {
              expiration: { type: 'PX', value: ttlMs },
            }),
          ),
        ),
      )
    })
  },
  'Cay getMany': async (url) => {
    const users = cayUsers(await cayOn(url), (ids) => Promise.resolve(ids.map(rowOf)))
    return time(url, async (ids) => [...(await users.getMany(ids, { read: 'fresh' })).values()])
  },
  'cacheable getMany and setMany': (url) => {
    const cache = cacheableOn(url)
    return time(url, async (ids) =>
      withLoaded(ids, await cache.getMany<User>(ids.map(keyOf)), (users) =>
        cache.setMany(users.map((user) => ({ key: keyOf(user.id), value: user }))),
      ),
    )
  },
  'cache-manager mget and mset': (url) => {
    const cache = cacheManagerOn(url)
    return time(url, async (ids) =>
      withLoaded(ids, await cache.mget<User>(ids.map(keyOf)), (users) =>
        cache.mset(users.map((user) => ({ key: keyOf(user.id), value: user }))),
      ),
    )
  },
  'bentocache getOrSet, all at once': (url) => bento(url, false),
  'bentocache getOrSet, all at once, auto-pipelining': (url) => bento(url, true),
  'async-cache-dedupe, all at once': (url) => dedupe(url, false),
  'async-cache-dedupe, all at once, auto-pipelining': (url) => dedupe(url, true),
}

/** 50 users at once, one call after the other: 25 that Redis holds, 25 that nobody has and a loader gives at once. */
export async function getMany(): Promise<Result> {
  await using redis = await startRedis()
  const samples = await takeTurns('get-many', variants, { rounds, given: redis.url })
  const base = medians(samples.get(floor))
  return {
    rows: [...samples].map(([variant, all]) => {
      const { us, cpu_us, commands } = medians(all)
      return {
        variant,
        us: rounded(us),
        of_floor: rounded((us ?? NaN) / (base['us'] ?? NaN), 2),
        cpu_us: rounded(cpu_us),
        cpu_of_floor: rounded((cpu_us ?? NaN) / (base['cpu_us'] ?? NaN), 2),
        redis_commands: rounded(commands, 1),
      }
    }),
  }
}

/** For libraries that leave the loading of what is missing to their caller. */
async function withLoaded(
  ids: readonly number[],
  found: Found,
  store: (users: readonly User[]) => Promise<unknown>,
): Promise<readonly User[]> {
  const users = await loadAll(ids.filter((_, i) => (found[i] ?? null) === null))
  await store(users)
  return [...found.filter((user) => (user ?? null) !== null), ...users] as readonly User[]
}

function bento(url: string, pipelines: boolean): Promise<Sample> {
  const cache = bentoOn(url, { pipelines })
  return time(url, (ids) =>
    Promise.all(ids.map((id) => cache.getOrSet({ key: keyOf(id), ttl: ttlMs, factory: () => load(id) }))),
  )
}

function dedupe(url: string, pipelines: boolean): Promise<Sample> {
  const cache = dedupeOn(url, load, { pipelines })
  return time(url, (ids) => Promise.all(ids.map((id) => cache.user(id))))
}

/** Microseconds a call, of this process's CPU too, and what Redis was asked. What goes on behind a call counts with the next. */
async function time(url: string, get: GetMany): Promise<Sample> {
  const observer = await rawRedis(url)
  await observer.flushAll()
  for (let i = 0; i < known.length; i += batch) await get(known.slice(i, i + batch))
  let call = 0
  const once = async (): Promise<void> => {
    const ids = Array.from({ length: batch }, (_, i) =>
      i % 2 === 0 ? (known[(call * batch + i) % known.length] ?? NaN) : firstUnknownId + call * batch + i,
    )
    call++
    const users = await get(ids)
    if (users.length !== batch || users.some((user) => user.token_version !== 3))
      throw new Error('What was read is not what was asked for.')
  }
  const run = async (times: number): Promise<{ us: number; cpu: number; commands: number }> => {
    const commandsBefore = await commandsOf(observer)
    const begun = performance.now()
    const cpuBefore = process.cpuUsage()
    for (let i = 0; i < times; i++) await once()
    const { user, system } = process.cpuUsage(cpuBefore)
    const us = ((performance.now() - begun) / times) * 1_000
    const commands = ((await commandsOf(observer)) - commandsBefore - 1) / times
    return { us, cpu: (user + system) / times, commands }
  }
  await run(warmUpCalls)
  const all: { us: number; cpu: number; commands: number }[] = []
  for (let i = 0; i < measurements; i++) {
    collect()
    all.push(await run(calls))
  }
  return {
    us: median(all.map(({ us }) => us)),
    cpu_us: median(all.map(({ cpu }) => cpu)),
    commands: median(all.map(({ commands }) => commands)),
  }
}

async function commandsOf(observer: RawRedis): Promise<number> {
  const info = await observer.info('stats')
  return Number(/total_commands_processed:(\d+)/.exec(info)?.[1])
}
