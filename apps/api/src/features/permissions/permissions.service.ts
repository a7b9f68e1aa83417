import type { PermissionLists } from './permissions.cache.ts'
import type { Permission } from './permissions.store.ts'

/** Who may do what not everyone may. */
export class Permissions {
  readonly #lists: PermissionLists

  constructor({ lists }: { readonly lists: PermissionLists }) {
    this.#lists = lists
  }

  of(userId: number): Promise<readonly Permission[]> {
    return this.#lists.get(userId)
  }

  /** Whether this user has the permission. Admins have them all. */
  async allows(
    user: { readonly id: number; readonly is_admin: boolean },
    permission: Permission,
  ): Promise<boolean> {
    return user.is_admin || (await this.of(user.id)).includes(permission)
  }
}
