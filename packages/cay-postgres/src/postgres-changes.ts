import type { ChangeSink, Changes } from 'cay'
import {
  CommitUnknownError,
  pgliteDatabase,
  poolDatabase,
  type Database,
  type Pglite,
  type PgPool,
  type Session,
} from './connection.ts'
import { fingerprint, schemaSql, trackSql, type TrackedTable } from './tracked-table.ts'

export type PostgresChangesOptions = { readonly pool: PgPool } | { readonly pglite: Pglite }

/** The change log of a database, and the door for writes. */
export interface PostgresChanges extends Changes {
  /**
   * The door: runs the body in a transaction, commits, applies what it changed to the caches, and only then resolves.
   * An answer that leaves after it leaves after its change is visible to every later read of this process.
   * @throws what the body throws, after a rollback
   * @throws {CommitUnknownError} the connection broke during the commit; what it would have changed was invalidated
   */
  readonly write: <T>(body: (tx: Session) => Promise<T>) => Promise<T>
  /** Creates the log, and the triggers of these tables where they are missing or of another version. Idempotent. */
  readonly install: (tables: readonly TrackedTable[]) => Promise<void>
}

/** The tags this transaction has logged, read before it commits. */
const ownTagsSql = 'select distinct tag from cay.log where xid = pg_current_xact_id_if_assigned()'

export function postgresChanges(options: PostgresChangesOptions): PostgresChanges {
  const database = 'pool' in options ? poolDatabase(options.pool) : pgliteDatabase(options.pglite)
  let sink: ChangeSink | undefined
  return {
    attach: (given) => {
      sink = given
    },
    close: () => Promise.resolve(),
    install: (tables) => install(database, tables),
    write: async (body) => {
      let tags: readonly string[] = []
      const readTags = async (tx: Session): Promise<void> => {
        tags = (await tx.query<{ tag: string }>(ownTagsSql)).rows.map(({ tag }) => tag)
      }
      try {
        const result = await database.transaction(body, readTags)
        await sink?.invalidate(tags)
        return result
      } catch (error) {
        if (error instanceof CommitUnknownError) await sink?.invalidate(tags)
        throw error
      }
    },
  }
}

async function install(database: Database, tables: readonly TrackedTable[]): Promise<void> {
  const body = async (tx: Session): Promise<void> => {
    // Instances start together: one installs, the others wait and find it done.
    await tx.query("select pg_advisory_xact_lock(hashtext('cay.install'))")
    await tx.execute(schemaSql)
    const { rows } = await tx.query<{ relation: string; fingerprint: string }>(
      'select relation, fingerprint from cay.tracked',
    )
    const installed = new Map(rows.map((row) => [row.relation, row.fingerprint]))
    for (const table of tables) {
      if (installed.get(table.table) === fingerprint(table)) continue
      await tx.execute(trackSql(table))
      await tx.query(
        'insert into cay.tracked values ($1, $2) on conflict (relation) do update set fingerprint = excluded.fingerprint',
        [table.table, fingerprint(table)],
      )
    }
  }
  await database.transaction(body, () => Promise.resolve())
}
