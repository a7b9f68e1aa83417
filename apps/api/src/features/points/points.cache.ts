import { track } from '@cay/postgres'
import type { Cay, QueryFamily, RecordFamily, ValueOf } from 'cay'
import type { IdPage } from '../../platform/paging.ts'
import type { PointFilter, PointStore } from './points.store.ts'

const fields = {
  id: 'int',
  user_id: 'int',
  amount: 'int',
  reason: 'text',
  idempotency_key: 'text',
  created_by: 'int?',
  created_at: 'instant',
} as const

/** A transaction as the application knows it. */
export type PointTransaction = ValueOf<typeof fields>

/** A transaction is of one person: it changes what they have, and what is in circulation. */
export const pointsTable = track('point_transactions', {
  record: 'point_transaction',
  touches: ['points', 'points.of:{user_id}'],
})

/** What of points is cached. */
export interface PointLists {
  /** What each user has, by their id. */
  readonly balances: QueryFamily<number, number>
  /** Pages of their transactions: ids and a total. */
  readonly pages: QueryFamily<PointFilter, IdPage>
  readonly transactions: RecordFamily<typeof fields, 'id', never>
}

/** Each depends on one person's transactions, and on nobody else's. */
export function pointLists(cay: Cay, store: PointStore): PointLists {
  return {
    balances: cay.query({
      name: 'points',
      ttl: '180s',
      tags: (userId: number) => [`points.of:${userId}`],
      tables: ['points'],
      key: (userId) => [userId],
      load: (userId) => store.balance(userId),
    }),
    pages: cay.query({
      name: 'points:list',
      ttl: '180s',
      tags: ({ user_id }: PointFilter) => [`points.of:${user_id}`],
      tables: ['points'],
      key: ({ user_id, skip, limit, before }) => [user_id, skip, limit, before],
      load: (filter) => store.page(filter),
    }),
    transactions: cay.record({
      name: 'point_transaction',
      ttl: '180s',
      fields,
      id: 'id',
      load: (ids) => store.byIds(ids),
    }),
  }
}
