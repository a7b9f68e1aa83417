import { startRedis } from '@cay/servers'
import { bentoOn, cacheableOn, cacheManagerOn, cayOn, cayUsers, dedupeOn, rawRedis } from './clients.ts'
import { seededFraction } from './random.ts'
import type { Result } from './result.ts'
import { collect } from './timing.ts'
import { median, medians, rounded, takeTurns, type Sample, type Variants } from './turns.ts'
import { firstId, idsFrom, rowOf, userOf, type User } from './user.ts'

const rounds = 3
const callers = [1, 50] as const
const warmUpMs = 500
const measureMs = 400
const measurements = 3

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
  const base = medians(samples.get(floor))
  return {
    rows: [...samples].map(([variant, all]) => {
      const middle = medians(all)
      const row: Record<string, string | number> = { variant }
      for (const inFlight of callers) {
        const [perSecond, cpu] = [`per_second_${inFlight}`, `cpu_us_${inFlight}`] as const
        row[perSecond] = rounded(middle[perSecond])
        row[`of_floor_${inFlight}`] = rounded((middle[perSecond] ?? NaN) / (base[perSecond] ?? NaN), 2)
        row[cpu] = rounded(middle[cpu], 1)
        row[`floor_cpu_of_it_${inFlight}`] = rounded((base[cpu] ?? NaN) / (middle[cpu] ?? NaN), 2)
      }
      return row
    }),
  }
}

function bento(
  url: string,
  options: { readonly pipelines?: boolean; readonly memory?: boolean },
): Promise<Sample> {
  const cache = bentoOn(url, options)
  return throughput((id) => cache.getOrSet({ key: `user:${id}`, ttl: '5m', factory: () => load(id) }))
}

/**
 * Reads a second and microseconds of this process's CPU for each, by the number of callers, each of which reads again as
 * soon as it has its answer. The CPU is what a busy machine does not change.
 */
async function throughput(get: Get): Promise<Sample> {
  for (const id of ids) await get(id)
  const fraction = seededFraction(1)
  const anyId = (): number => firstId + Math.floor(fraction() * ids.length)
  const run = async (inFlight: number, forMs: number): Promise<{ perSecond: number; cpu: number }> => {
    const begun = performance.now()
    const cpuBefore = process.cpuUsage()
    let reads = 0
    const caller = async (): Promise<void> => {
      while (performance.now() - begun < forMs) {
        const user = await get(anyId())
        if (user?.token_version !== 3) throw new Error('What was read is not what was stored.')
        reads++
      }
    }
    await Promise.all(Array.from({ length: inFlight }, caller))
    const { user, system } = process.cpuUsage(cpuBefore)
    return { perSecond: (reads / (performance.now() - begun)) * 1_000, cpu: (user + system) / reads }
  }
  const sample: Record<string, number> = {}
  for (const inFlight of callers) {
    await run(inFlight, warmUpMs)
    const all: { perSecond: number; cpu: number }[] = []
    for (let i = 0; i < measurements; i++) {
      collect()
      all.push(await run(inFlight, measureMs))
    }
    sample[`per_second_${inFlight}`] = median(all.map(({ perSecond }) => perSecond))
    sample[`cpu_us_${inFlight}`] = median(all.map(({ cpu }) => cpu))
  }
  return sample
}
