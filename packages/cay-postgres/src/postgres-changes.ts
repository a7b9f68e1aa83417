import {
  systemClock,
  tableTag,
  type Changes,
  type ChangeSink,
  type Clock,
  type Inspection,
  type Tag,
} from 'cay'
import {
  CommitUnknownError,
  pgliteDatabase,
  poolDatabase,
  type Database,
  type Pglite,
  type PgPool,
  type Session,
} from './connection.ts'
import { inspectionOf } from './inspection.ts'
import { install } from './install.ts'
import { look, type Query } from './look.ts'
import { since } from './since.ts'
import { mergedByTable, type TrackedTable } from './tracked-table.ts'

export type PostgresChangesOptions = {
  /** The tables that what is cached is made of. */
  readonly tables: readonly TrackedTable[]
  /** Time, for tests. */
  readonly clock?: Clock | undefined
} & (
  | {
      /** Where the application writes. Its sessions may be READ ONLY by default; the door says otherwise for itself. */
      readonly pool: PgPool
      /**
       * Where the log is followed; to be on the same database. Default the same pool. One of its own, of two connections,
       * keeps a busy application from making the cache wait, and distrust itself.
       */
      readonly fencePool?: PgPool | undefined
    }
  | { readonly pglite: Pglite }
)

/** The change log of a database, and the door for writes. */
export interface PostgresChanges extends Changes {
  /**
   * The door: runs the body in a transaction, commits, applies what it changed to the caches, and only then resolves.
   * An answer that leaves after it leaves after its change is visible to every later read of this process.
   * @throws what the body throws, after a rollback
   * @throws {CommitUnknownError} the connection broke during the commit; what it would have changed was invalidated
   */
  readonly write: <T>(body: (tx: Session) => Promise<T>) => Promise<T>
  /**
   * Creates the log, and the triggers of the tables where they are missing or of another version; tables that do not
   * exist yet are passed over. Idempotent; instances that start together wait for one another. Where there is nothing to
   * do it needs no right to create anything.
   * @returns what is not followed after it
   * @throws {CayError} CAY_OPTION_INVALID where a table lacks a column
   */
  readonly install: () => Promise<Inspection>
}

/** The tags this transaction has logged, read before it commits. */
const ownTagsSql = 'select tag from cay.own_tags() tag'

/** A transaction that touched more invalidates by table tags. */
const mostOwnTags = 10_000

/** For a look at the catalogue, or a step of housekeeping. */
const inspectDeadlineMs = 10_000

/** Steps of housekeeping in one inspection: ten million rows of the log. What is left is for the next. */
const mostSteps = 1_000

/** The change log of a PostgreSQL database (13 or later), or of PGlite. */
export function postgresChanges(options: PostgresChangesOptions): PostgresChanges {
  const { clock = systemClock } = options
  const tables = mergedByTable(options.tables)
  const database =
    'pool' in options
      ? poolDatabase(options.pool, options.fencePool ?? options.pool, clock)
      : pgliteDatabase(options.pglite, clock)
  const query: Query = (text, values = []) => database.ask({ text, values }, inspectDeadlineMs)
  let sink: ChangeSink = nobody
  /** The log wants marking or trimming. */
  let isDue = false
  return {
    isExclusive: 'pglite' in options,
    attach: (given) => {
      sink = given
    },
    close: () => {
      isDue = false
      return Promise.resolve()
    },
    install: async () => {
      const found = await install(database, query, tables)
      await sink.reconsider()
      return found
    },
    write: (body) => write(database, sink, body),
    record: (tags) => record(database, tags),
    since: (positions, deadlineMs) => since(database, positions, deadlineMs),
    inspect: async (deadlineMs) => {
      const seen = await look((text, values = []) => database.ask({ text, values }, deadlineMs), tables)
      isDue = seen.isDue
      return inspectionOf(seen, tables)
    },
    tidy: async () => {
      for (let step = 0; isDue && step < mostSteps; step += 1) isDue = await tidied(database)
    },
  }
}

/** Until a cache is attached there is none to tell. */
const nobody: ChangeSink = {
  duringWrite: (transaction) => transaction(),
  invalidate: () => Promise.resolve('applied'),
  reconsider: () => Promise.resolve(),
}

async function write<T>(database: Database, sink: ChangeSink, body: (tx: Session) => Promise<T>): Promise<T> {
  let tags: readonly Tag[] = []
  const readTags = async (tx: Session): Promise<void> => {
    const own = (await tx.query<{ tag: string }>(ownTagsSql)).rows.map(({ tag }) => tag)
    tags = own.length > mostOwnTags ? [...new Set(own.map(tableTag))] : own
  }
  try {
    const result = await sink.duringWrite(() => database.transaction(body, readTags))
    await sink.invalidate(tags)
    return result
  } catch (error) {
    // SAFEGUARD: it may have been committed, and then no reader may keep what it replaced.
    if (error instanceof CommitUnknownError) await sink.invalidate(tags)
    throw error
  }
}

async function record(database: Database, tags: readonly Tag[]): Promise<void> {
  if (tags.length === 0) return
  await database.transaction(
    (tx) => tx.query('select cay.touch(variadic $1::text[])', [tags]),
    () => Promise.resolve(),
  )
}

/** One step of housekeeping; whether there is more to do. */
async function tidied(database: Database): Promise<boolean> {
  const question = { text: 'select cay.tidy() as has_more', isWrite: true }
  const [row] = await database.ask<{ has_more: boolean }>(question, inspectDeadlineMs)
  return row?.has_more === true
}
