import type { Database, Transaction } from '../../platform/database.ts'
import { countedTo, type Page } from '../../platform/paging.ts'

/** What people are told of. */
export const kinds = ['follow', 'application', 'like', 'comment', 'message'] as const
type Kind = (typeof kinds)[number]

/** What happened, to whom, and what it was about. */
export interface NewNotification {
  readonly user_id: number
  readonly kind: Kind
  readonly actor_id: number
  readonly job_id?: number
  readonly post_id?: number
  readonly conversation_id?: number
}

/** One of them, as it is cached with its page: nothing of it changes but `read_at`. Instants are ISO 8601, in UTC. */
export type NotificationItem = {
  readonly id: number
  readonly kind: Kind
  readonly actor_id: number
  readonly job_id: number | null
  readonly post_id: number | null
  readonly conversation_id: number | null
  readonly created_at: string
  readonly read_at: string | null
}

export type NotificationPage = {
  readonly items: readonly NotificationItem[]
  readonly total: number
}

/** How many of someone's unread notifications are of one actor's doing. */
export type UnreadBy = {
  readonly actor_id: number
  readonly count: number
}

/** Which page of whose. */
export interface NotificationFilter extends Page {
  readonly userId: number
  /** Only what has not been read. */
  readonly unread: boolean
}

type Row = Omit<NotificationItem, 'created_at' | 'read_at'> & {
  readonly created_at: Date
  readonly read_at: Date | null
}

/** As far as unread notifications are counted: beyond it a number tells nobody anything. */
export const mostUnread = 100

/**
 * So many rows are marked at a time: a statement that changes more of them makes every cache forget everybody's
 * notifications, and could outlast the time that a statement has.
 */
const markedAtOnce = 1_000

const columns = 'id, kind, actor_id, job_id, post_id, conversation_id, created_at, read_at'

/** The SQL of notifications. */
export class NotificationStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  /** One page, newest first, and how many there are in all. */
  async page({ userId, skip, limit, before, unread }: NotificationFilter): Promise<NotificationPage> {
    const found = `from notifications where user_id = $1${unread ? ' and read_at is null' : ''}`
    const rows: readonly ({ total: number } & (Row | { id: null }))[] = await this.#read(
      `select (select count(*) from (select ${found} limit ${countedTo + 1}) counted) as total, page.*
       from (values (1)) one
       left join (
         select ${columns} ${found} and ($2::bigint is null or id < $2) order by id desc limit $3 offset $4
       ) page on true
       order by page.id desc`,
      [userId, before, limit, skip],
    )
    const items = rows.flatMap((row) => (row.id === null ? [] : [itemOf(row)]))
    return { items, total: rows[0]?.total ?? 0 }
  }

  /** Of the newest that have not been read, how many are whose doing. */
  unreadBy(userId: number): Promise<readonly UnreadBy[]> {
    return this.#read(
      `select actor_id, count(*) as count
       from (
         select actor_id from notifications where user_id = $1 and read_at is null order by id desc limit ${mostUnread}
       ) newest
       group by actor_id`,
      [userId],
    )
  }

  /** Of a follow there is one for each two people: the database keeps it so, and a second is not made. */
  async insert(tx: Transaction, what: NewNotification, now: Date): Promise<void> {
    const { user_id, kind, actor_id, job_id = null, post_id = null, conversation_id = null } = what
    await tx.query(
      `insert into notifications (user_id, kind, actor_id, job_id, post_id, conversation_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (user_id, actor_id) where kind = 'follow' do nothing`,
      [user_id, kind, actor_id, job_id, post_id, conversation_id, now],
    )
  }

  /** False where the user has no such notification. What has been read stays as it is: no cache forgets it. */
  async markRead(tx: Transaction, userId: number, id: number, now: Date): Promise<boolean> {
    const marked = await tx.query(
      'update notifications set read_at = $3 where id = $1 and user_id = $2 and read_at is null',
      [id, userId, now],
    )
    if (marked.rowCount === 1) return true
    const { rows } = await tx.query('select from notifications where id = $1 and user_id = $2', [id, userId])
    return rows.length === 1
  }

  async markAllRead(tx: Transaction, userId: number, now: Date): Promise<void> {
    let marked: number | null
    do {
      const result = await tx.query(
        `update notifications set read_at = $2
         where id in (select id from notifications where user_id = $1 and read_at is null order by id limit ${markedAtOnce})`,
        [userId, now],
      )
      marked = result.rowCount
    } while (marked === markedAtOnce)
  }
}

function itemOf(row: Row): NotificationItem {
  const { id, kind, actor_id, job_id, post_id, conversation_id, created_at, read_at } = row
  return {
    id,
    kind,
    actor_id,
    job_id,
    post_id,
    conversation_id,
    created_at: created_at.toISOString(),
    read_at: read_at?.toISOString() ?? null,
  }
}
