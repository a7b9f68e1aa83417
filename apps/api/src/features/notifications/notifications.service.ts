import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { pageInfoOf, type Page, type PageInfo } from '../../platform/paging.ts'
import type { User, Users } from '../users/index.ts'
import type { NotificationFamilies } from './notifications.cache.ts'
import type { NewNotification, NotificationItem, NotificationStore } from './notifications.store.ts'

interface Parts {
  readonly users: Users
  readonly families: NotificationFamilies
  readonly store: NotificationStore
  readonly write: Database['write']
  readonly clock: Clock
}

export type NotificationsPage = PageInfo & {
  readonly notifications: (Omit<NotificationItem, 'actor_id'> & { readonly actor: User })[]
}

/** What people are told of. */
export class Notifications {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Tells someone, in the transaction of what they are told of. Nobody is told what they did themselves, nor twice by
   * whom they are followed.
   */
  async add(tx: Transaction, what: NewNotification): Promise<void> {
    if (what.user_id === what.actor_id) return
    await this.#parts.store.insert(tx, what, this.#now())
  }

  /** A page of what the user was told of, newest first, but for what was done by someone whose account is closed. */
  async page(userId: number, page: Page, { unread }: { unread: boolean }): Promise<NotificationsPage> {
    const { items, total } = await this.#parts.families.lists.get({ ...page, userId, unread })
    const actors = await this.#parts.users.active(items.map(({ actor_id }) => actor_id))
    const notifications = items.flatMap(({ actor_id, ...item }) => {
      const actor = actors.get(actor_id)
      return actor === undefined ? [] : [{ ...item, actor }]
    })
    return { notifications, ...pageInfoOf({ ids: items.map(({ id }) => id), total }, page) }
  }

  /** How many of them have not been read. What no list shows is not counted: it could never be read. */
  async unreadCount(userId: number): Promise<number> {
    const unread = await this.#parts.families.unread.get(userId)
    const actors = await this.#parts.users.active(unread.map(({ actor_id }) => actor_id))
    return unread.reduce((sum, { actor_id, count }) => sum + (actors.has(actor_id) ? count : 0), 0)
  }

  /**
   * Someone else's is as good as not there.
   * @throws {AppError} notification_not_found
   */
  async markRead(userId: number, id: number): Promise<void> {
    const isThere = await this.#parts.write((tx) => this.#parts.store.markRead(tx, userId, id, this.#now()))
    if (!isThere) throw new AppError('not_found', 'notification_not_found', 'You have no such notification.')
  }

  async markAllRead(userId: number): Promise<void> {
    await this.#parts.write((tx) => this.#parts.store.markAllRead(tx, userId, this.#now()))
  }

  #now(): Date {
    return new Date(this.#parts.clock.wallNow())
  }
}
