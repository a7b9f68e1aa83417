import { Type } from 'typebox'
import { nullable } from '../../platform/http.ts'

export const Health = Type.Object(
  {
    status: Type.Literal('ok'),
    uptime_s: Type.Integer({ description: 'Seconds since the start.' }),
  },
  { description: 'It is up.' },
)

export const Ping = Type.Object({ ping: Type.Literal('pong') }, { description: 'It is up.' })

export const CacheHealth = Type.Object(
  {
    status: Type.Enum(['healthy', 'degraded'], {
      description: '“degraded”: Redis is configured and away. Every request still succeeds.',
    }),
    backend: Type.Enum(['redis', 'memory'], { description: 'Where values are shared from now.' }),
    latency_ms: nullable(
      Type.Number({ description: 'One PING; null where there was no answer, or no Redis to ask.' }),
    ),
    breaker: Type.Enum(['closed', 'open', 'probing']),
    stats: Type.Object({
      hits: Type.Integer(),
      misses: Type.Integer(),
      hit_rate_percent: Type.Number(),
      redis_available: Type.Boolean(),
      memory_cache_size: Type.Integer({ description: 'Entries in this process.' }),
    }),
  },
  { description: 'How the cache is, healthy or not.' },
)
