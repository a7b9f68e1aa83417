import { redisTier } from 'cay/redis'
import { manualClock, memoryTier, sharedTierContract } from 'cay/testing'
import { startRedis, type Redis } from '@cay/servers'
import { createClient } from '@redis/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

describe('the memory tier', () => {
  sharedTierContract(test, () => {
    const clock = manualClock()
    return Promise.resolve({ tier: memoryTier(clock), wait: (ms) => clock.advance(ms) })
  })
})

describe('Redis', () => {
  let redis: Redis
  const open: { close: () => Promise<void> }[] = []
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterEach(async () => {
    for (const tier of open.splice(0)) await tier.close()
    const client = await createClient({ url: redis.url }).connect()
    await client.flushAll()
    await client.close()
  })
  afterAll(async () => {
    await redis.stop()
  })

  /** Redis ages its entries by its own clock, which can't be moved. */
  const passed = async (ms: number): Promise<void> => {
    const begun = performance.now()
    await expect.poll(() => performance.now() - begun, { interval: 5 }).toBeGreaterThan(ms)
  }

  const connected = async (): Promise<ReturnType<typeof redisTier>> => {
    const tier = redisTier({ url: redis.url })
    open.push(tier)
    await new Promise<void>((resolve) => {
      tier.start({ connected: resolve, disconnected: () => undefined })
    })
    return tier
  }

  sharedTierContract(test, async () => ({ tier: await connected(), wait: passed }))

  test('reports a break once, and the reconnect', async () => {
    const tier = redisTier({ url: redis.url })
    open.push(tier)
    const seen: string[] = []
    tier.start({ connected: () => seen.push('connected'), disconnected: () => seen.push('disconnected') })
    await expect.poll(() => seen).toEqual(['connected'])
    await redis.restart()
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['connected', 'disconnected', 'connected'])
  })

  test('while there is no connection, calls fail at once instead of waiting', async () => {
    const tier = redisTier({ url: 'redis://127.0.0.1:1' })
    open.push(tier)
    tier.start({ connected: () => undefined, disconnected: () => undefined })
    await expect(tier.getMany(['k'])).rejects.toThrow()
    await expect(tier.setMany([{ key: 'k', value: 'v', ttlMs: 1 }])).rejects.toThrow()
  })

  test('an address that cannot be one is refused, without being repeated', () => {
    for (const url of ['', 'localhost', 'http://:hunter2@localhost', 'redis://', 'redis//:hunter2@x']) {
      const error: unknown = (() => {
        try {
          return redisTier({ url })
        } catch (thrown) {
          return thrown
        }
      })()
      expect(error).toMatchObject({ code: 'CAY_OPTION_INVALID' })
      expect(String(error)).not.toContain('hunter2')
    }
  })
})
