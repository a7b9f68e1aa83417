import {
  entryRegister,
  firstMortalItem,
  groupCount,
  groupSize,
  handleCount,
  handleName,
  handleRegister,
  itemCount,
  itemRegister,
  mortalItems,
  poison,
  tableUpdate,
} from './registers.ts'

/** A session in the middle of a transaction: the door's, or plain SQL. */
export interface Transaction {
  readonly query: <Row extends object>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<{ readonly rows: Row[] }>
}

/** A new version of a register. */
export interface Effect {
  readonly register: number
  readonly version: number
  readonly isAbsent: boolean
}

/** Thrown by a write that takes itself back. */
class TakenBack extends Error {
  override readonly name = 'TakenBack'
}

/** Draws: a whole number below `n`, small ones oftener; and one that is as likely as any other. */
export interface Draw {
  readonly skewed: (n: number) => number
  readonly even: (n: number) => number
}

interface Versioned {
  readonly id: number
  readonly version: number
}

type Write = (tx: Transaction, draw: Draw) => Promise<readonly Effect[]>

const itemEffect = ({ id, version }: Versioned): Effect => ({
  register: itemRegister(id),
  version,
  isAbsent: false,
})

// Whoever locks several rows locks them in the order of their ids: else they would wait for one another.
const touchSql = `update items set version = version + 1
  where id in (select id from items where id = any ($1) order by id for update) returning id, version`

async function touch(tx: Transaction, ids: readonly number[]): Promise<readonly Effect[]> {
  return (await tx.query<Versioned>(touchSql, [ids])).rows.map(itemEffect)
}

/** What is written, by its name, and how often beside the others. */
const kinds: Readonly<Record<string, readonly [weight: number, write: Write]>> = {
  'one row': [40, (tx, draw) => touch(tx, [draw.skewed(itemCount) + 1])],
  'several rows': [
    12,
    (tx, draw) =>
      touch(
        tx,
        Array.from({ length: 2 + draw.even(8) }, () => draw.skewed(itemCount) + 1),
      ),
  ],
  'over a thousand rows': [
    0.3,
    async (tx) => {
      const sql = `update items set version = version + 1
        where id in (select id from items where id <= $1 order by id for update) returning id, version`
      return (await tx.query<Versioned>(sql, [tableUpdate])).rows.map(itemEffect)
    },
  ],
  'rolled back': [
    8,
    async (tx, draw) => {
      await tx.query('update items set version = $2 where id = $1', [draw.skewed(itemCount) + 1, poison])
      throw new TakenBack()
    },
  ],
  'savepoint rolled back': [
    8,
    async (tx, draw) => {
      const id = draw.skewed(itemCount) + 1
      await tx.query('savepoint here')
      await tx.query('update items set version = $2 where id = $1', [id, poison])
      await tx.query('rollback to here')
      return touch(tx, [id])
    },
  ],
  'savepoint released': [
    6,
    async (tx, draw) => {
      await tx.query('savepoint here')
      const effects = await touch(tx, [draw.skewed(itemCount) + 1])
      await tx.query('release here')
      return effects
    },
  ],
  'deleted or inserted': [8, comeOrGo],
  'alias handed on': [8, handOn],
  'row of a list': [
    8,
    async (tx, draw) => {
      const sql = 'update entries set version = version + 1 where id = $1 returning id, version'
      const { rows } = await tx.query<Versioned>(sql, [1 + draw.skewed(groupCount * groupSize)])
      return rows.map(({ id, version }) => ({ register: entryRegister(id), version, isAbsent: false }))
    },
  ],
}

async function comeOrGo(tx: Transaction, draw: Draw): Promise<readonly Effect[]> {
  const id = firstMortalItem + draw.even(mortalItems)
  const gone = await tx.query<Versioned>('delete from graves where id = $1 returning id, version', [id])
  const [grave] = gone.rows
  if (grave !== undefined) {
    const version = grave.version + 1
    await tx.query('insert into items values ($1, $2, null, 0)', [id, version])
    return [{ register: itemRegister(id), version, isAbsent: false }]
  }
  const { rows } = await tx.query<Versioned>('delete from items where id = $1 returning id, version', [id])
  const [item] = rows
  if (item === undefined) return []
  await tx.query('insert into graves values ($1, $2)', [id, item.version + 1])
  return [{ register: itemRegister(id), version: item.version + 1, isAbsent: true }]
}

/** To another item; or to none, where that one has a handle already. */
async function handOn(tx: Transaction, draw: Draw): Promise<readonly Effect[]> {
  const handle = draw.skewed(handleCount)
  const taker = draw.skewed(firstMortalItem - 1) + 1
  const locked = await tx.query<Versioned>(
    'update handles set version = version + 1 where number = $1 returning number as id, version',
    [handle],
  )
  const version = locked.rows[0]?.version ?? 0
  await tx.query('select from items where handle = $1 or id = $2 order by id for update', [
    handleName(handle),
    taker,
  ])
  const given = await tx.query<Versioned>(
    `update items set version = version + 1, handle = null, handle_version = 0 where handle = $1 returning id, version`,
    [handleName(handle)],
  )
  const taken = await tx.query<Versioned>(
    `update items set version = version + 1, handle = $1, handle_version = $2 where id = $3 and handle is null returning id, version`,
    [handleName(handle), version, taker],
  )
  // From nobody to nobody is no write: nothing that is cached has changed.
  if (given.rows.length + taken.rows.length === 0) throw new TakenBack()
  return [
    { register: handleRegister(handle), version, isAbsent: taken.rows.length === 0 },
    ...newest([...given.rows, ...taken.rows]).map(itemEffect),
  ]
}

/** Who gave it may be who takes it: two versions of one item, of which only the second is ever to be seen. */
function newest(rows: readonly Versioned[]): readonly Versioned[] {
  return [...rows].sort((a, b) => a.id - b.id || a.version - b.version)
}

/** One transaction in so many takes up to so long. */
const slowOneIn = 12
const slowestMs = 200

export const writeKinds: readonly string[] = Object.keys(kinds)

/** One of the kinds, by their weights. */
export function drawKind(fraction: number): number {
  const weights = Object.values(kinds).map(([weight]) => weight)
  let left = fraction * weights.reduce((sum, weight) => sum + weight, 0)
  return weights.findIndex((weight) => (left -= weight) < 0)
}

/** What says, where it stands in the database, that a write was committed. */
export function receiptToken(life: number | undefined, id: number): string {
  return `${life ?? 'plain'}-${id}`
}

/** Writes, and answers the new versions and the transaction's id. @throws {TakenBack} to be rolled back */
export async function performWrite(
  tx: Transaction,
  token: string,
  kind: number,
  draw: Draw,
): Promise<{ readonly xid: number; readonly effects: readonly Effect[] }> {
  const [, write] = kinds[writeKinds[kind] ?? ''] ?? [0, () => Promise.resolve([])]
  const effects = await write(tx, draw)
  // Transactions don't end in the order in which they began.
  if (draw.even(slowOneIn) === 0) await tx.query('select pg_sleep($1)', [draw.even(slowestMs) / 1_000])
  const receipt = 'insert into receipts values ($1) returning pg_current_xact_id()::text as xid'
  const { rows } = await tx.query<{ xid: string }>(receipt, [token])
  return { xid: Number(rows[0]?.xid), effects }
}
