import type { Delta, Position, Tag } from 'cay'
import type { Database } from './connection.ts'
import { parsePosition } from './position.ts'

/**
 * Positions of this database that the log still reaches, each with what was committed since, and where the log stands:
 * all of one snapshot. A position says which transactions it has seen, so that what began early and committed late is
 * not skipped, and what a long transaction holds back is not read again.
 */
const sinceSql = `
with here as materialized (
  select cay.identity() as identity, pg_current_snapshot() as snapshot, trim.x as trimmed from cay.trim
)
select
  here.identity is null as has_no_epoch,
  here.identity || '|' || here.snapshot as position,
  (select json_agg(distinct tag) from cay.tracked, unnest(tags) tag)::text as tables,
  (
    select json_agg(
      case
        when asked.identity = here.identity
          and asked.xmin::xid8 >= here.trimmed
          and asked.xmax::xid8 <= pg_snapshot_xmax(here.snapshot)
        then cay.changed(asked.xmax::xid8, asked.xip::xid8[])
      end
      order by asked.n
    )
    from json_to_recordset($1::text::json) as asked (n int, identity text, xmin text, xmax text, xip text)
  )::text as changed
from here`

type Answer = {
  readonly has_no_epoch: boolean
  readonly position: string | null
  readonly tables: string | null
  readonly changed: string | null
}

/** @throws where the primary could not be asked within the deadline */
export async function since(
  database: Database,
  positions: readonly Position[],
  deadlineMs: number,
): Promise<Delta> {
  const distinct = [...new Set(positions)]
  const places = distinct.flatMap((position) => {
    const place = parsePosition(position)
    return place === undefined ? [] : [{ position, place }]
  })
  const asked = JSON.stringify(places.map(({ place }, n) => ({ n, ...place })))
  const { position, changed, tables } = await answerTo(database, asked, deadlineMs)
  const tags = new Map<Position, readonly Tag[] | 'unknown'>(
    places.map(({ position }, n) => [position, changed[n] ?? 'unknown']),
  )
  return { position, tables, changed: positions.map((position) => tags.get(position) ?? 'unknown') }
}

interface Told {
  readonly position: Position
  readonly changed: readonly (readonly Tag[] | null)[]
  readonly tables: readonly Tag[]
}

async function answerTo(database: Database, asked: string, deadlineMs: number): Promise<Told> {
  const ask = (): Promise<readonly Answer[]> =>
    database.ask<Answer>({ text: sinceSql, values: [asked] }, deadlineMs)
  let [answer] = await ask()
  if (answer?.has_no_epoch === true) {
    // A crash or a promotion has emptied it. Whoever sees it first begins the next one.
    await database.ask({ text: 'select cay.begin_epoch()', isWrite: true }, deadlineMs)
    ;[answer] = await ask()
  }
  if (typeof answer?.position !== 'string')
    throw new Error('The change log does not say where it stands: install it.')
  const changed = JSON.parse(answer.changed ?? '[]') as (readonly Tag[] | null)[]
  return { position: answer.position, changed, tables: JSON.parse(answer.tables ?? '[]') as Tag[] }
}
