import {
  pgliteSession,
  postgresChanges,
  type PostgresChanges,
  type ReadSql,
  type Session,
  type TrackedTable,
} from '@cay/postgres'
import type pg from 'pg'
import { systemClock } from './clock.ts'
import { isFromDatabase, isUnavailable } from './database-errors.ts'
import { DatabaseWatch } from './database-watch.ts'
import { openEmbedded } from './embedded-postgres.ts'
import { AppError, StartError } from './errors.ts'
import { migrate } from './migrations.ts'
import { askServer, createPool, dropIdle, openPatientPool } from './postgres-pool.ts'
import { describeDatabase } from './service-addresses.ts'
import { tellOfStatement } from './statements.ts'

/** Where the data is: PostgreSQL at an address, or embedded in this process (`folder` undefined: in memory alone). */
export type DatabaseConfig =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'embedded'; readonly folder: string | undefined }

/** A transaction that writes; given by the door. */
export type Transaction = Session

/** The database as features use it. */
export interface Database {
  /**
   * Reads. A statement that writes does not compile, and the session is READ ONLY. `Row` is what the result is used as.
   * Not for use inside `write`: there, ask the transaction, which alone sees its own changes (and embedded, the one
   * connection is its own).
   */
  readonly read: <const T extends string, Row extends object>(
    text: ReadSql<T>,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>
  /** The one door for writes. What it changed has left the caches when it resolves. */
  readonly write: <T>(body: (tx: Transaction) => Promise<T>) => Promise<T>
}

/** The same, for whoever opened it. */
export interface OpenDatabase extends Database {
  readonly changes: PostgresChanges
  /** What it is and where, for people. */
  readonly description: string
  readonly close: () => Promise<void>
}

/** For requests. */
const mostConnections = 10
/** One that asks what changed, and one for whatever else the log wants meanwhile. */
const fenceConnections = 2
/** Requests that wait for a connection. One more would wait in vain. */
const mostWaiting = 1_000

export interface OpenOptions {
  /** The tables whose changes are logged, which is what lets them be cached. */
  readonly tracked: readonly TrackedTable[]
  /** Hears of connections that break while nobody uses them. */
  readonly onIdleError: (error: Error) => void
  /** Hears of tables that are not cached, and why: their changes might not reach the log. */
  readonly onUnfollowed: (because: string) => void
  /** Puts there what has to be there before the API serves, with all the time that it takes. */
  readonly seed?: (write: Database['write']) => Promise<void>
  /** Hears that the database has stopped answering, and that it does again. Never of an embedded one. */
  readonly onSilence?: (state: 'silent' | 'answering') => void
}

/**
 * Connects, migrates, and sets up the change log.
 * @throws {StartError}
 */
export function openDatabase(config: DatabaseConfig, options: OpenOptions): Promise<OpenDatabase> {
  return config.kind === 'postgres' ? postgres(config.url, options) : embedded(config.folder, options)
}

/**
 * The log first, and what tables there are: migrations go through the door, and the door reads the log. Then the tables
 * they made, and what stands in them from the start.
 * @throws {StartError}
 */
async function prepare(
  changes: PostgresChanges,
  description: string,
  { onUnfollowed, seed }: OpenOptions,
): Promise<void> {
  try {
    await changes.install()
    await migrate(changes.write)
    for (const { because } of (await changes.install()).unfollowed) onUnfollowed(because)
    await seed?.(changes.write)
  } catch (error) {
    throw isFromDatabase(error) || isUnavailable(error) ? couldNotPrepare(description, error) : error
  }
}

/** What the server says of our own statements; there is no user's data in them yet. */
function couldNotPrepare(description: string, error: unknown): StartError {
  const reason = error instanceof Error ? error.message : 'unknown'
  return new StartError(`${description}: its tables could not be prepared: ${reason}`)
}

async function postgres(url: string, options: OpenOptions): Promise<OpenDatabase> {
  const { tracked: tables, onIdleError } = options
  const description = `PostgreSQL at ${describeDatabase(url)}`
  const patient = await openPatientPool({ url, onIdleError, connections: 2 })
  try {
    await prepare(postgresChanges({ pool: patient, tables }), description, options)
  } finally {
    await patient.end()
  }
  const pool = createPool({ url, onIdleError, connections: mostConnections })
  // Whatever the pool above is busy with, the change log is followed.
  const fencePool = createPool({ url, onIdleError, connections: fenceConnections })
  const watch = watchOf({ url, pools: [pool, fencePool], onSilence: options.onSilence })
  const changes = postgresChanges({ pool, fencePool, tables })
  const ask = <T>(work: () => Promise<T>): Promise<T> =>
    watch.guard(() => (pool.waitingCount < mostWaiting ? work() : Promise.reject(busy())))
  return {
    changes,
    description,
    read: async <const T extends string, Row extends object>(
      text: ReadSql<T>,
      values: readonly unknown[] = [],
    ) => {
      tellOfStatement(text)
      return (await ask(() => pool.query<Row>(text, [...values]))).rows
    },
    write: (body) => ask(() => changes.write(body)),
    close: async () => {
      watch.close()
      await Promise.all([pool.end(), fencePool.end()])
    },
  }
}

interface Watched {
  readonly url: string
  readonly pools: readonly pg.Pool[]
  readonly onSilence: OpenOptions['onSilence']
}

function watchOf({ url, pools, onSilence }: Watched): DatabaseWatch {
  return new DatabaseWatch({
    clock: systemClock,
    ask: (deadlineMs) => askServer(url, deadlineMs),
    onChange: (state) => {
      if (state === 'answering') for (const pool of pools) dropIdle(pool)
      onSilence?.(state)
    },
  })
}

function busy(): AppError {
  return new AppError(
    'unavailable',
    'busy',
    'Too many requests are waiting for the database. Try again shortly.',
  )
}

async function embedded(folder: string | undefined, options: OpenOptions): Promise<OpenDatabase> {
  const { pglite, close } = await openEmbedded(folder)
  const session = pgliteSession(pglite)
  const changes = postgresChanges({ pglite, tables: options.tracked })
  const description = `PGlite, in ${folder ?? 'memory'}`
  try {
    await prepare(changes, description, options)
    await session.execute('set default_transaction_read_only = on')
  } catch (error) {
    await close()
    throw error
  }
  return {
    changes,
    description,
    write: changes.write,
    read: async <const T extends string, Row extends object>(
      text: ReadSql<T>,
      values: readonly unknown[] = [],
    ) => {
      tellOfStatement(text)
      return (await session.query<Row>(text, values)).rows
    },
    close,
  }
}
