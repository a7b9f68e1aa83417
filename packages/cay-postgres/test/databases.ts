import type { Postgres } from '@cay/servers'
import { PGlite } from '@electric-sql/pglite'
import { postgresChanges, type PgPool, type PostgresChanges, type TrackedTable } from '@cay/postgres'
import type { Changes, Delta, Inspection, Position, Tag } from 'cay'
import type { ForeignTransaction } from 'cay/testing'
import pg from 'pg'

/** A deadline that holds on a machine with other work to do. */
const patientMs = 10_000

/** A database of a test's own, reached past the door, and through it by whatever declares tables. */
export interface TestDatabase {
  readonly changes: (tables?: readonly TrackedTable[]) => PostgresChanges
  /** As its owner, past the door. Of several statements, the rows of the last that has any. */
  readonly run: (sql: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>
  readonly begin: () => Promise<ForeignTransaction>
  readonly stop: () => Promise<void>
}

/** With sessions that are read only by default, as an application's may be. */
export async function onPglite(): Promise<TestDatabase> {
  const pglite = await PGlite.create()
  const run = async (sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => {
    if (values.length > 0) return (await pglite.query<Record<string, unknown>>(sql, [...values])).rows
    const results = await pglite.exec(sql)
    return results.findLast(({ fields }) => fields.length > 0)?.rows ?? []
  }
  return {
    changes: (tables = []) => postgresChanges({ pglite, tables }),
    run,
    begin: () => foreignTransaction(run, () => Promise.resolve()),
    stop: () => pglite.close(),
  }
}

export interface TestPostgres extends TestDatabase {
  readonly url: string
  readonly changes: (tables?: readonly TrackedTable[], pool?: PgPool) => PostgresChanges
}

export async function onPostgres(server: Postgres): Promise<TestPostgres> {
  const url = await server.createDatabase()
  const pool = readOnlyPool(url)
  const owner = new pg.Pool({ connectionString: url, max: 8 })
  owner.on('error', () => undefined)
  return {
    url,
    changes: (tables = [], another = pool) => postgresChanges({ pool: another, tables }),
    run: (sql, values = []) => rows(owner.query(sql, [...values])),
    begin: async () => {
      const client = await owner.connect()
      return foreignTransaction(
        (sql, values = []) => rows(client.query(sql, [...values])),
        () => {
          client.release()
          return Promise.resolve()
        },
      )
    },
    stop: async () => {
      await pool.end()
      await owner.end()
    },
  }
}

export function readOnlyPool(connectionString: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    options: '-c default_transaction_read_only=on',
    max: 4,
    ...options,
  })
  // A connection that breaks while nobody uses it is replaced.
  pool.on('error', () => undefined)
  return pool
}

async function rows(
  result: Promise<pg.QueryResult<Record<string, unknown>>>,
): Promise<Record<string, unknown>[]> {
  const all = [await result].flat()
  return all.findLast(({ fields }) => fields.length > 0)?.rows ?? []
}

async function foreignTransaction(
  run: (sql: string, values?: readonly unknown[]) => Promise<unknown>,
  end: () => Promise<void>,
): Promise<ForeignTransaction> {
  await run('begin')
  const touch = async (...tags: readonly Tag[]): Promise<void> => {
    await run('select cay.touch(variadic $1::text[])', [tags])
  }
  return {
    touch,
    touchInVain: async (...tags) => {
      await run('savepoint in_vain')
      await touch(...tags)
      await run('rollback to in_vain')
    },
    commit: async () => {
      await run('commit')
      await end()
    },
    rollback: async () => {
      await run('rollback')
      await end()
    },
  }
}

/** Where the log stands. */
export async function here(changes: PostgresChanges): Promise<Position> {
  return (await changes.since([], 10_000)).position
}

/** What was committed since, in order. */
export async function toldSince(
  changes: PostgresChanges,
  position: Position,
): Promise<readonly Tag[] | 'unknown'> {
  const { changed }: Delta = await changes.since([position], 10_000)
  const [tags] = changed
  if (tags === undefined) throw new Error('No answer.')
  return tags === 'unknown' ? tags : [...tags].sort()
}

/** What an inspection finds, with the housekeeping that follows it done. */
export async function inspected(changes: Changes): Promise<Inspection> {
  const inspection = await changes.inspect(patientMs)
  await changes.tidy()
  return inspection
}
