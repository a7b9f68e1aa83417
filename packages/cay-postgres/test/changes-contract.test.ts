import { startPostgres, type Postgres } from '@cay/servers'
import { changesContract, concurrentChangesContract, type ChangesSubject } from 'cay/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { onPglite, onPostgres, type TestDatabase } from './databases.ts'

let server: Postgres
let pglite: TestDatabase
let postgres: TestDatabase
beforeAll(async () => {
  server = await startPostgres()
  ;[pglite, postgres] = [await onPglite(), await onPostgres(server)]
  for (const database of [pglite, postgres]) await database.changes().install()
})
afterAll(async () => {
  await pglite.stop()
  await postgres.stop()
  await server.stop()
})

function subject({ changes, begin }: TestDatabase): Promise<ChangesSubject> {
  return Promise.resolve({ changes: changes(), begin })
}

describe('the change log on PGlite', () => {
  changesContract(test, () => subject(pglite))
})

describe('the change log on PostgreSQL', () => {
  changesContract(test, () => subject(postgres))
  concurrentChangesContract(test, () => subject(postgres))
})
