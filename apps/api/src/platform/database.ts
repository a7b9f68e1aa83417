import {
  pgliteSession,
  postgresChanges,
  type PostgresChanges,
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
   * Reads. The session is READ ONLY: a statement that writes fails. Not for use inside `write`: there, ask the
   * transaction, which alone sees its own changes (and embedded, the one connection is its own).
   */
  readonly read: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>
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

type Connection = Pick<OpenDatabase, 'changes' | 'description' | 'read' | 'close'> & {
  /** Makes reads read only, where their sessions are not so from the start. */
  readonly protect: () => Promise<void>
}

export interface OpenOptions {
  /** The tables whose changes are logged, which is what lets them be cached. */
  readonly tracked: readonly TrackedTable[]
  /** Hears of connections that break while nobody uses them. */
  readonly onIdleError: (error: Error) => void
}

/**
 * Connects, migrates, and sets up the change log.
 * @throws {StartError}
 */
export async function openDatabase(config: DatabaseConfig, options: OpenOptions): Promise<OpenDatabase> {
  const { protect, ...connection } =
    config.kind === 'postgres' ? await postgres(config.url, options) : await embedded(config.folder)
  const { changes } = connection
  try {
    // First the log alone: migrations go through the door, and the door reads it.
    await changes.install([])
    await migrate(changes.write)
    await changes.install(options.tracked)
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

async function postgres(url: string, { onIdleError }: OpenOptions): Promise<Connection> {
  const pool = await openPool(url, onIdleError)
  return {
    changes: postgresChanges({ pool }),
    description: `PostgreSQL at ${describeDatabase(url)}`,
    read: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(text, [...values])).rows,
    protect: () => Promise.resolve(),
    close: () => pool.end(),
  }
}

async function embedded(folder: string | undefined): Promise<Connection> {
  const { pglite, close } = await openEmbedded(folder)
  const session = pgliteSession(pglite)
  return {
    changes: postgresChanges({ pglite }),
    description: `PGlite, in ${folder ?? 'memory'}`,
    read: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await session.query<Row>(text, values)).rows,
    protect: () => session.execute('set default_transaction_read_only = on'),
    close,
  }
}
