import { createHash } from 'node:crypto'
import { commitDurably, definer } from './log-sql.ts'
import { columnsIn, columnsOf, parseRule, tableTagOf, type Rule, type TrackedTable } from './tracked-table.ts'

/** A statement that changes more rows touches the table tags (`user:*`) instead of row by row. */
const mostRows = 1_000

/**
 * The SQL by which a table is followed. SAFEGUARD "there is a log": its triggers write into `cay.log` in the writer's own transaction: the log and
 * the change are committed together or not at all. SECURITY DEFINER: who writes to the table needs no right on the log.
 */
export function tableSql(table: TrackedTable): string {
  const rules = rulesOf(table)
  const columns = [...new Set(rules.flatMap(columnsOf))]
  const writer = writerOf(table)
  const tags = [...new Set(rules.map(tableTagOf))]
  return `-- A changed row of ${table.relation} touches ${table.rules.join(', ')}.
-- It is here that a missing table or column is found, and not at the first write.
do $cay$ begin perform ${columns.map(quoted).join(', ')} from ${relationSql(table)} limit 0; end $cay$;
create or replace function ${writer} returns trigger language plpgsql ${definer} as $cay$${writerBody(table)}$cay$;
insert into cay.tracked (relation, rules, tags, writer, fingerprint) values (
  ${literal(table.relation)}, ${list(table.rules)},
  ${list(tags)}, ${literal(writer)}, ${literal(fingerprintOf(table))}
) on conflict (relation) do update
  set rules = excluded.rules, tags = excluded.tags, writer = excluded.writer, fingerprint = excluded.fingerprint;
select cay.follow(${literal(table.relation)});
`
}

/** Tells one body of the trigger function from another. */
export function fingerprintOf(table: TrackedTable): string {
  return createHash('md5').update(writerBody(table)).digest('hex')
}

function writerBody(table: TrackedTable): string {
  const rules = rulesOf(table)
  return `
#variable_conflict use_column
declare
  changed int := ${mostRows + 1};
begin
  if tg_op = 'DELETE' then
    select count(*) into changed from (select from old_rows limit ${mostRows + 1}) few;
  elsif tg_op <> 'TRUNCATE' then
    select count(*) into changed from (select from new_rows limit ${mostRows + 1}) few;
  end if;
  if changed = 0 then
    return null;
  end if;
  -- A commit that a crash can take back must not have been seen by a cache.
  ${commitDurably}
  if changed > ${mostRows} then
    ${insert(wholeTable(rules))}
  -- One row, by far the commonest: in one step.
  elsif changed = 1 and tg_op = 'UPDATE' then
    ${insertOf(rules, 'UPDATE')}
  elsif changed = 1 and tg_op = 'INSERT' then
    ${insertOf(rules, 'INSERT')}
  elsif changed = 1 then
    ${insertOf(rules, 'DELETE')}
  elsif tg_op = 'INSERT' then
    ${insert(rules.flatMap((rule) => touched(rule, ['new_rows'])))}
  elsif tg_op = 'DELETE' then
    ${insert(rules.flatMap((rule) => touched(rule, ['old_rows'])))}
  else
    ${insert(rules.flatMap((rule) => touched(rule, ['old_rows', 'new_rows'])))}
  end if;
  return null;
end `
}

/** The rules that touch one tag whichever rows changed touch it; the others, the table tag of theirs. */
function wholeTable(rules: readonly Rule[]): readonly string[] {
  const tags = rules.map((rule) =>
    rule.ifNew.length === 0 && rule.parts.length === 1 ? rule.parts.join('') : tableTagOf(rule),
  )
  return [...new Set(tags)].map((tag) => `select ${literal(tag)}`)
}

type Rows = 'old_rows' | 'new_rows'

function touched(rule: Rule, rows: readonly Rows[]): readonly string[] {
  if (rule.ifNew.length > 0) return newValues(rule, rows)
  const columns = columnsIn(rule.parts).map(quoted)
  if (columns.length === 0) return [`select ${tagSql(rule)}`]
  const isThere = columns.map((column) => `${column} is not null`).join(' and ')
  return rows.map((from) => `select ${tagSql(rule)} from ${from} where ${isThere}`)
}

