import { createCay, type Cay, type Changes, type ReadLevel, type SharedTier } from 'cay'
import { redisTier, type RedisPlace } from 'cay/redis'
import type { Clock } from './clock.ts'

// Where Redis is, by the environment and for people: the rest of the API does not know Cay.
export { describeRedis, redisFromEnvironment, type RedisPlace } from 'cay/redis'

export interface CacheOptions {
  readonly changes: Changes
  /** Undefined: memory alone. */
  readonly redis: RedisPlace | undefined
  /** Keys the hashes that stand for e-mails, phones and usernames in Redis. */
  readonly secret: string | undefined
  /** How reads are made that don't say. */
  readonly read: ReadLevel
  readonly clock: Clock
  /** Instead of Redis: for tests. */
  readonly sharedTier: SharedTier | undefined
}

/** As long as the database may take to answer, or not to; nobody waits longer for a turn to ask it. */
const loadTimeout = '5s'

/** The cache. It serves at once, whether Redis answers or not. */
export function createCache({ changes, redis, secret, read, clock, sharedTier }: CacheOptions): Cay {
  const shared = sharedTier ?? (redis === undefined ? undefined : redisTier(redis))
  return createCay({
    changes,
    read,
    clock,
    loadTimeout,
    ...(shared === undefined ? {} : { shared }),
    ...(secret === undefined ? {} : { secret }),
  })
}

interface UncachedTable {
  readonly table: string
  readonly families: string[]
  readonly because: string
}

/** How the cache is, as /health/cache tells it. */
export interface CacheHealth {
  readonly status: 'healthy' | 'degraded'
  /** Where reads are served from now: `memory` while Redis is away. */
  readonly backend: 'redis' | 'memory'
  readonly latency_ms: number | null
  readonly breaker: 'closed' | 'open' | 'probing'
  /** Why Redis is not used, or nothing is stored there; null: nothing is wrong. */
  readonly reason: string | null
  /** Whether the changes of the database are followed; what is not cached, for its changes might be missed. */
  readonly coherence: {
    readonly log: 'followed' | 'behind' | 'none'
    readonly fenced_ms_ago: number | null
    readonly uncached: UncachedTable[]
  }
  readonly stats: {
    readonly hits: number
    readonly misses: number
    readonly hit_rate_percent: number
    readonly redis_available: boolean
    readonly memory_cache_size: number
  }
}

export async function cacheHealth(cay: Cay): Promise<CacheHealth> {
  const { status, backend, breaker, reason, latencyMs, log, fencedMsAgo, uncached } = await cay.health()
  const { hits, misses, localEntries } = cay.stats()
  const isRedisAvailable = backend === 'redis' && breaker === 'closed'
  return {
    status,
    backend: isRedisAvailable ? 'redis' : 'memory',
    latency_ms: latencyMs === null ? null : rounded(latencyMs),
    breaker,
    reason,
    coherence: {
      log,
      fenced_ms_ago: fencedMsAgo === null ? null : rounded(fencedMsAgo),
      uncached: uncached.map(({ families, ...rest }) => ({ ...rest, families: [...families] })),
    },
    stats: {
      hits,
      misses,
      hit_rate_percent: hits + misses === 0 ? 0 : rounded((100 * hits) / (hits + misses)),
      redis_available: isRedisAvailable,
      memory_cache_size: localEntries,
    },
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
