import type { Database } from './database.ts'
import { countedTo, type IdPage, type Page } from './paging.ts'

/** The rows that a list is of, of a table with ids: `status = $1`, with the values of its parameters. */
export interface Found {
  readonly table: string
  readonly where: string
  readonly values: readonly unknown[]
}

interface PageRow {
  readonly total: number
  readonly is_exact: boolean
  readonly id: number | null
}

/**
 * One page of them, newest first, and how many there are in all: in one statement. As many as are counted are collected once,
 * by whatever index finds them soonest, to be counted and sorted; only where there are more, the page is looked for from the
 * newest on, and is soon full. Were that left to the planner, it would look so for the few too, and read the whole table
 * where they all are old.
 */
export async function readIdPage(
  read: Database['read'],
  { table, where, values }: Found,
  page: Page,
): Promise<IdPage> {
  const { older, paged } = parametersAfter(values)
  const rows: readonly PageRow[] = await read(
    `with matched as materialized (select id from ${table} where ${where} limit ${countedTo + 1}),
       counted as (select count(*) as total from matched)
     select total, true as is_exact, page.id
     from counted
     left join lateral (
       (select id from matched where total <= ${countedTo} and ${older} ${paged})
       union all
       (select id from ${table} where ${where} and total > ${countedTo} and ${older} ${paged})
     ) page on true
     order by page.id desc`,
    [...values, page.before, page.limit, page.skip],
  )
  return idPageOf(rows)
}

/** Of the newest rows a search looks at so many first: 2 ms, and it finds a page of any word that one in 250 rows has. */
const lookedAt = 5_000
/** More than these are not collected, and sorted, to find the newest of them. */
const collected = 5_000

/**
 * The same for a search, whose matches are dear to count: an index of trigrams reads all of them, whatever is asked for. A
 * word that many rows have fills the page from the newest rows alone; then that is all that is looked at, and the total
 * is what was found there: at least so many. Only what few rows have is asked of the index.
 */
export async function searchIdPage(
  read: Database['read'],
  { table, where, values }: Found,
  page: Page,
): Promise<IdPage> {
  const { before, wanted, older, paged } = parametersAfter(values)
  // Further on, by the end of the page before, what was left of the newest rows would be no count of anything.
  const newest = `from ${table} where ${before} is null order by id desc limit ${lookedAt}`
  const rows: readonly PageRow[] = await read(
    `with newest as materialized (select id from (select * ${newest}) ${table} where ${where}),
       seen as (select count(*) as total, count(*) >= ${wanted} as is_enough from newest),
       looked as (select count(*) < ${lookedAt} as is_all from (select ${newest}) rows),
       matched as materialized (
         select id from ${table} where ${where} and not (select is_enough from seen) limit ${collected + 1}
       ),
       counted as (select count(*) as total from matched)
     select case when is_enough then seen.total else counted.total end as total,
       not is_enough or is_all as is_exact, page.id
     from seen cross join looked cross join counted
     left join lateral (
       (select id from newest where is_enough ${paged})
       union all
       (select id from matched where not is_enough and counted.total <= ${collected} and ${older} ${paged})
       union all
       (select id from ${table} where ${where} and counted.total > ${collected} and ${older} ${paged})
     ) page on true
     order by page.id desc`,
    [...values, page.before, page.limit, page.skip],
  )
  return idPageOf(rows)
}

/** The SQL of a page, whose parameters come after these. */
function parametersAfter({ length }: readonly unknown[]): {
  readonly before: string
  readonly wanted: string
  readonly older: string
  readonly paged: string
} {
  const [before, limit, skip] = [`$${length + 1}::bigint`, `$${length + 2}::int`, `$${length + 3}::int`]
  return {
    before,
    wanted: `${limit} + ${skip}`,
    older: `(${before} is null or id < ${before})`,
    paged: `order by id desc limit ${limit} offset ${skip}`,
  }
}

function idPageOf(rows: readonly PageRow[]): IdPage {
  const [first] = rows
  return {
    ids: rows.flatMap(({ id }) => (id === null ? [] : [id])),
    total: first?.total ?? 0,
    ...(first?.is_exact === false ? { isAtLeast: true } : {}),
  }
}
