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

export const Ready = Type.Object({ status: Type.Literal('ready') }, { description: 'It takes requests.' })

export const CacheHealth = Type.Object(
  {
    status: Type.Enum(['healthy', 'degraded'], {
      description:
        '“degraded”: Redis is configured and away or refuses to store, the change log can’t be asked, or a table is not cached. Every request still succeeds.',
    }),
    backend: Type.Enum(['redis', 'memory'], { description: 'Where values are shared from now.' }),
    latency_ms: nullable(
      Type.Number({ description: 'One PING; null where there was no answer, or no Redis to ask.' }),
    ),
    breaker: Type.Enum(['closed', 'open', 'probing']),
    reason: nullable(
      Type.String({
        description:
          'Why Redis is not used, or nothing is stored there: “OOM”, “READONLY”, “WRONGPASS”, “ECONNREFUSED”, “TIMEOUT”, …; null: nothing is wrong.',
      }),
    ),
    coherence: Type.Object({
      log: Type.Enum(['followed', 'behind', 'none'], {
        description:
          'Whether the database’s changes are followed; “behind”: memory is not believed until they are.',
      }),
      fenced_ms_ago: nullable(
        Type.Number({ description: 'Since when everything committed was last known to be applied here.' }),
      ),
      uncached: Type.Array(
        Type.Object({
          table: Type.String(),
          families: Type.Array(Type.String()),
          because: Type.String({ description: 'Why, and what to do about it.' }),
        }),
        { description: 'What is not cached, for its changes might be missed.' },
      ),
    }),
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
