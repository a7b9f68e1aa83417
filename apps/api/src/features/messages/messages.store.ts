import type { Database, Transaction } from '../../platform/database.ts'
import { countedTo, type Page } from '../../platform/paging.ts'

/** A message, as both drivers give it. */
export interface MessageRow {
  readonly id: number
  readonly conversation_id: number
  readonly sender_id: number
  readonly content: string
  readonly created_at: Date
}

/** Which page of which conversation. */
export interface MessageFilter extends Page {
  readonly conversation: number
}

/** A page of messages, and how many there are in all. */
export interface MessageRows {
  readonly rows: readonly MessageRow[]
  readonly total: number
}

/** The SQL of messages. */
export class MessageStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  /**
   * One page of the messages of a conversation, newest first. Said as a range, and ordered by it too: else the newest
   * messages of all might be gone through for those of this one, which takes long where they are old.
   */
  async page({ skip, limit, before, conversation }: MessageFilter): Promise<MessageRows> {
    const found: readonly (MessageRow & { readonly total: number })[] = await this.#read(
      `select (
           select count(*) from (select from messages where conversation_id = $4 limit ${countedTo + 1}) counted
         ) as total, page.*
       from (values (1)) one
       left join (
         select id, conversation_id, sender_id, content, created_at from messages
         where conversation_id between $4 and $4 and ($1::bigint is null or id < $1)
         order by conversation_id desc, id desc limit $2 offset $3
       ) page on true
       order by page.id desc`,
      [before, limit, skip, conversation],
    )
    // Where the page is empty, one row is there for the total.
    return { rows: found.filter(({ id }) => (id as number | null) !== null), total: found[0]?.total ?? 0 }
  }

  async insert(
    tx: Transaction,
    message: Omit<MessageRow, 'id'> & { readonly recipient_id: number },
  ): Promise<number> {
    const { conversation_id, sender_id, recipient_id, content, created_at } = message
    const { rows } = await tx.query<{ id: number }>(
      `insert into messages (conversation_id, sender_id, recipient_id, content, created_at)
       values ($1, $2, $3, $4, $5) returning id`,
      [conversation_id, sender_id, recipient_id, content, created_at],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The new message was not returned.')
    return row.id
  }

  /** The conversation of a message that was sent to this user; null: there is none such. */
  async conversationOf(tx: Transaction, id: number, recipientId: number): Promise<number | null> {
    const { rows } = await tx.query<{ conversation_id: number }>(
      'select conversation_id from messages where id = $1 and recipient_id = $2',
      [id, recipientId],
    )
    return rows[0]?.conversation_id ?? null
  }

  /** Whether the user has been told of a message in this conversation, and has not read so. */
  async isTold(tx: Transaction, conversationId: number, userId: number): Promise<boolean> {
    const { rows } = await tx.query(
      `select id from notifications
       where user_id = $2 and conversation_id = $1 and kind = 'message' and read_at is null limit 1`,
      [conversationId, userId],
    )
    return rows.length > 0
  }
}
