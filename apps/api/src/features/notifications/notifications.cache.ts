import { track } from '@cay/postgres'
import type { Cay, QueryFamily } from 'cay'
import type {
  NotificationFilter,
  NotificationPage,
  NotificationStore,
  UnreadBy,
} from './notifications.store.ts'

export const notificationsTable = track('notifications', { touches: ['notifications.of:{user_id}'] })

/** All that this feature caches. It is personal: each key begins with whose it is. */
export interface NotificationFamilies {
  readonly lists: QueryFamily<NotificationFilter, NotificationPage>
  /** By the id of whose they are. */
  readonly unread: QueryFamily<number, readonly UnreadBy[]>
}

export function notificationFamilies(cay: Cay, store: NotificationStore): NotificationFamilies {
  return {
    lists: cay.query({
      name: 'notifications',
      ttl: '30s',
      tags: ({ userId }: NotificationFilter) => [`notifications.of:${userId}`],
      tables: ['notifications'],
      key: ({ userId, skip, limit, before, unread }) => [userId, skip, limit, before, unread],
      load: (filter) => store.page(filter),
    }),
    unread: cay.query({
      name: 'notifications:unread',
      ttl: '30s',
      tags: (userId: number) => [`notifications.of:${userId}`],
      tables: ['notifications'],
      key: (userId) => [userId],
      load: (userId) => store.unreadBy(userId),
    }),
  }
}
