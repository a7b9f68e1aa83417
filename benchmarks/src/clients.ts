import KeyvRedis from '@keyv/redis'
import { createClient } from '@redis/client'
import { createCache as createDedupe } from 'async-cache-dedupe'
import { BentoCache, bentostore } from 'bentocache'
import { memoryDriver } from 'bentocache/drivers/memory'
import { redisDriver } from 'bentocache/drivers/redis'
import { createCache as createCacheManager, type Cache as CacheManager } from 'cache-manager'
import { Cacheable } from 'cacheable'
import { channels, createCay, type Cay, type CayOptions, type RecordFamily, type TierEvent } from 'cay'
import { redisTier } from 'cay/redis'
import { Redis } from 'ioredis'
import { Keyv } from 'keyv'
import { userFields, type RowOfUser, type User } from './user.ts'

// Each library as its own documentation sets it up over Redis, with nothing in memory before it.

const createRaw = (url: string) =>
  createClient({ url, commandOptions: { timeout: 0 }, maintNotifications: 'disabled' })
export type RawRedis = ReturnType<typeof createRaw>

/** node-redis as fast as it goes: without its own deadline, which makes an AbortSignal for each command. */
export async function rawRedis(url: string): Promise<RawRedis> {
  const client = createRaw(url)
  await client.connect()
  return client
}

export type CayUsers = RecordFamily<typeof userFields, 'id', never>

/** Cay with Redis, when it is connected. */
export async function cayOn(url: string, options: CayOptions = {}): Promise<Cay> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const heard = (event: unknown): void => {
    if ((event as TierEvent).breaker === 'closed') resolve(undefined)
  }
  channels.tier.subscribe(heard)
  const cay = createCay({ shared: redisTier({ url }), ...options })
  await promise
  channels.tier.unsubscribe(heard)
  return cay
}

export function cayUsers(
  cay: Cay,
  load: (ids: readonly number[]) => Promise<readonly RowOfUser[]>,
): CayUsers {
  return cay.record({ name: 'user', ttl: '5m', fields: userFields, id: 'id', load: (ids) => load(ids) })
}

export function bentoOn(
  url: string,
  { pipelines = false, memory = false } = {},
): BentoCache<{
  redis: ReturnType<typeof bentostore>
}> {
  const layer = redisDriver({ connection: ioredis(url, pipelines) })
  // One item in memory: every read misses it, and pays for that as a cold key does.
  const store = memory ? bentostore().useL1Layer(memoryDriver({ maxItems: 1 })) : bentostore()
  return new BentoCache({ default: 'redis', stores: { redis: store.useL2Layer(layer) } })
}

export function cacheableOn(url: string): Cacheable {
  return new Cacheable({ primary: new Keyv({ store: new KeyvRedis(url) }), ttl: '5m' })
}

export function cacheManagerOn(url: string): CacheManager {
  return createCacheManager({ stores: [new Keyv({ store: new KeyvRedis(url) })], ttl: 300_000 })
}

export function dedupeOn(
  url: string,
  load: (id: number) => Promise<User>,
  { pipelines = false } = {},
): { readonly user: (id: number) => Promise<User> } {
  const client = ioredis(url, pipelines)
  return createDedupe({ ttl: 300, storage: { type: 'redis', options: { client } } }).define('user', load)
}

function ioredis(url: string, enableAutoPipelining: boolean): Redis {
  return new Redis(url, { enableAutoPipelining })
}
