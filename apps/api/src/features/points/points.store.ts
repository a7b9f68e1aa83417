import type { Database, Transaction } from '../../platform/database.ts'
import { countedTo, type IdPage, type Page } from '../../platform/paging.ts'

/** A row of the ledger. */
export interface PointRow {
  readonly id: number
  readonly user_id: number
  readonly amount: number
  readonly reason: string
  readonly idempotency_key: string
  readonly created_by: number | null
  readonly created_at: Date
}

export type NewPoints = Omit<PointRow, 'id'>

/** Which page of whose transactions. */
export interface PointFilter extends Page {
  readonly user_id: number
}

const columns = 'id, user_id, amount, reason, idempotency_key, created_by, created_at'

const balanceOf =
  'select coalesce(sum(amount), 0)::bigint as balance from point_transactions where user_id = $1'

/** The SQL of points. */
export class PointStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  byIds(ids: readonly number[]): Promise<readonly PointRow[]> {
    return this.#read(`select ${columns} from point_transactions where id = any ($1::bigint[])`, [ids])
  }

  async balance(userId: number): Promise<number> {
    const rows: readonly { balance: number }[] = await this.#read(balanceOf, [userId])
    return rows[0]?.balance ?? 0
  }

  /** One page of someone's transactions, newest first, and how many there are in all. */
  async page({ user_id, skip, limit, before }: PointFilter): Promise<IdPage> {
    const found = 'from point_transactions where user_id = $1'
    const rows: readonly { total: number; id: number | null }[] = await this.#read(
      `select (select count(*) from (select ${found} limit ${countedTo + 1}) counted) as total, page.id
       from (values (1)) one
       left join (select id ${found} and ($2::bigint is null or id < $2) order by id desc limit $3 offset $4) page on true
       order by page.id desc`,
      [user_id, before, limit, skip],
    )
    return { ids: rows.flatMap(({ id }) => (id === null ? [] : [id])), total: rows[0]?.total ?? 0 }
  }

  async byKey(tx: Transaction, userId: number, key: string): Promise<PointRow | undefined> {
    const { rows } = await tx.query<PointRow>(
      `select ${columns} from point_transactions where user_id = $1 and idempotency_key = $2`,
      [userId, key],
    )
    return rows[0]
  }

  /** The balance as the transaction sees it: with the user locked, nobody changes it until that ends. */
  async lockedBalance(tx: Transaction, userId: number): Promise<number> {
    const { rows } = await tx.query<{ balance: number }>(balanceOf, [userId])
    return rows[0]?.balance ?? 0
  }

  async insert(tx: Transaction, row: NewPoints): Promise<number> {
    const { rows } = await tx.query<{ id: number }>(
      `insert into point_transactions (user_id, amount, reason, idempotency_key, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [row.user_id, row.amount, row.reason, row.idempotency_key, row.created_by, row.created_at],
    )
    const [made] = rows
    if (made === undefined) throw new Error('The new transaction was not returned.')
    return made.id
  }
}
