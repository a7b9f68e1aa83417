import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { lockFolder } from './folder-lock.ts'
import { StartError } from './errors.ts'

export interface EmbeddedPostgres {
  readonly pglite: PGlite
  readonly close: () => Promise<void>
}

/** Trigrams, which searches have an index by. */
const extensions = { pg_trgm }

/**
 * PostgreSQL inside this process, on one connection.
 * @param folder where its data stays; undefined: in memory, gone at the end
 * @throws {StartError}
 */
export async function openEmbedded(folder: string | undefined): Promise<EmbeddedPostgres> {
  if (folder === undefined) {
    const pglite = await PGlite.create({ extensions })
    return { pglite, close: () => pglite.close() }
  }
  const lock = await lockFolder(folder)
  try {
    const pglite = await PGlite.create(join(folder, 'postgres'), { extensions })
    return {
      pglite,
      close: async () => {
        await pglite.close()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new StartError(
      `The data in ${folder} can't be opened: ${reason}. If it was damaged, remove the folder to begin anew.`,
    )
  }
}
