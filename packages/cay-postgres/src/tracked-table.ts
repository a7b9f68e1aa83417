import { createHash } from 'node:crypto'

/** A table whose rows are cached, and what a changed row touches. */
export interface TrackedTable {
  readonly table: string
  /** The record its rows are: `{ name: 'user', id: 'id' }` → the tag `user:42`. */
  readonly record: { readonly name: string; readonly id: string }
  /** Columns that find a row: a new value in one touches the tag of its absence, `user.email?`. */
  readonly aliases?: readonly string[]
  /** Tags that any change of the table touches: `users`. */
  readonly lists?: readonly string[]
}

/** A statement that changes more rows touches the whole table (`user:*`) instead of row by row. */
const mostRows = 1_000

/** The log and what was installed; run once, by a role that may create a schema. */
export const schemaSql = `
create schema if not exists cay;
create table if not exists cay.log (xid xid8 not null default pg_current_xact_id(), tag text not null);
create index if not exists log_xid on cay.log (xid);
create table if not exists cay.tracked (relation text primary key, fingerprint text not null);
`

/** Names the SQL of a table, so that what is installed already is left alone. */
export function fingerprint(table: TrackedTable): string {
  return createHash('sha256').update(trackSql(table)).digest('base64url').slice(0, 12)
}

/**
 * The triggers of one table. They write to \`cay.log\` in the writer's own transaction: the log and the change commit
 * together or not at all. ALWAYS: replication and restores are changes too. SECURITY DEFINER: writers need no right
 * on the log.
 */
export function trackSql(spec: TrackedTable): string {
  const table = identifier(spec.table)
  const name = `cay.track_${table}`
  return `
create or replace function ${name}() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  changed bigint;
begin
  if tg_op = 'TRUNCATE' then
    ${insertTags(tableTags(spec))}
    return null;
  end if;
  if tg_op = 'DELETE' then
    select count(*) into changed from (select from old_rows limit ${mostRows + 1}) s;
  else
    select count(*) into changed from (select from new_rows limit ${mostRows + 1}) s;
  end if;
  if changed = 0 then
    return null;
  end if;
  -- A commit that a crash can take back must not have been seen by a cache.
  perform set_config('synchronous_commit', 'on', true);
  if changed > ${mostRows} then
    ${insertTags(tableTags(spec))}
  elsif tg_op = 'INSERT' then
    ${insertTags([rowTags(spec, 'new_rows'), ...listTags(spec), ...insertedAliases(spec)])}
  elsif tg_op = 'DELETE' then
    ${insertTags([rowTags(spec, 'old_rows'), ...listTags(spec)])}
  else
    ${insertTags([rowTags(spec, 'old_rows'), rowTags(spec, 'new_rows'), ...listTags(spec), ...changedAliases(spec)])}
  end if;
  return null;
end $$;
${trigger(table, name, 'insert', 'referencing new table as new_rows')}
${trigger(table, name, 'update', 'referencing old table as old_rows new table as new_rows')}
${trigger(table, name, 'delete', 'referencing old table as old_rows')}
${trigger(table, name, 'truncate', '')}
`
}

function trigger(table: string, name: string, event: string, transitions: string): string {
  const trigger = `cay_${event}`
  return `drop trigger if exists ${trigger} on ${table};
create trigger ${trigger} after ${event} on ${table} ${transitions} for each statement execute function ${name}();
alter table ${table} enable always trigger ${trigger};`
}

function insertTags(selects: readonly string[]): string {
  return `insert into cay.log (tag) ${selects.join(' union ')};`
}

function tableTags(spec: TrackedTable): readonly string[] {
  return [`select ${literal(`${spec.record.name}:*`)}`, ...listTags(spec)]
}

function listTags({ lists = [] }: TrackedTable): readonly string[] {
  return lists.map((tag) => `select ${literal(tag)}`)
}

function rowTags({ record }: TrackedTable, rows: string): string {
  return `select ${literal(`${record.name}:`)} || ${identifier(record.id)} from ${rows}`
}

function insertedAliases({ record, aliases = [] }: TrackedTable): readonly string[] {
  return aliases.map((alias) => `select ${literal(`${record.name}.${identifier(alias)}?`)}`)
}

function changedAliases({ record, aliases = [] }: TrackedTable): readonly string[] {
  const id = identifier(record.id)
  return aliases.map((alias) => {
    const column = identifier(alias)
    const isUnchanged = `o.${id} = n.${id} and o.${column} is not distinct from n.${column}`
    return `select ${literal(`${record.name}.${column}?`)} from new_rows n where not exists (select from old_rows o where ${isUnchanged})`
  })
}

/** @throws {TypeError} for a name that would need quoting: none is built from input, so this is a mistake in the code */
function identifier(name: string): string {
  if (/^[a-z_][a-z0-9_]{0,50}$/.test(name)) return name
  throw new TypeError(`${JSON.stringify(name)} is not a lower-case SQL name.`)
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'::text`
}
