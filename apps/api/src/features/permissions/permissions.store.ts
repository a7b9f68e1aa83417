import type { Database, Transaction } from '../../platform/database.ts'

/** What someone may do beyond what everyone may. */
export const permissions = ['moderate_posts', 'moderate_jobs'] as const
export type Permission = (typeof permissions)[number]

/** Whom permissions are granted, by whom and when. */
export interface Grant {
  readonly user_id: number
  readonly granted_by: number
  readonly granted_at: Date
}

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
  /** Takes away every other permission. Answers how many those were. */
  async keepOnly(tx: Transaction, userId: number, kept: readonly Permission[]): Promise<number> {
    const { rowCount } = await tx.query(
      'delete from permissions where user_id = $1 and permission <> all ($2::text[])',
      [userId, kept],
    )
    return rowCount
  }

  /** Grants those the user has not. Answers how many those were. */
  async grant(
    tx: Transaction,
    granted: readonly Permission[],
    { user_id, granted_by, granted_at }: Grant,
  ): Promise<number> {
    const { rowCount } = await tx.query(
      `insert into permissions (user_id, permission, granted_by, granted_at)
       select $1, unnest($2::text[]), $3, $4 on conflict do nothing`,
      [user_id, granted, granted_by, granted_at],
    )
    return rowCount
  }
}
