import type { Database } from '../../platform/database.ts'

/** What someone may do beyond what everyone may. */
export const permissions = ['moderate_posts', 'moderate_jobs'] as const
export type Permission = (typeof permissions)[number]

/** The SQL of permissions. */
export class PermissionStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  async of(userId: number): Promise<Permission[]> {
    const rows: readonly { permission: Permission }[] = await this.#read(
      'select permission from permissions where user_id = $1 order by permission',
      [userId],
    )
    return rows.map(({ permission }) => permission)
  }
}
