import { redisTier, type RedisTierOptions } from 'cay/redis'
import { manualClock, memoryTier, sharedTierContract, silentEvents } from 'cay/testing'
import type { SharedTier } from 'cay'
import {
  startRedis,
  startRedisCluster,
  startRedisSentinel,
  type Redis,
  type RedisCluster,
  type RedisSentinel,
} from '@cay/servers'
import { createClient } from '@redis/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

const open: SharedTier[] = []
afterEach(async () => {
  for (const tier of open.splice(0)) await tier.close()
})

/** A tier that is closed after the test. */
function opened(options: RedisTierOptions): SharedTier {
  const tier = redisTier(options)
  open.push(tier)
  return tier
}

function connected(options: RedisTierOptions): Promise<SharedTier> {
  const tier = opened(options)
  return new Promise((resolve) => {
    tier.start({
      ...silentEvents,
      connected: () => {
        resolve(tier)
      },
    })
  })
}

/** Redis ages its entries by its own clock, which can't be moved. */
async function passed(ms: number): Promise<void> {
  const begun = performance.now()
  await expect.poll(() => performance.now() - begun, { interval: 5 }).toBeGreaterThan(ms)
}

async function flush(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const client = await createClient({ url }).connect()
    await client.flushAll()
    await client.close()
  }
}

describe.each([1, 64])('the memory tier in %i partitions', (partitions) => {
  sharedTierContract(test, () => {
    const clock = manualClock()
    const tier = memoryTier(clock, { partitions })
    return Promise.resolve({ tier, another: () => tier, wait: (ms) => clock.advance(ms) })
  })
})

describe('Redis', () => {
  let redis: Redis
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterEach(async () => {
    await flush([redis.url])
  })
  afterAll(async () => {
    await redis.stop()
  })

  sharedTierContract(test, async () => ({
    tier: await connected({ url: redis.url }),
    another: () => redisTier({ url: redis.url }),
    wait: passed,
  }))

  test('reports a break once, and the reconnect', async () => {
    const seen: string[] = []
    opened({ url: redis.url }).start({
      ...silentEvents,
      connected: () => seen.push('connected'),
      disconnected: () => seen.push('disconnected'),
    })
    await expect.poll(() => seen).toEqual(['connected'])
    await redis.restart()
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['connected', 'disconnected', 'connected'])
  })

  test('while there is no connection, calls fail at once instead of waiting', async () => {
    const tier = opened({ url: 'redis://127.0.0.1:1' })
    tier.start(silentEvents)
    await expect(tier.getMany(['k'])).rejects.toThrow()
    await expect(tier.setMany([{ key: 'k', value: 'v', ttlMs: 1 }])).rejects.toThrow()
  })
})

describe('a Redis Cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterEach(async () => {
    await flush(cluster.urls)
  })
  afterAll(async () => {
    await cluster.stop()
  })

  sharedTierContract(test, async () => ({
    tier: await connected({ cluster: cluster.urls }),
    another: () => redisTier({ cluster: cluster.urls }),
    wait: passed,
  }))
})

describe('a Redis that Sentinels watch over', () => {
  let watched: RedisSentinel
  beforeAll(async () => {
    watched = await startRedisSentinel({ password: 'open:sesame', sentinelPassword: 'sesame' })
  })
  afterEach(async () => {
    await flush([watched.primary.url])
  })
  afterAll(async () => {
    await watched.stop()
  })

  const place = (): RedisTierOptions => ({
    sentinel: { name: watched.name, urls: watched.urls, password: 'open:sesame' },
  })
  sharedTierContract(test, async () => ({
    tier: await connected(place()),
    another: () => redisTier(place()),
    wait: passed,
  }))
})

describe('addresses', () => {
  const refusal = (options: object): unknown => {
    try {
      return redisTier(options as RedisTierOptions)
    } catch (thrown) {
      return thrown
    }
  }
  const good = 'redis://localhost'

  test.each([
    ...[
      '',
      'localhost',
      'http://:hunter2@localhost',
      'redis://',
      'redis//:hunter2@x',
      'redis://x/hunter2',
    ].map((url) => [url]),
    ['redis://:hunter2%@x'],
  ])('what cannot be one is refused at once, without being repeated: %s', (url) => {
    const sentinel = { name: 'mymaster', urls: [url] }
    for (const options of [{ url }, { cluster: [url] }, { cluster: [good, url] }, { sentinel }]) {
      const error = refusal(options)
      expect(error).toMatchObject({ code: 'CAY_OPTION_INVALID' })
      expect(String(error)).not.toContain('hunter2')
    }
  })

  test.each([
    ['no node', { cluster: [] }],
    ['a database', { cluster: [`${good}/1`] }],
    ['two passwords', { cluster: ['redis://:hunter2@a', 'redis://:hunter3@b'] }],
    ['two protocols', { cluster: [good, 'rediss://localhost'] }],
    ['neither', {}],
    ['both', { url: good, cluster: [good] }],
    ['no Sentinel', { sentinel: { name: 'mymaster', urls: [] } }],
    ['no master', { sentinel: { name: '', urls: [good] } }],
    ['a master that is a place', { sentinel: { name: 'redis://:hunter2@x', urls: [good] } }],
    ['a database of a Sentinel', { sentinel: { name: 'mymaster', urls: [`${good}/1`] } }],
    ['a database that is none', { sentinel: { name: 'mymaster', urls: [good], database: -1 } }],
    ['an authority, and no TLS', { url: good, tls: { ca: '' } }],
  ])('what cannot be together is refused likewise: %s', (_, options) => {
    const error = refusal(options)
    expect(error).toMatchObject({ code: 'CAY_OPTION_INVALID' })
    expect(String(error)).not.toContain('hunter')
  })

  test.each([
    { url: 'redis://user:p%40ss@[::1]:6380/3' },
    { url: 'rediss://localhost' },
    { cluster: ['redis://:p%40ss@a/0', 'redis://:p%40ss@b:7000/'] },
    { cluster: ['rediss://u:p@[::1]:6380'] },
    { sentinel: { name: 'mymaster', urls: ['redis://:p%40ss@a', 'redis://b:1'], database: 3 } },
    { sentinel: { name: 'mymaster', urls: [good], isEncrypted: true }, tls: { ca: '' } },
  ])('what can be is taken: %o', (options) => {
    expect(refusal(options)).toMatchObject({
      backend: 'redis',
      partitions: options.cluster === undefined ? 1 : 64,
    })
  })
})
