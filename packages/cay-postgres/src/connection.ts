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

/** Runs a transaction that may write. */
export interface Database {
  /**
   * Begins a READ WRITE transaction (whatever the session's default), runs the body, then `beforeCommit`, then commits.
   * Rolls back and rethrows when either fails. A commit whose outcome is unknown throws {@link CommitUnknownError}.
   */
  readonly transaction: <T>(
    body: (tx: Session) => Promise<T>,
    beforeCommit: (tx: Session) => Promise<void>,
  ) => Promise<T>
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
/** The part of a `pg` Pool that is used. */
export interface PgPool {
  readonly connect: () => Promise<PgClient>
}

/** A `pg` pool. A pool whose sessions are read-only by default is fine, and better. */
export function poolDatabase(pool: PgPool): Database {
  return {
    transaction: async (body, beforeCommit) => {
      const client = await pool.connect()
      let isBroken = true
      try {
        await client.query('begin read write')
        const result = await inTransaction(pgSession(client), body, beforeCommit)
        await commit(client)
        isBroken = false
        return result
      } catch (error) {
        if (!(error instanceof CommitUnknownError)) isBroken = !(await hasRolledBack(client))
        throw error
      } finally {
        client.release(isBroken)
      }
    },
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

/** An error with an SQLSTATE is the server's own word that it did not commit; anything else leaves it open. */
async function commit(client: PgClient): Promise<void> {
  try {
    await client.query('commit')
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code))) throw error
    throw new CommitUnknownError(
      'The connection broke while committing: the write may or may not have happened.',
      {
        cause: error,
      },
    )
  }
}

async function hasRolledBack(client: PgClient): Promise<boolean> {
  return client.query('rollback').then(
    () => true,
    () => false,
  )
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
export function pgliteDatabase(db: Pglite): Database {
  return {
    transaction: (body, beforeCommit) =>
      db.transaction(async (tx) => {
        await tx.query('set transaction read write')
        return inTransaction(pgliteSession(tx), body, beforeCommit)
      }),
  }
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
