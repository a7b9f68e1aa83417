import type { Database } from './database.ts'
import { countedTo, type IdPage, type Page } from './paging.ts'

/** The rows that a list is of: `from jobs where status = $1`, with the values of its parameters. */
export interface Found {
  readonly found: string
  readonly values: readonly unknown[]
}

/**
 * One page of them, newest first, and how many there are in all: in one statement. As many as are counted are collected once,
 * by whatever index finds them soonest, to be counted and sorted; only where there are more, the page is looked for from the
 * newest on, and is soon full. Were that left to the planner, it would look so for the few too, and read the whole table
 * where they all are old.
 */
export async function readIdPage(
  read: Database['read'],
  { found, values }: Found,
  { skip, limit, before }: Page,
): Promise<IdPage> {
  const at = values.length + 1
  const paged = `and ($${at}::bigint is null or id < $${at}) order by id desc limit $${at + 1} offset $${at + 2}`
  const rows: readonly { total: number; id: number | null }[] = await read(
    `with matched as materialized (select id ${found} limit ${countedTo + 1}),
       counted as (select count(*) as total from matched)
     select total, page.id
     from counted
     left join lateral (
       (select id from matched where total <= ${countedTo} ${paged})
       union all
       (select id ${found} and total > ${countedTo} ${paged})
     ) page on true
     order by page.id desc`,
    [...values, before, limit, skip],
  )
  return { ids: rows.flatMap(({ id }) => (id === null ? [] : [id])), total: rows[0]?.total ?? 0 }
}
