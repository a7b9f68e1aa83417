import { assertTag, CayError, tableTag, type Tag } from 'cay'

/** A table whose changes are logged, and what a changed row touches: made by {@link track}. */
export interface TrackedTable {
  /** With its schema: `public.users`. */
  readonly relation: string
  /**
   * What a changed row touches, one by one: `user:{id}`, `users`, `user.email? when (id, email) is new`. A database keeps the
   * rules of every version of an application that runs on it.
   */
  readonly rules: readonly string[]
}

/** What the rows of a table touch. Columns are named as they stand in the database, without quotes. */
export interface TrackOptions {
  /** The record its rows are: `user` → a row touches `user:<id>`. */
  readonly record?: string | undefined
  /** The column of the record's id. Default `id`. */
  readonly id?: string | undefined
  /** The record's aliases: a new value in one of these columns touches the tag of its absence, `user.email?`. */
  readonly aliases?: readonly string[] | undefined
  /**
   * Further tags: `posts`, or with a column's value in them, `posts.by:{author_id}`: of the old row and of the new one. A
   * row whose column is NULL does not touch that tag.
   */
  readonly touches?: readonly string[] | undefined
}

/** A rule, taken apart. */
export interface Rule {
  readonly text: string
  /** The tag in turn of fixed text and columns: it begins with text, and every second part is a column. */
  readonly parts: readonly string[]
  /** Touched only where these columns have values that no changed row had before; none: always. */
  readonly ifNew: readonly string[]
}

/**
 * Says what the rows of a table touch. The table is in schema `public` unless it says otherwise (`app.users`).
 * @throws {CayError} CAY_OPTION_INVALID for a name or a tag that can't be one; a missing column is found at install
 */
export function track(table: string, options: TrackOptions): TrackedTable {
  const [schema = '', name = '', ...more] = table.includes('.') ? table.split('.') : ['public', table]
  if (more.length > 0) throw refusal(table, 'a table is named "table" or "schema.table"')
  for (const part of [schema, name]) assertIdentifier(part, table, 'table')
  const rules = rulesOf(table, options)
  if (rules.length === 0) throw refusal(table, 'its rows touch nothing: give a record, or touches')
  for (const rule of rules) parseRule(rule, table)
  return Object.freeze({ relation: `${schema}.${name}`, rules: Object.freeze([...new Set(rules)]) })
}

function rulesOf(table: string, { record, id = 'id', aliases = [], touches = [] }: TrackOptions): string[] {
  for (const tag of touches) assertTag(tag, `track(${shown(table)})`)
  if (record === undefined) {
    if (aliases.length > 0) throw refusal(table, 'aliases are of a record, and it names none')
    return [...touches]
  }
  if (!/^[a-z][a-z0-9_:-]{0,63}$/i.test(record)) throw refusal(table, `${shown(record)} can't name a record`)
  for (const alias of aliases) assertIdentifier(alias, table, 'column')
  return [
    `${record}:{${id}}`,
    ...touches,
    ...aliases.map((alias) => `${record}.${alias}? when (${id}, ${alias}) is new`),
  ]
}

const newValue = / when \((\S+), (\S+)\) is new$/

/**
 * Takes a rule apart.
 * @throws {CayError} CAY_OPTION_INVALID
 */
export function parseRule(text: string, table: string): Rule {
  const ifNew = newValue.exec(text)?.slice(1) ?? []
  const template = text.replace(newValue, '')
  assertTag(template, `track(${shown(table)})`)
  // Text that would have to be escaped in SQL has no place in a tag either.
  if (/['"\\$]/.test(template))
    throw refusal(table, `the tag ${shown(template)} holds a quote, a backslash or $`)
  const parts = template.split(/[{}]/)
  if (!/^[^{}]*(\{[^{}]+\}[^{}]*)*$/.test(template))
    throw refusal(table, `${shown(template)} has stray braces`)
  for (const column of [...columnsIn(parts), ...ifNew]) {
    assertIdentifier(column, table, 'column')
  }
  const [start = ''] = parts
  const isNamed = parts.length === 1 ? !/^[:.?]/.test(start) : /^[^:.?]+[:.?]/.test(start)
  if (!isNamed)
    throw refusal(table, `the tag ${shown(template)} has to begin with a name: posts.by:{author_id}`)
  return { text, parts, ifNew }
}

/** Features may each say what they make of one table: its rows touch all of it. */
export function mergedByTable(tables: readonly TrackedTable[]): readonly TrackedTable[] {
  const rules = new Map<string, readonly string[]>()
  for (const table of tables)
    rules.set(table.relation, [...(rules.get(table.relation) ?? []), ...table.rules])
  return [...rules].map(([relation, all]) => ({ relation, rules: [...new Set(all)] }))
}

/** The columns of a template. */
export function columnsIn(parts: readonly string[]): readonly string[] {
  return parts.filter((_, i) => i % 2 === 1)
}

/** Every column that a rule reads. */
export function columnsOf({ parts, ifNew }: Rule): readonly string[] {
  return [...columnsIn(parts), ...ifNew]
}

/** The table tag of whatever a rule touches: `user:*`. */
export function tableTagOf({ parts }: Rule): Tag {
  return tableTag(parts[0] ?? '')
}

/** SQL cuts longer names short, and would then take one for another. */
const longestName = 63

function assertIdentifier(name: string, table: string, what: 'table' | 'column'): void {
  const isOne = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && Buffer.byteLength(name) <= longestName
  if (!isOne) throw refusal(table, `${shown(name)} can't name a ${what}`)
}

function refusal(table: string, why: string): CayError {
  return new CayError('CAY_OPTION_INVALID', `track(${shown(table)}): ${why}.`)
}

function shown(text: string): string {
  return JSON.stringify(text)
}