/** A row that is deleted gains no value, and one that keeps its id and its value has gained none. */
function newValues(rule: Rule, rows: readonly Rows[]): readonly string[] {
  if (!rows.includes('new_rows')) return []
  const columns = rule.ifNew.map(quoted)
  const values = columns.map((column) => `${column}::text`).join(', ')
  const isThere = columns.map((column) => `${column} is not null`).join(' and ')
  const before = rows.includes('old_rows') ? ` except select ${values} from old_rows` : ''
  return [`select ${tagSql(rule)} where exists (select ${values} from new_rows where ${isThere}${before})`]
}

/** Of a statement that changed one row: each tag, or NULL where it is not touched. */
function insertOf(rules: readonly Rule[], event: 'INSERT' | 'UPDATE' | 'DELETE'): string {
  const from = {
    INSERT: 'new_rows n',
    UPDATE: 'new_rows n left join old_rows o on true',
    DELETE: 'old_rows o',
  }[event]
  const tags = [...new Set(rules.flatMap((rule) => tagsOfOne(rule, event)))]
  if (tags.length === 0) return 'null;'
  const values = tags.map((tag) => `(${tag})`).join(', ')
  return `insert into cay.log (tag)
      select tag from ${from}, lateral (values ${values}) touched (tag) where tag is not null;`
}

function tagsOfOne(rule: Rule, event: 'INSERT' | 'UPDATE' | 'DELETE'): readonly string[] {
  const [before, after] = [tagSql(rule, 'o.'), tagSql(rule, 'n.')]
  if (rule.ifNew.length > 0)
    return event === 'DELETE' ? [] : [`case when ${isNew(rule, event)} then ${after} end`]
  if (columnsIn(rule.parts).length === 0) return [after]
  return { INSERT: [after], UPDATE: [after, `nullif(${before}, ${after})`], DELETE: [before] }[event]
}

function isNew({ ifNew }: Rule, event: 'INSERT' | 'UPDATE'): string {
  const isThere = ifNew.map((column) => `n.${quoted(column)} is not null`).join(' and ')
  if (event === 'INSERT') return isThere
  const isOther = ifNew.map(
    (column) => `n.${quoted(column)}::text is distinct from o.${quoted(column)}::text`,
  )
  return `${isThere} and (${isOther.join(' or ')})`
}

/** @param row of which row its columns are: `n.`; none: of the only one there is */
function tagSql({ parts }: Rule, row = ''): string {
  const pieces = parts.map((part, i) => (i % 2 === 0 ? literal(part) : `${row}${quoted(part)}::text`))
  return pieces.filter((piece) => piece !== "''").join(' || ')
}

function insert(selects: readonly string[]): string {
  if (selects.length === 0) return 'null;'
  return `insert into cay.log (tag)\n      ${selects.join('\n      union ')};`
}

function rulesOf({ relation, rules }: TrackedTable): readonly Rule[] {
  return rules.map((text) => parseRule(text, relation))
}

/** Named for its table, so that it is found by it; cut where SQL would cut it, but never to the same name as another. */
function writerOf({ relation }: TrackedTable): string {
  if (Buffer.byteLength(relation) <= 63) return `cay.${quoted(relation)}()`
  const distinct = createHash('sha256').update(relation).digest('hex').slice(0, 12)
  return `cay.${quoted(`track_${distinct}`)}()`
}

function relationSql({ relation }: TrackedTable): string {
  return relation.split('.').map(quoted).join('.')
}

/** Always quoted: a column may well be called \`order\`, or \`user\`, which without quotes is a function. */
function quoted(name: string): string {
  return `"${name}"`
}

function literal(text: string): string {
  return `'${text}'`
}

function list(texts: readonly string[]): string {
  return `array[${texts.map(literal).join(', ')}]`
}
