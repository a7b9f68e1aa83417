import { durationMs, type Duration } from '../model/duration.ts'
import { systemClock } from '../runtime/clock.ts'
import { systemRandom } from '../runtime/random.ts'
import type { SharedEntry, SharedTier } from '../shared/port.ts'
import { applyChange } from './apply-script.ts'
import { clusterConnection } from './cluster.ts'
import type { Commands, Connection } from './connection.ts'
import { addressesOf, refused, type RedisPlace } from './place.ts'
import { sentinelConnection } from './sentinel.ts'
import { singleConnection } from './single.ts'
import { NotPrimary, refusalOf } from './trouble.ts'

/** Where Redis is, and how long to wait for it. */
export type RedisTierOptions = RedisTierTimes & RedisTierTrust & RedisPlace

export interface RedisTierTimes {
  /** How long one attempt to connect may take. Default 2 seconds. */
  readonly connectTimeout?: Duration
  /**
   * How many connections carry commands, in turn, beside the one that hears messages. Default 1: commands of one tick travel
   * together, and more connections are slower but for large values on a slow network. A Cluster has one to each master.
   */
  readonly pool?: number
}

export interface RedisTierTrust {
  /**
   * With `rediss://`. Certificates are verified, always: by the authorities that Node trusts, those in the file
   * NODE_EXTRA_CA_CERTS among them, or else by these alone, as PEM.
   */
  readonly tls?: { readonly ca: string | readonly string[] }
}

const mostConnections = 100
const unlinkAtOnce = 1_000
/** How many keys Redis looks at in one step: a few tenths of a millisecond. */
const scanStep = 1_000

/**
 * The shared tier on Redis 7 or later (SET with NX and GET), or Valkey; a single server, a Cluster, or what Sentinel
 * watches over.
 * @throws {CayError} CAY_OPTION_INVALID for an address that can't be one; the message never holds the address
 */
export function redisTier(options: RedisTierOptions): SharedTier {
  const { partitions, start, close, ping, info, ask } = connectionOf(options)
  return {
    backend: 'redis',
    partitions,
    start,
    close: () => {
      close()
      return Promise.resolve()
    },
    refusal: refusalOf,
    ping: async () => {
      await ping()
    },
    identity: async () => identityOf(await info().catch(unlessRefused)),
    getMany: (keys) => ask(async (redis) => (keys.length === 0 ? [] : redis.mGet([...keys]))),
    setIfMissing: (entries) => ask((redis) => Promise.all(entries.map((entry) => claim(redis, entry)))),
    setMany: async (entries) => {
      await ask((redis) => Promise.all(entries.map((entry) => set(redis, entry))))
    },
    extend: async (keys, ttlMs) => {
      await ask((redis) => Promise.all(keys.map((key) => redis.pExpire(key, px(ttlMs).value, 'GT'))))
    },
    deleteMany: (keys) =>
      ask(async (redis) => {
        for (let i = 0; i < keys.length; i += unlinkAtOnce)
          await redis.unlink(keys.slice(i, i + unlinkAtOnce))
      }),
    apply: (changes) => ask((redis) => Promise.all(changes.map((change) => applyChange(redis, change)))),
    scan: async function* (prefixes) {
      for (const pattern of patternsOf(prefixes)) {
        let cursor: Buffer | string = '0'
        do {
          const step = await ask((redis) => redis.scan(cursor, { MATCH: pattern, COUNT: scanStep }))
          cursor = step.cursor
          yield step.keys.map(String).filter((key) => prefixes.some((prefix) => key.startsWith(prefix)))
        } while (String(cursor) !== '0')
      }
    },
  }
}

function connectionOf({ connectTimeout = '2s', pool = 1, tls, ...place }: RedisTierOptions): Connection {
  const setting = {
    connectTimeoutMs: durationMs(connectTimeout, 'connectTimeout'),
    random: systemRandom(),
    clock: systemClock,
    ca: tls?.ca,
    pool,
  }
  const addresses = addressesOf(place)
  if (tls !== undefined && !addresses.isEncrypted) throw refused('tls is given, and no address is rediss://.')
  if (!Number.isInteger(pool) || pool < 1 || pool > mostConnections) {
    throw refused(`pool is a number of connections from 1 to ${mostConnections}.`)
  }
  if (addresses.cluster !== undefined) return clusterConnection(addresses.cluster, setting)
  if (addresses.sentinel !== undefined) return sentinelConnection(addresses.sentinel, setting)
  return singleConnection(addresses.server, setting)
}

/** Where users may not ask, there is nothing to go by. */
function unlessRefused(error: unknown): readonly string[] {
  if (error instanceof Error && /^(NOPERM|ERR) /.test(error.message)) return []
  throw error
}

/** By its process: a server that was started anew, or another in its place, has another `run_id`. */
function identityOf(servers: readonly string[]): string {
  if (servers.some((server) => /^role:(?!master)/m.test(server))) throw new NotPrimary()
  return servers
    .map((server) => /^run_id:(\S+)/m.exec(server)?.[1] ?? '')
    .sort()
    .join()
}

function set(redis: Commands, { key, value, ttlMs }: SharedEntry): Promise<unknown> {
  return redis.set(key, value, { expiration: px(ttlMs) })
}

async function claim(redis: Commands, { key, value, ttlMs }: SharedEntry): Promise<string> {
  const standing = await redis.set(key, value, { condition: 'NX', GET: true, expiration: px(ttlMs) })
  return String(standing ?? value)
}

function px(ttlMs: number): { readonly type: 'PX'; readonly value: number } {
  return { type: 'PX', value: Math.max(1, Math.round(ttlMs)) }
}

/**
 * SCAN looks at every key for each pattern. So prefixes that differ in their hash tag alone, which are those of one
 * thing in all partitions, share a pattern.
 */
function patternsOf(prefixes: readonly string[]): ReadonlySet<string> {
  return new Set(
    prefixes.map((prefix) => `${prefix.replace(/[\\*?[\]]/g, '\\$&').replace(/\{[^}]*\}/, '{*}')}*`),
  )
}
