import type { Clock, Timer } from 'cay'

/** A connection in the middle of its work. */
export interface Session {
  /** Runs one statement. `Row` is what the caller knows of its own SQL. */
  readonly query: <Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<{ readonly rows: Row[]; readonly rowCount: number }>
  /** Runs a script of several statements, without parameters. */
  readonly execute: (script: string) => Promise<void>
}

/** One statement. */
interface Question {
  readonly text: string
  readonly values?: readonly unknown[]
  /** It writes: sessions may be read only by default. */
  readonly isWrite?: boolean
}

/** A database, whichever way it is reached. */
export interface Database {
  /**
   * Begins a READ WRITE transaction (whatever the session's default), runs the body, then `beforeCommit`, then commits.
   * Rolls back and rethrows when either fails. A commit whose outcome is unknown throws {@link CommitUnknownError}.
   */
  readonly transaction: <T>(
    body: (tx: Session) => Promise<T>,
    beforeCommit: (tx: Session) => Promise<void>,
  ) => Promise<T>
  /**
   * Asks one thing in a transaction of its own. Rejects at the deadline; the connection it hung on is closed, so that
   * neither the pool nor the next question waits for it.
   */
  readonly ask: <Row extends object>(question: Question, deadlineMs: number) => Promise<readonly Row[]>
}

/** The connection broke while the transaction was being committed: it may or may not have been. */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError'
}

interface PgResult {
  readonly rows: unknown[]
  readonly rowCount: number | null
}
interface PgClient {
  readonly query: (text: string, values?: unknown[]) => Promise<PgResult>
  readonly release: (error?: Error | boolean) => void
}
/** A connection that is out of its pool. */
interface TakenClient extends PgClient {
  /** A statement failed without a word of the server: nothing more is to be heard on it. */
  readonly isLost: () => boolean
}
/** The part of a `pg` Pool that is used. */
export interface PgPool {
  readonly connect: (taken: (error: Error | undefined, client: PgPoolClient | undefined) => void) => void
}
interface PgPoolClient extends PgClient {
  readonly on: (event: 'error', listener: () => void) => unknown
  readonly off: (event: 'error', listener: () => void) => unknown
}

/**
 * A `pg` pool. A pool whose sessions are read-only by default is fine, and better.
 * @param askPool where questions are asked
 */
export function poolDatabase(pool: PgPool, askPool: PgPool, clock: Clock): Database {
  return {
    transaction: (body, beforeCommit) => transactionOf({ pool, clock }, body, beforeCommit),
    ask: async <Row extends object>(question: Question, deadlineMs: number) => {
      const deadline = new Deadline(deadlineMs, clock)
      try {
        return (await answer(await connection(askPool, deadline), question, deadline)) as Row[]
      } finally {
        deadline.cancel()
      }
    },
  }
}

/** How long a rollback may take. A connection that is closed instead is rolled back by the server. */
const rollbackDeadlineMs = 1_000

async function transactionOf<T>(
  { pool, clock }: { readonly pool: PgPool; readonly clock: Clock },
  body: (tx: Session) => Promise<T>,
  beforeCommit: (tx: Session) => Promise<void>,
): Promise<T> {
  const client = await taken(pool)
  let isBroken = true
  try {
    await client.query('begin read write')
    const result = await inTransaction(pgSession(client), body, beforeCommit)
    await commit(client)
    isBroken = false
    return result
  } catch (error) {
    if (!(error instanceof CommitUnknownError)) isBroken = !(await hasRolledBack(client, clock))
    throw error
  } finally {
    client.release(isBroken)
  }
}

async function inTransaction<T>(
  tx: Session,
  body: (tx: Session) => Promise<T>,
  beforeCommit: (tx: Session) => Promise<void>,
): Promise<T> {
  const result = await body(tx)
  await beforeCommit(tx)
  return result
}

async function commit(client: PgClient): Promise<void> {
  try {
    await client.query('commit')
  } catch (error) {
    if (isRefusal(error)) throw error
    throw new CommitUnknownError(
      'The connection broke while committing: the write may or may not have happened.',
      {
        cause: error,
      },
    )
  }
}

/**
 * The server's own word that it did not commit. Not that of a pooler which has lost the server meanwhile (08…), nor of a
 * server that is ending or broken (57P…, 58…, XX…): those leave it open, as anything else does.
 */
function isRefusal(error: unknown): boolean {
  return isFromServer(error) && !/^(08|57P|58|F0|XX|40003)/.test(sqlState(error))
}

/** The server has answered. */
function isFromServer(error: unknown): boolean {
  return /^[0-9A-Z]{5}$/.test(sqlState(error))
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

async function hasRolledBack(client: TakenClient, clock: Clock): Promise<boolean> {
  if (client.isLost()) return false
  const deadline = new Deadline(rollbackDeadlineMs, clock)
  const isDone = deadline.before(client.query('rollback')).then(
    () => true,
    () => false,
  )
  return isDone.finally(() => {
    deadline.cancel()
  })
}

function pgSession(client: PgClient): Session {
  return {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
      const { rows, rowCount } = await client.query(text, [...values])
      return { rows: rows as Row[], rowCount: rowCount ?? 0 }
    },
    execute: async (script) => {
      await client.query(script)
    },
  }
}

