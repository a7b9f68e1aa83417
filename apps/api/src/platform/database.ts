import {
  pgliteSession,
  postgresChanges,
  type PostgresChanges,
  type ReadSql,
  type Session,
  type TrackedTable,
} from '@cay/postgres'
import { isFromDatabase } from './database-errors.ts'
import { openEmbedded } from './embedded-postgres.ts'
import { StartError } from './errors.ts'
import { migrate } from './migrations.ts'
import { openPool } from './postgres-pool.ts'
import { describeDatabase } from './service-addresses.ts'

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

/** One that asks what changed, and one for whatever else the log wants meanwhile. */
const fenceConnections = 2

type Connection = Pick<OpenDatabase, 'changes' | 'description' | 'read' | 'close'> & {
  /** Makes reads read only, where their sessions are not so from the start. */
  readonly protect: () => Promise<void>
}

export interface OpenOptions {
  /** The tables whose changes are logged, which is what lets them be cached. */
  readonly tracked: readonly TrackedTable[]
  /** Hears of connections that break while nobody uses them. */
  readonly onIdleError: (error: Error) => void
  /** Hears of tables that are not cached, and why: their changes might not reach the log. */
  readonly onUnfollowed: (because: string) => void
}

/**
 * Connects, migrates, and sets up the change log.
 * @throws {StartError}
 */
export async function openDatabase(config: DatabaseConfig, options: OpenOptions): Promise<OpenDatabase> {
  const { protect, ...connection } =
    config.kind === 'postgres' ? await postgres(config.url, options) : await embedded(config.folder, options)
  const { changes } = connection
  try {
    // First the log, and what tables there are: migrations go through the door, and the door reads the log.
    await changes.install()
    await migrate(changes.write)
    // Every table is there by now.
    for (const { because } of (await changes.install()).unfollowed) options.onUnfollowed(because)
    await protect()
    return { ...connection, write: changes.write }
  } catch (error) {
    await connection.close()
    throw isFromDatabase(error) ? couldNotPrepare(connection.description, error) : error
  }
}

/** What the server says of our own statements; there is no user's data in them yet. */
function couldNotPrepare(description: string, error: unknown): StartError {
  const reason = error instanceof Error ? error.message : 'unknown'
  return new StartError(`${description}: its tables could not be prepared: ${reason}`)
}

async function postgres(url: string, { tracked, onIdleError }: OpenOptions): Promise<Connection> {
  const pool = await openPool(url, onIdleError)
  // Whatever the pool above is busy with, the change log is followed.
  const fencePool = await openPool(url, onIdleError, fenceConnections)
  return {
    changes: postgresChanges({ pool, fencePool, tables: tracked }),
    description: `PostgreSQL at ${describeDatabase(url)}`,
    read: async <const T extends string, Row extends object>(
      text: ReadSql<T>,
      values: readonly unknown[] = [],
    ) => (await pool.query<Row>(text, [...values])).rows,
    protect: () => Promise.resolve(),
    close: async () => {
      await Promise.all([pool.end(), fencePool.end()])
    },
  }
}

async function embedded(folder: string | undefined, { tracked }: OpenOptions): Promise<Connection> {
  const { pglite, close } = await openEmbedded(folder)
  const session = pgliteSession(pglite)
  return {
    changes: postgresChanges({ pglite, tables: tracked }),
    description: `PGlite, in ${folder ?? 'memory'}`,
    read: async <const T extends string, Row extends object>(
      text: ReadSql<T>,
      values: readonly unknown[] = [],
    ) => (await session.query<Row>(text, values)).rows,
    protect: () => session.execute('set default_transaction_read_only = on'),
    close,
  }
}
