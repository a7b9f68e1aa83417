import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { pageInfoOf, type Page, type PageInfo } from '../../platform/paging.ts'
import type { Notifications } from '../notifications/index.ts'
import type { User, Users } from '../users/index.ts'
import type { ConversationStore, SeenConversation } from './conversations.store.ts'
import type { Message, MessageFamilies } from './messages.cache.ts'
import type { MessageStore } from './messages.store.ts'

interface Parts {
  readonly families: MessageFamilies
  readonly conversations: ConversationStore
  readonly messages: MessageStore
  readonly write: Database['write']
  readonly users: Users
  readonly notifications: Notifications
  readonly clock: Clock
}

/** A conversation as one of the two sees it. */
export type ConversationView = SeenConversation & {
  readonly with: User
}

/**
 * Conversations of two. Nobody else finds one, admins neither. While the account of one of them is closed, the other has no
 * such conversation in the list and nothing unread of it, and can still read it.
 */
export class Messages {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** A page of the user's conversations, the newest message first. */
  async conversations(
    user: number,
    page: Page,
  ): Promise<PageInfo & { readonly conversations: ConversationView[] }> {
    const { families, users } = this.#parts
    const { conversations, total } = await families.conversations.get({ ...page, user })
    const others = await users.active(conversations.map(({ with_id }) => with_id))
    const seen = conversations.flatMap((conversation) => {
      const other = others.get(conversation.with_id)
      return other === undefined ? [] : [{ ...conversation, with: other }]
    })
    return {
      conversations: seen,
      ...pageInfoOf({ ids: conversations.map(({ place }) => place), total }, page),
    }
  }

  /**
   * The conversation of the user with someone, made where there is none.
   * @throws {AppError} with_oneself, user_not_found
   */
  async open(user: number, otherId: number): Promise<{ conversation: ConversationView; isNew: boolean }> {
    const { write, conversations, users, clock } = this.#parts
    if (user === otherId)
      throw new AppError('conflict', 'with_oneself', 'A conversation is with somebody else.')
    const other = await users.find(String(otherId))
    const now = new Date(clock.wallNow())
    const { id, is_new } = await write((tx) => conversations.between(tx, [user, otherId], now))
    const seen = await conversations.seenBy(user, id)
    if (seen === null) throw conversationNotFound()
    return { conversation: { ...seen, with: other }, isNew: is_new }
  }

  /**
   * A page of a conversation, the newest message first.
   * @throws {AppError} conversation_not_found
   */
  async page(
    user: number,
    conversation: number,
    page: Page,
  ): Promise<PageInfo & { readonly messages: Message[] }> {
    await this.#otherOf(conversation, user)
    const { messages, total } = await this.#parts.families.messages.get({ ...page, conversation })
    return { messages: [...messages], ...pageInfoOf({ ids: messages.map(({ id }) => id), total }, page) }
  }

  /**
   * Says something. The other is told so once, until they have read that they were.
   * @throws {AppError} conversation_not_found, recipient_gone
   */
  async send(user: number, conversation_id: number, content: string): Promise<Message> {
    const { write, conversations, messages, users, notifications, clock } = this.#parts
    const recipient_id = await this.#otherOf(conversation_id, user)
    if (!(await users.active([recipient_id])).has(recipient_id))
      throw new AppError('conflict', 'recipient_gone', 'The account of the other is closed.')
    const created_at = new Date(clock.wallNow())
    const message = { conversation_id, sender_id: user, content }
    const id = await write(async (tx) => {
      if (!(await conversations.hold(tx, conversation_id))) throw conversationNotFound()
      const sent = await messages.insert(tx, { ...message, recipient_id, created_at })
      await conversations.setLastMessage(tx, conversation_id, sent)
      if (!(await messages.isTold(tx, conversation_id, recipient_id)))
        await notifications.add(tx, {
          user_id: recipient_id,
          kind: 'message',
          actor_id: user,
          conversation_id,
        })
      return sent
    })
    return { id, ...message, created_at: created_at.toISOString() }
  }

  /**
   * The user has read this message, which was sent to them, and all before it.
   * @throws {AppError} message_not_found
   */
  async read(user: number, id: number): Promise<void> {
    const { write, conversations, messages } = this.#parts
    await write(async (tx) => {
      const conversation = await messages.conversationOf(tx, id, user)
      if (conversation === null)
        throw new AppError('not_found', 'message_not_found', 'There is no such message to you.')
      await conversations.setReadTo(tx, conversation, user, id)
    })
  }

  /** How many messages the user has not read. */
  async unreadCount(user: number): Promise<number> {
    const { families, users } = this.#parts
    const unread = await families.unread.get(user)
    const others = await users.active(unread.map(({ with_id }) => with_id))
    return unread
      .filter(({ with_id }) => others.has(with_id))
      .reduce((sum, { unread_count }) => sum + unread_count, 0)
  }

  /** Who the other of the two is. To everyone else there is no such conversation. */
  async #otherOf(id: number, user: number): Promise<number> {
    const conversation = await this.#parts.families.records.get(id)
    if (conversation?.user_a_id === user) return conversation.user_b_id
    if (conversation?.user_b_id === user) return conversation.user_a_id
    throw conversationNotFound()
  }
}

function conversationNotFound(): AppError {
  return new AppError('not_found', 'conversation_not_found', 'There is no such conversation.')
}