/**
 * A connection out of the pool. One that breaks between two statements says so by an event, which with nobody to hear it would
 * end the process; its next statement fails anyway. By callback, for the pool stops listening the moment it hands a connection on,
 * and a promise is told later: the server's last words may come in between.
 */
function taken(pool: PgPool): Promise<TakenClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) reject(error ?? new Error('The pool has handed out no connection.'))
      else resolve(takenClient(client))
    })
  })
}

function takenClient(client: PgPoolClient): TakenClient {
  let isLost = false
  client.on('error', ignored)
  return {
    isLost: () => isLost,
    query: (text, values) =>
      client.query(text, values).catch((error: unknown) => {
        isLost ||= !isFromServer(error)
        throw error
      }),
    release: (error) => {
      client.off('error', ignored)
      client.release(error)
    },
  }
}

function ignored(): void {
  // The next statement tells.
}

/** A connection that comes after the deadline goes back unused. */
async function connection(pool: PgPool, deadline: Deadline): Promise<PgClient> {
  const connecting = taken(pool)
  return deadline.before(connecting, () => {
    connecting.then(
      (client) => {
        client.release()
      },
      () => undefined,
    )
  })
}

async function answer(client: PgClient, question: Question, deadline: Deadline): Promise<unknown[]> {
  let isUsable = false
  try {
    const { rows } = await deadline.before(answered(client, question))
    isUsable = true
    return rows
  } catch (error) {
    isUsable = isFromServer(error) && question.isWrite !== true
    throw error
  } finally {
    client.release(!isUsable)
  }
}

async function answered(client: PgClient, { text, values = [], isWrite }: Question): Promise<PgResult> {
  if (isWrite !== true) return client.query(text, [...values])
  await client.query('begin read write')
  const result = await client.query(text, [...values])
  await client.query('commit')
  return result
}

/** A time by which something has to have settled. */
class Deadline {
  readonly #passed = Promise.withResolvers<never>()
  readonly #timer: Timer
  #isPassed = false

  constructor(ms: number, clock: Clock) {
    this.#timer = clock.after(ms, () => {
      this.#isPassed = true
      this.#passed.reject(new Error(`The database did not answer within ${ms} ms.`))
    })
    this.#passed.promise.catch(() => undefined)
  }

  /** @param onPassed what is done where it comes too late */
  async before<T>(work: Promise<T>, onPassed?: () => void): Promise<T> {
    try {
      return await Promise.race([work, this.#passed.promise])
    } catch (error) {
      if (this.#isPassed) onPassed?.()
      throw error
    }
  }

  cancel(): void {
    this.#timer.cancel()
  }
}

interface PgliteResult {
  readonly rows: unknown[]
  readonly affectedRows?: number | undefined
}
interface PgliteSession {
  readonly query: (text: string, values?: unknown[]) => Promise<PgliteResult>
  readonly exec: (script: string) => Promise<unknown>
}
/** The part of PGlite that is used. */
export interface Pglite extends PgliteSession {
  readonly transaction: <T>(body: (tx: PgliteSession) => Promise<T>) => Promise<T>
}

/** PGlite: PostgreSQL embedded in this process, on one connection. */
export function pgliteDatabase(db: Pglite, clock: Clock): Database {
  const transaction: Database['transaction'] = (body, beforeCommit) =>
    db.transaction(async (tx) => {
      await tx.query('set transaction read write')
      return inTransaction(pgliteSession(tx), body, beforeCommit)
    })
  return {
    transaction,
    ask: async <Row extends object>(
      { text, values = [], isWrite }: Question,
      deadlineMs: number,
    ): Promise<readonly Row[]> => {
      const deadline = new Deadline(deadlineMs, clock)
      const asked =
        isWrite === true
          ? transaction((tx) => tx.query<Row>(text, values), nothingMore)
          : pgliteSession(db).query<Row>(text, values)
      try {
        return (await deadline.before(asked)).rows
      } finally {
        deadline.cancel()
      }
    },
  }
}

function nothingMore(): Promise<void> {
  return Promise.resolve()
}

/** A session on PGlite, outside any transaction. */
export function pgliteSession(db: PgliteSession): Session {
  return {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
      const { rows, affectedRows } = await db.query(text, [...values])
      // PGlite counts the rows a statement changed, and 0 for a SELECT, where PostgreSQL counts those returned.
      return {
        rows: rows as Row[],
        rowCount: affectedRows === undefined || affectedRows === 0 ? rows.length : affectedRows,
      }
    },
    execute: async (script) => {
      await db.exec(script)
    },
  }
}
