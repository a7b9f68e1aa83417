import type { Tag } from 'cay'
import type { TrackedTable } from './tracked-table.ts'

/** What stands in the database about one table, declared here or tracked by somebody. */
export interface Seen {
  readonly relation: string
  /** There is a table of that name. */
  readonly exists: boolean
  /** Null: it is not tracked. */
  readonly rules: readonly string[] | null
  readonly tags: readonly Tag[] | null
  readonly fingerprint: string | null
  /** The function of its triggers is the one that was installed. */
  readonly is_sound: boolean
  /** Itself and its partitions, where a trigger is missing, is another, or is not ENABLE ALWAYS. */
  readonly without_triggers: readonly string[]
  /** Itself and its partitions, where logical replication writes: it fires no statement trigger. */
  readonly replicated: readonly string[]
  /** Columns that rules name, declared or installed, and it has not. */
  readonly missing_columns: readonly string[]
  /** Columns whose text depends on settings of the session. */
  readonly unsteady_columns: readonly string[]
}

/** What stands in the database. */
export interface Look {
  /** Of the SQL installed; 0: there is no log. */
  readonly version: number
  readonly tables: readonly Seen[]
  /** The log wants marking or trimming. */
  readonly isDue: boolean
}

const versionSql = `
select coalesce(substring(obj_description(to_regnamespace('cay')::oid, 'pg_namespace') from 'version (\\d+)$'), '0') as version`

/** Text of these types is the same in every session. */
const steadyTypes = "'{int2,int4,int8,numeric,text,varchar,bpchar,name,uuid,bool,citext}'"

/** With its schema, whatever the session's search_path. */
const named = "relnamespace::regnamespace || '.' || quote_ident(relname)"

const lookSql = `
with seen as (
  select
    relation,
    cay.named(relation) as root,
    known.rules, known.tags, known.fingerprint,
    to_regprocedure(known.writer) as writer,
    array(
      select distinct name
      from unnest(known.rules || declared.rules) rule,
        regexp_matches(rule, '\\{([^{}]+)\\}| when \\((\\S+), (\\S+)\\) is new$', 'g') found, unnest(found) name where name is not null
    ) as columns
  from cay.tracked known
  full join json_to_recordset($1::text::json) as declared (relation text, rules text[]) using (relation)
),
wanted as (
  select relation, name, attribute.atttypid as type
  from seen cross join unnest(columns) name
  left join pg_attribute attribute on attrelid = root and attname = name and attnum > 0 and not attisdropped
)
select
  coalesce((select json_agg(json_build_object(
    'relation', relation,
    'exists', root is not null,
    'rules', rules,
    'tags', tags,
    'fingerprint', fingerprint,
    'is_sound', exists (
      select from pg_proc where oid = writer and prosecdef and md5(convert_to(prosrc, 'UTF8')) = seen.fingerprint
    ),
    'without_triggers', array(
      select ${named} from cay.parts(root) part join pg_class on oid = part
      where 4 > (
        select count(*) from pg_trigger
        where tgrelid = part and tgfoid = writer and tgenabled = 'A'
          and tgname in ('cay_insert', 'cay_update', 'cay_delete', 'cay_truncate')
      ) or writer is null
    ),
    'replicated', array(
      select ${named} from cay.parts(root) part join pg_class on oid = part
      where exists (select from pg_subscription_rel where srrelid = part)
    ),
    'missing_columns', array(select name from wanted where wanted.relation = seen.relation and type is null),
    'unsteady_columns', array(
      select name from wanted
      where wanted.relation = seen.relation and not exists (
        with recursive base as (
          select oid, typname, typtype, typbasetype from pg_type where oid = wanted.type
          union all select t.oid, t.typname, t.typtype, t.typbasetype from pg_type t join base on t.oid = base.typbasetype
        )
        select from base where typtype = 'e' or typname = any (${steadyTypes}::text[])
      ) and type is not null
    )
  )) from seen), '[]'::json)::text as tables,
  not exists (select from cay.mark where at > now() - interval '5 minutes')
    or exists (select from cay.log where xid < (select x from cay.trim)) as is_due`

/** Runs one statement. */
export type Query = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** Of these tables and all that are tracked. Writes nothing, and needs no more than what a role was granted. */
export async function look(query: Query, declared: readonly TrackedTable[]): Promise<Look> {
  const [versionRow] = await query<{ version: string }>(versionSql)
  const version = Number(versionRow?.version ?? 0)
  if (version === 0) return { version, tables: [], isDue: false }
  const [row] = await query<{ tables: string; is_due: boolean }>(lookSql, [JSON.stringify(declared)])
  const tables = JSON.parse(row?.tables ?? '[]') as Seen[]
  return { version, tables, isDue: row?.is_due ?? false }
}
