import type { CacheHealth as CacheState } from '../../platform/cache.ts'
import type { Clock } from '../../platform/clock.ts'
import { readyPath, type Drain } from '../../platform/drain.ts'
import { AppError } from '../../platform/errors.ts'
import { answers, type App } from '../../platform/http.ts'
import { CacheHealth, Health, Ping, Ready } from './health.schema.ts'

export interface HealthParts {
  readonly clock: Clock
  readonly drain: Pick<Drain, 'isDraining'>
  readonly cacheHealth: () => Promise<CacheState>
}

const tags = ['health']

export function healthRoutes(app: App, { clock, drain, cacheHealth }: HealthParts): void {
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
    readyPath,
    {
      // “Not ready” is no failure, and is asked again and again.
      logLevel: 'error',
      schema: {
        tags,
        summary: 'Whether to send more requests',
        description:
          'For balancers. 503 once the process has been told to stop; it goes on serving for a moment, until they have turned away.',
        response: answers({ 200: Ready }, 503),
      },
    },
    (_request, reply) => {
      if (drain.isDraining) {
        throw new AppError('unavailable', 'stopping', 'This instance is stopping. Ask another one.')
      }
      reply.send({ status: 'ready' })
    },
  )

  app.get(
    '/health/cache',
    { schema: { tags, summary: 'How the cache is', response: answers({ 200: CacheHealth }) } },
    () => cacheHealth(),
  )
}
