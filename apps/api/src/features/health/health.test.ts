import { faultyTier, manualClock, memoryTier } from 'cay/testing'
import { expect, test } from 'vitest'
import { registerSomeone, startApi } from '../../../test/api.ts'

test('/health counts the time, and /health/ping answers', async () => {
  await using api = await startApi()
  await api.clock.advance(61_500)
  expect((await api.ask('GET', '/health')).body).toEqual({ status: 'ok', uptime_s: 61 })
  expect((await api.ask('GET', '/health/ping')).body).toEqual({ ping: 'pong' })
})

test('/health/cache counts what happened, in memory alone', async () => {
  await using api = await startApi()
  const { token } = await registerSomeone(api)
  for (let i = 0; i < 3; i++) await api.ask('GET', '/api/auth/verify', { token })
  expect((await api.ask('GET', '/health/cache')).body).toEqual({
    status: 'healthy',
    backend: 'memory',
    latency_ms: null,
    breaker: 'closed',
    reason: null,
    coherence: { log: 'followed', fenced_ms_ago: 0, uncached: [] },
    stats: { hits: 3, misses: 1, hit_rate_percent: 75, redis_available: false, memory_cache_size: 1 },
  })
})

test('/health/cache tells of a Redis that is there, and of one that has gone; every request still succeeds', async () => {
  const clock = manualClock()
  const tier = faultyTier({ ...memoryTier(clock), backend: 'redis' }, clock)
  await using api = await startApi({ sharedTier: tier })
  const { token } = await registerSomeone(api)
  const health = async (): Promise<unknown> => (await api.ask('GET', '/health/cache')).body
  expect(await health()).toMatchObject({
    status: 'healthy',
    backend: 'redis',
    latency_ms: 0,
    breaker: 'closed',
    stats: { redis_available: true },
  })
  tier.disconnect()
  expect((await api.ask('GET', '/api/auth/verify', { token })).status).toBe(200)
  expect((await api.ask('PUT', '/api/auth/profile', { token, body: { bio: 'Still here.' } })).status).toBe(
    200,
  )
  expect(await health()).toMatchObject({
    status: 'degraded',
    backend: 'memory',
    latency_ms: null,
    breaker: 'open',
    reason: 'UNREACHABLE',
    stats: { redis_available: false },
  })
})
