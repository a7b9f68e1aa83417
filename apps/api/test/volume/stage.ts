import { startPostgres, type Postgres } from '@cay/servers'
import pg from 'pg'
import { openDatabase } from '../../src/platform/database.ts'
import { jwtSecret } from '../api.ts'
import { startServer } from '../started-server.ts'
import { fill, type Facts, type Volume } from './fill.ts'

/** The API as `npm start` runs it, on a PostgreSQL that is full. */
export interface FullStage extends AsyncDisposable {
  readonly origin: string
  readonly databaseUrl: string
  readonly facts: Facts
  /** What both have written; of the database the last of it. */
  readonly output: () => string
}

export interface StageOptions {
  readonly volume: Volume
  readonly told: (what: string) => void
  /** Further settings of PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>
}

/** As one would set PostgreSQL on a machine with some gigabytes for it. All else is its default. */
const settings = { shared_buffers: '1GB', effective_cache_size: '3GB', max_wal_size: '8GB' }

/** Starts both; filled before the API is, whose change log would note every row. */
export async function startFullStage({ volume, told, settings: more }: StageOptions): Promise<FullStage> {
  await using started = new AsyncDisposableStack()
  const postgres: Postgres = started.use(
    await startPostgres({
      settings: { ...settings, shared_preload_libraries: 'pg_stat_statements', ...more },
    }),
  )
  const databaseUrl = await postgres.createDatabase('volume')
  await migrateOnly(databaseUrl)
  const facts = await fill(databaseUrl, volume, told)
  const server = started.use(
    await startServer({
      DATABASE_URL: databaseUrl,
      SEED_DEMO: 'false',
      JWT_SECRET: jwtSecret,
      LOG_LEVEL: 'warn',
    }),
  )
  const all = started.move()
  return {
    ...{ databaseUrl, facts, origin: server.origin },
    output: () => `${server.output()}\n${postgres.log}`,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

async function migrateOnly(url: string): Promise<void> {
  const ignored = (): void => undefined
  const database = await openDatabase(
    { kind: 'postgres', url },
    { tracked: [], onIdleError: ignored, onUnfollowed: ignored },
  )
  await database.close()
}

/** A statement and how long it took. */
export interface SlowStatement {
  readonly longestMs: number
  readonly meanMs: number
  readonly calls: number
  readonly text: string
}

/** The statements that took longest at their worst, since this was asked first. */
export async function slowStatements(databaseUrl: string, count: number): Promise<readonly SlowStatement[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('create extension if not exists pg_stat_statements')
    const { rows } = await client.query<SlowStatement>(
      `select max_exec_time as "longestMs", mean_exec_time as "meanMs", calls::int, query as text
       from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
         and query ~ '^\\s*(select|with)' and query !~ '\\mcay\\.|pg_'
       order by max_exec_time desc limit $1`,
      [count],
    )
    await client.query('select pg_stat_statements_reset()')
    return rows
  } finally {
    await client.end()
  }
}
