import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Users } from '../users/index.ts'
import type { PermissionLists } from './permissions.cache.ts'
import type { Permission, PermissionStore } from './permissions.store.ts'

interface Parts {
  readonly write: Database['write']
  readonly users: Users
  readonly lists: PermissionLists
  readonly store: PermissionStore
  readonly clock: Clock
}

/** Who may do what not everyone may. */
export class Permissions {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  of(userId: number): Promise<readonly Permission[]> {
    return this.#parts.lists.get(userId)
  }

  /**
   * Whether this user has the permission, as the database has it now: what it is asked for can't be undone. Admins have
   * them all.
   */
  async allows(userId: number, permission: Permission): Promise<boolean> {
    const { users, lists } = this.#parts
    const user = await users.getStrong(userId)
    if (user?.is_active !== true) return false
    return user.is_admin || (await lists.get(userId, { read: 'strong' })).includes(permission)
  }

  /**
   * These and no others. Answers whether that is a change; one makes the user's tokens void. What they had already keeps
   * the name of whoever granted it.
   * @throws {AppError} user_not_found
   */
  async set(userId: number, wanted: readonly Permission[], grantedBy: number): Promise<boolean> {
    const { write, users, store, clock } = this.#parts
    return write(async (tx) => {
      await users.lock(tx, userId)
      const taken = await store.keepOnly(tx, userId, wanted)
      const granted_at = new Date(clock.wallNow())
      const given = await store.grant(tx, wanted, { user_id: userId, granted_by: grantedBy, granted_at })
      if (taken + given === 0) return false
      await users.revokeTokens(tx, userId)
      return true
    })
  }
}
