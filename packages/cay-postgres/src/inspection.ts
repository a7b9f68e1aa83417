import { tableTag, type Inspection, type UnfollowedTable } from 'cay'
import type { Look, Seen } from './look.ts'
import { columnsOf, parseRule, tableTagOf, type TrackedTable } from './tracked-table.ts'

const install = 'call install() of postgresChanges as the owner of the table, or run the SQL of installSql()'

/** What can't be relied on of what was seen, and what to do about it. */
export function inspectionOf({ version, tables }: Look, declared: readonly TrackedTable[]): Inspection {
  if (version === 0) {
    const because = `There is no change log in this database: ${install}.`
    return { unfollowed: declared.map((table) => unfollowed(table.relation, because, table)) }
  }
  return {
    unfollowed: tables.flatMap((seen) => {
      const table = declared.find(({ relation }) => relation === seen.relation)
      const because = whyNot(seen, table)
      return because === undefined ? [] : [unfollowed(seen.relation, because, table, seen)]
    }),
  }
}

function unfollowed(relation: string, because: string, table?: TrackedTable, seen?: Seen): UnfollowedTable {
  const tags = (table?.rules ?? []).map((rule) => tableTagOf(parseRule(rule, relation)))
  return { table: relation, tags: [...new Set([...tags, ...(seen?.tags ?? []).map(tableTag)])], because }
}

/** Undefined: it is followed. A table that somebody tracked and is gone can't change; one that is declared should be there. */
function whyNot(seen: Seen, table: TrackedTable | undefined): string | undefined {
  const { relation } = seen
  if (!seen.exists) {
    if (table === undefined) return undefined
    return `There is no table ${relation}: create it, or correct its name in track(), and ${install}.`
  }
  const bad = table === undefined ? undefined : badColumns(table, seen)
  if (bad !== undefined) return `Of ${relation}: ${bad}; then ${install}.`
  if (seen.rules === null) return `The changes of ${relation} are not logged: ${install}.`
  const lacking = table?.rules.filter((rule) => seen.rules?.includes(rule) !== true) ?? []
  if (lacking.length > 0) return `Changes of ${relation} do not touch ${lacking.join(', ')}: ${install}.`
  return notLogged(seen)
}

function notLogged({ relation, is_sound, without_triggers, replicated }: Seen): string | undefined {
  if (!is_sound)
    return `The function of the triggers of ${relation} is not the one that was installed: ${install}.`
  if (without_triggers.length > 0) {
    const where = without_triggers.join(', ')
    return `Triggers of ${where} are missing, or not ENABLE ALWAYS: run select cay.follow('${relation}') as the owner.`
  }
  if (replicated.length > 0) {
    const where = replicated.join(', ')
    return `Logical replication writes to ${where} and fires no statement trigger: cache it where it is written, not here.`
  }
  return undefined
}

/** What is wrong with the columns that a table's own rules name; undefined: nothing. */
export function badColumns(table: TrackedTable, seen: Seen): string | undefined {
  const columns = new Set(table.rules.flatMap((rule) => columnsOf(parseRule(rule, table.relation))))
  const missing = seen.missing_columns.filter((name) => columns.has(name))
  if (missing.length > 0) return `there is no column ${missing.join(', ')}: correct track(), or add it`
  const unsteady = seen.unsteady_columns.filter((name) => columns.has(name))
  if (unsteady.length === 0) return undefined
  return `the text of column ${unsteady.join(', ')} depends on the session: make tags of numbers, text, uuid or enums`
}
