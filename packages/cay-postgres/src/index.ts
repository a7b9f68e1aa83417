export { CommitUnknownError, pgliteSession, type PgPool, type Pglite, type Session } from './connection.ts'
export { postgresChanges, type PostgresChanges, type PostgresChangesOptions } from './postgres-changes.ts'
export { type TrackedTable } from './tracked-table.ts'
