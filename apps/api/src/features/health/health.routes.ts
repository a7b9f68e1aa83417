import type { CacheHealth as CacheState } from '../../platform/cache.ts'
import type { Clock } from '../../platform/clock.ts'
import { answers, type App } from '../../platform/http.ts'
import { CacheHealth, Health, Ping } from './health.schema.ts'

export interface HealthParts {
  readonly clock: Clock
  readonly cacheHealth: () => Promise<CacheState>
}

const tags = ['health']

export function healthRoutes(app: App, { clock, cacheHealth }: HealthParts): void {
  const startedAt = clock.now()

  app.get(
    '/health',
    {
      schema: {
        tags,
        summary: 'The process is up',
        description: 'Asks neither database nor Redis, so it answers with both of them down.',
        response: answers({ 200: Health }),
      },
    },
    (_request, reply) => {
      reply.send({ status: 'ok', uptime_s: Math.floor((clock.now() - startedAt) / 1_000) })
    },
  )

  app.get(
    '/health/ping',
    { schema: { tags, summary: 'The least there is to ask', response: answers({ 200: Ping }) } },
    (_request, reply) => {
      reply.send({ ping: 'pong' })
    },
  )

  app.get(
    '/health/cache',
    { schema: { tags, summary: 'How the cache is', response: answers({ 200: CacheHealth }) } },
    () => cacheHealth(),
  )
}
