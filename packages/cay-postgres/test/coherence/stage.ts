import {
  startFaultProxy,
  startPostgres,
  startRedisPair,
  type FaultProxy,
  type Postgres,
  type RedisPair,
} from '@cay/servers'
import { postgresChanges } from '@cay/postgres'
import pg from 'pg'
import { schemaSql, trackedTables } from './schema.ts'

/** Where Redis says which commits it reflects. */
export const watermarkKey = 'cay:{cay}:w'

/** The servers, and ways to them for each instance. */
export interface Stage extends AsyncDisposable {
  readonly postgres: Postgres
  readonly databaseUrl: string
  readonly redis: RedisPair
  /** The ways of each instance. */
  readonly ways: readonly Ways[]
}

/** An instance's ways to the servers. */
export interface Ways {
  /** To the Redis that is primary. */
  readonly redis: FaultProxy
  readonly postgres: FaultProxy
}

export async function setStage(instances: number): Promise<Stage> {
  await using started = new AsyncDisposableStack()
  const postgres = started.use(await startPostgres({ settings: { max_connections: '100' } }))
  const databaseUrl = await postgres.createDatabase()
  await createTables(databaseUrl)
  const redis = started.use(await startRedisPair())
  const ways: Ways[] = []
  for (let i = 0; i < instances; i++) {
    ways.push({
      redis: started.use(await startFaultProxy(redis.primary.port)),
      postgres: started.use(await startFaultProxy(postgres.port)),
    })
  }
  const all = started.move()
  return { postgres, databaseUrl, redis, ways, [Symbol.asyncDispose]: () => all.disposeAsync() }
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
