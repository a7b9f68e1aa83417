import { track } from '@cay/postgres'
import type { Cay, QueryFamily } from 'cay'
import type { Permission, PermissionStore } from './permissions.store.ts'

export const permissionsTable = track('permissions', {
  touches: ['permissions', 'permissions.of:{user_id}'],
})

export type PermissionLists = QueryFamily<number, Permission[]>

/** What each user may do, by their id. */
export function permissionLists(cay: Cay, store: PermissionStore): PermissionLists {
  return cay.query({
    name: 'permissions',
    ttl: '300s',
    tags: (userId) => [`permissions.of:${userId}`],
    tables: ['permissions'],
    key: (userId) => [userId],
    load: (userId) => store.of(userId),
  })
}
