import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import Postgrator from 'postgrator'
import { StartError } from './errors.ts'

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** What a migration asks of its transaction. */
interface Scripts {
  readonly query: (text: string) => Promise<{ readonly rows: object[] }>
  readonly execute: (script: string) => Promise<void>
}

/**
 * Brings the tables to the newest version: all of it in one transaction, which either happens or does not. Instances
 * that start together wait for the one that does it.
 * @throws {StartError} where a migration that ran before has been changed since
 */
export async function migrate(write: (body: (tx: Scripts) => Promise<void>) => Promise<void>): Promise<void> {
  await write(async (tx) => {
    await tx.execute('set local statement_timeout = 0')
    await tx.query("select pg_advisory_xact_lock(hashtext('cay.api.migrate'))")
    const migrations = new Postgrator({
      driver: 'pg',
      migrationPattern: `${literalGlob(folder)}*.sql`,
      schemaTable: 'schema_version',
      // A checkout with other line endings is the same migration.
      newline: 'LF',
      execQuery: (text) => tx.query(text),
      execSqlScript: (script) => tx.execute(script),
    })
    if ((await migrations.getMigrations()).length === 0) throw new StartError(`No migrations in ${folder}.`)
    await migrations.migrate().catch((error: unknown) => {
      throw error instanceof Error && error.message.startsWith('MD5 checksum failed')
        ? new StartError(
            `${error.message}: its file was changed after it ran. Restore it; change tables in a new one.`,
          )
        : error
    })
  })
}

/** The workspace can stand in a folder whose name means something to a glob. */
function literalGlob(path: string): string {
  return path.replaceAll(sep, '/').replace(/[\\*?{}()[\]!+@]/g, '\\$&')
}
