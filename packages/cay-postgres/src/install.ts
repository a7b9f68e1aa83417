import { CayError, type Inspection } from 'cay'
import type { Database, Session } from './connection.ts'
import { badColumns, inspectionOf } from './inspection.ts'
import { logSql, sqlVersion } from './log-sql.ts'
import { look, type Look, type Query, type Seen } from './look.ts'
import { fingerprintOf, tableSql } from './table-sql.ts'
import { columnsOf, mergedByTable, parseRule, type TrackedTable } from './tracked-table.ts'

export interface InstallSqlOptions {
  /** A role that is to write through the door and follow the log. It is quoted: written as in pg_roles. */
  readonly grantTo?: string | undefined
}

/**
 * The SQL that `install` would run on a database without a change log, for whoever has to read it first, or runs it as
 * another role. May be run again. To be run in one transaction, by the owner of the tables.
 * @throws {CayError} CAY_OPTION_INVALID
 */
export function installSql(tables: readonly TrackedTable[], { grantTo }: InstallSqlOptions = {}): string {
  return [
    logSql,
    ...mergedByTable(tables).map(tableSql),
    ...(grantTo === undefined ? [] : [grantSql(grantTo)]),
  ].join('\n')
}

/** What a role needs to write through the door, follow the log and look after it: all but the right to change it. */
function grantSql(role: string): string {
  if (!/^[^"\s\p{Cc}]+$/u.test(role) || Buffer.byteLength(role) > 63) {
    throw new CayError('CAY_OPTION_INVALID', `installSql: ${JSON.stringify(role)} can't name a role.`)
  }
  return `-- Whoever writes to the tables themselves needs none of this.
grant usage on schema cay to "${role}";
grant select on cay.log, cay.mark, cay.trim, cay.tracked to "${role}";
`
}

/**
 * Installs the log, and the triggers of those tables that exist, where they are missing or of an older version. Of a
 * table that is followed already, its rules are added to: what another version of the application reads by is kept.
 * Where there is nothing to do it writes nothing, and a role without the right to create anything will do.
 * @returns what is not followed after it: tables that do not exist yet, and why others are not
 * @throws {CayError} CAY_OPTION_INVALID where a column is missing
 */
export async function install(
  database: Database,
  query: Query,
  tables: readonly TrackedTable[],
): Promise<Inspection> {
  const before = await look(query, tables)
  if (!isInstalled(before, tables)) {
    await database.transaction(
      (tx) => installIn(tx, tables),
      () => Promise.resolve(),
    )
  }
  return inspectionOf(await look(query, tables), tables)
}

/** Longer than any lock is held in passing; shorter than writers of the table put up with, who queue behind this one. */
const lockTimeout = '10s'

async function installIn(tx: Session, tables: readonly TrackedTable[]): Promise<void> {
  // Instances start together: one installs, the others wait as long as it takes, and find it done.
  await tx.execute('set local statement_timeout = 0')
  await tx.query("select pg_advisory_xact_lock(hashtext('cay.install'))")
  await tx.execute(`set local lock_timeout = '${lockTimeout}'`)
  const query: Query = async (text, values) => (await tx.query<never>(text, values)).rows
  const { version } = await look(query, tables)
  if (version < sqlVersion) await tx.execute(logSql)
  const seen = await look(query, tables)
  for (const table of tables) {
    const of = seenOf(seen, table)
    if (of?.exists !== true) continue
    assertColumns(table, of)
    if (!isUpToDate(table, of, version)) await tx.execute(tableSql(merged(table, of)))
  }
}

function isInstalled(seen: Look, tables: readonly TrackedTable[]): boolean {
  if (seen.version < sqlVersion) return false
  return tables.every((table) => {
    const of = seenOf(seen, table)
    return of?.exists !== true || isUpToDate(table, of, seen.version)
  })
}

function isUpToDate(table: TrackedTable, seen: Seen, version: number): boolean {
  const { rules } = merged(table, seen)
  const isComplete = seen.is_sound && seen.without_triggers.length === 0
  const isSame = rules.length === seen.rules?.length && rules.every((rule) => seen.rules?.includes(rule))
  // The functions of a newer version are left alone: an older instance that starts late must not bring its own back.
  const isCurrent =
    version > sqlVersion || seen.fingerprint === fingerprintOf({ ...table, rules: seen.rules ?? [] })
  return isComplete && isSame && isCurrent && badColumns(table, seen) === undefined
}

/**
 * The rules declared, and those installed beside them, unless their columns have been dropped. During a rolling deploy
 * instances of two versions start in any order: each finds the rules it reads by, whoever was last.
 */
function merged(table: TrackedTable, seen: Seen): TrackedTable {
  const isKept = (rule: string): boolean =>
    !columnsOf(parseRule(rule, table.relation)).some((name) => seen.missing_columns.includes(name))
  return { ...table, rules: [...new Set([...(seen.rules ?? []).filter(isKept), ...table.rules])] }
}

/** @throws {CayError} */
function assertColumns(table: TrackedTable, seen: Seen): void {
  const bad = badColumns(table, seen)
  if (bad !== undefined) throw new CayError('CAY_OPTION_INVALID', `track("${table.relation}"): ${bad}.`)
}

function seenOf({ tables }: Look, { relation }: TrackedTable): Seen | undefined {
  return tables.find((seen) => seen.relation === relation)
}
