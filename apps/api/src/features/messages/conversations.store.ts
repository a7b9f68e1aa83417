import type { Database, Transaction } from '../../platform/database.ts'
import { countedTo, type Page } from '../../platform/paging.ts'

/** Who talks with whom: what reading a conversation is allowed by. */
export interface ConversationRow {
  readonly id: number
  readonly user_a_id: number
  readonly user_b_id: number
}

/** A conversation as one of the two sees it, as both drivers give it. */
interface SeenRow {
  readonly id: number
  readonly with_id: number
  readonly place: number
  readonly created_at: Date
  readonly unread_count: number
  readonly message_id: number | null
  readonly sender_id: number
  readonly content: string
  readonly message_at: Date
}

/** A conversation as one of the two sees it. A type, for it is cached: see `IdPage`. */
export type SeenConversation = {
  readonly id: number
  readonly with_id: number
  /** Lists are ordered by it, and read on from it: the newest message, or what stands for it. */
  readonly place: number
  readonly last_message: {
    readonly id: number
    readonly sender_id: number
    readonly content: string
    readonly created_at: string
  } | null
  readonly unread_count: number
  readonly created_at: string
}

/** A page of someone's conversations, and how many they have in all. */
export type SeenConversations = {
  readonly conversations: readonly SeenConversation[]
  readonly total: number
}

/** Which page of whose conversations. */
export interface ConversationFilter extends Page {
  readonly user: number
}

/** From whom someone has messages that they have not read, and how many. */
export type Unread = {
  readonly with_id: number
  readonly unread_count: number
}

/**
 * The conversations of user $1, who is one or the other of the two: an index for each. Each half ends with `more`, so that
 * it need not be read beyond what is wanted.
 */
const ofUser = (more = ''): string =>
  `(select id, user_b_id as with_id, a_read_to as read_to, last_message_id as place, created_at
    from conversations where user_a_id = $1 ${more})
   union all
   (select id, user_a_id as with_id, b_read_to as read_to, last_message_id as place, created_at
    from conversations where user_b_id = $1 ${more})`

/**
 * As far as the unread messages of a conversation are counted: each new one has them counted anew, and beyond it a number
 * tells nobody anything.
 */
export const mostUnread = 100
/** In so many conversations, those with the newest messages. */
export const mostUnreadIn = 1_000

const unreadCount = `(
  select count(*) from (
    select from messages unread
    where unread.recipient_id = $1 and unread.conversation_id = c.id and unread.id > c.read_to limit ${mostUnread}
  ) counted
)`

/** The rest of a statement whose `c` are conversations of `ofUser`. */
const seen = `c.id, c.with_id, c.place, c.created_at, ${unreadCount} as unread_count,
  m.id as message_id, m.sender_id, m.content, m.created_at as message_at`
const lastMessage = 'left join messages m on m.id = c.place and m.conversation_id = c.id'

/** The SQL of conversations. */
export class ConversationStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  byIds(ids: readonly number[]): Promise<readonly ConversationRow[]> {
    return this.#read('select id, user_a_id, user_b_id from conversations where id = any ($1::bigint[])', [
      ids,
    ])
  }

  /** One page of the user's conversations, the newest message first. */
  async page({ user, skip, limit, before }: ConversationFilter): Promise<SeenConversations> {
    const older = 'and ($2::bigint is null or last_message_id < $2)'
    const rows: readonly (SeenRow & { readonly total: number })[] = await this.#read(
      `select (select count(*) from (select from (${ofUser()}) every limit ${countedTo + 1}) counted) as total, ${seen}
       from (values (1)) one
       left join (
         select * from (${ofUser(`${older} order by last_message_id desc limit $3::int + $4::int`)}) either
         order by place desc limit $3 offset $4
       ) c on true
       ${lastMessage}
       order by c.place desc`,
      [user, before, limit, skip],
    )
    // Where the page is empty, one row is there for the total.
    const found = rows.filter(({ id }) => (id as number | null) !== null)
    return { conversations: found.map(seenConversation), total: rows[0]?.total ?? 0 }
  }

  /** One conversation as the user sees it; null where they are not one of the two. */
  async seenBy(user: number, id: number): Promise<SeenConversation | null> {
    const rows: readonly SeenRow[] = await this.#read(
      `select ${seen} from (${ofUser('and id = $2')}) c ${lastMessage}`,
      [user, id],
    )
    return rows[0] === undefined ? null : seenConversation(rows[0])
  }

  /** What the user has not read. Conversations that were read to their end are passed over. */
  async unread(user: number): Promise<Unread[]> {
    const rows: readonly Unread[] = await this.#read(
      `select with_id, unread_count from (
         select c.with_id, c.place, ${unreadCount} as unread_count from (${ofUser()}) c where c.place > c.read_to
       ) counted where unread_count > 0 order by place desc limit ${mostUnreadIn}`,
      [user],
    )
    return rows.map(({ with_id, unread_count }) => ({ with_id, unread_count }))
  }

  /** The conversation of the two, and whether it was made now. */
  async between(
    tx: Transaction,
    [one, other]: readonly [number, number],
    now: Date,
  ): Promise<{ id: number; is_new: boolean }> {
    const two = [Math.min(one, other), Math.max(one, other)]
    const { rows: made } = await tx.query<{ id: number }>(
      `insert into conversations (user_a_id, user_b_id, created_at) values ($1, $2, $3)
       on conflict on constraint conversations_once do nothing returning id`,
      [...two, now],
    )
    if (made[0] !== undefined) return { id: made[0].id, is_new: true }
    const { rows: found } = await tx.query<{ id: number }>(
      'select id from conversations where user_a_id = $1 and user_b_id = $2',
      two,
    )
    if (found[0] === undefined) throw new Error('The conversation was deleted just now.')
    return { id: found[0].id, is_new: false }
  }

  /**
   * Lets nobody else write into the conversation until the transaction ends: ids of messages grow in the order in which
   * they can be seen. So what was read up to one of them was all there. False: there is no such conversation.
   */
  async hold(tx: Transaction, id: number): Promise<boolean> {
    const { rows } = await tx.query('select id from conversations where id = $1 for no key update', [id])
    return rows.length > 0
  }

  async setLastMessage(tx: Transaction, id: number, messageId: number): Promise<void> {
    await tx.query('update conversations set last_message_id = $2 where id = $1', [id, messageId])
  }

  /** The user has read the message and all before it. Never goes back. */
  async setReadTo(tx: Transaction, id: number, user: number, messageId: number): Promise<void> {
    await tx.query(
      `update conversations
       set a_read_to = case when user_a_id = $2 then $3 else a_read_to end,
         b_read_to = case when user_b_id = $2 then $3 else b_read_to end
       where id = $1 and case when user_a_id = $2 then a_read_to else b_read_to end < $3`,
      [id, user, messageId],
    )
  }
}

/** In JSON, which has no dates. */
function seenConversation(row: SeenRow): SeenConversation {
  const { id, with_id, place, unread_count, message_id, sender_id, content } = row
  const last_message =
    message_id === null
      ? null
      : { id: message_id, sender_id, content, created_at: row.message_at.toISOString() }
  return { id, with_id, place, last_message, unread_count, created_at: row.created_at.toISOString() }
}
