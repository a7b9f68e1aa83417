import { startFaultProxy, startPostgres, type FaultProxy, type Postgres } from '@cay/servers'
import { postgresChanges } from '@cay/postgres'
import pg from 'pg'
import { startClusterRedis } from './cluster-redis.ts'
import { databaseFault, instanceFaults, type Fault } from './faults.ts'
import type { RedisStage } from './redis-stage.ts'
import { schemaSql, trackedTables } from './schema.ts'
import { startSentinelRedis } from './sentinel-redis.ts'
import { startSingleRedis } from './single-redis.ts'

/** What may stand for Redis. */
const redisStages = {
  single: startSingleRedis,
  sentinel: startSentinelRedis,
  cluster: startClusterRedis,
}
export type RedisKind = keyof typeof redisStages
export const redisKinds = Object.keys(redisStages) as readonly RedisKind[]

/** The servers, and a way to PostgreSQL for each instance. */
export interface Stage extends AsyncDisposable {
  readonly postgres: Postgres
  readonly databaseUrl: string
  readonly redis: RedisStage
  readonly ways: readonly FaultProxy[]
  /** Each lane: one of these at a time. */
  readonly faults: readonly (readonly Fault[])[]
}

export async function setStage(instances: number, kind: RedisKind): Promise<Stage> {
  await using started = new AsyncDisposableStack()
  const postgres = started.use(await startPostgres({ settings: { max_connections: '100' } }))
  const databaseUrl = await postgres.createDatabase()
  await createTables(databaseUrl)
  const redis = started.use(await redisStages[kind](instances))
  const ways: FaultProxy[] = []
  for (let i = 0; i < instances; i++) ways.push(started.use(await startFaultProxy(postgres.port)))
  const all = started.move()
  return {
    postgres,
    databaseUrl,
    redis,
    ways,
    faults: [
      [...redis.serverFaults, databaseFault],
      [...redis.instanceFaults, ...instanceFaults],
    ],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

async function createTables(connectionString: string): Promise<void> {
  const pool = new pg.Pool({ connectionString, max: 1 })
  try {
    await pool.query(schemaSql)
    await postgresChanges({ pool, tables: trackedTables }).install()
  } finally {
    await pool.end()
  }
}
