import type { Database } from '../../platform/database.ts'
import { countedTo, type IdPage, type Page } from '../../platform/paging.ts'

/** The rows that a list is of: `from jobs where status = $1`, with the values of its parameters. */
export interface Found {
  readonly found: string
  readonly values: readonly unknown[]
}

/** One page of them, newest first, and how many there are in all: in one statement. */
export async function readIdPage(
  read: Database['read'],
  { found, values }: Found,
  { skip, limit, before }: Page,
): Promise<IdPage> {
  const at = values.length + 1
  const rows: readonly { total: number; id: number | null }[] = await read(
    `select (select count(*) from (select ${found} limit ${countedTo + 1}) counted) as total, page.id
     from (values (1)) one
     left join (
       select id ${found} and ($${at}::bigint is null or id < $${at})
       order by id desc limit $${at + 1} offset $${at + 2}
     ) page on true
     order by page.id desc`,
    [...values, before, limit, skip],
  )
  return { ids: rows.flatMap(({ id }) => (id === null ? [] : [id])), total: rows[0]?.total ?? 0 }
}
