import type { Transaction } from '../../platform/database.ts'

export interface Avatar {
  readonly user_id: number
  readonly file_name: string
  readonly bytes: number
  readonly width: number
  readonly height: number
  readonly created_at: Date
}

/** The SQL of avatars. The row of their user is locked by whoever calls. */
export class AvatarStore {
  async nameOf(tx: Transaction, userId: number): Promise<string | undefined> {
    const { rows } = await tx.query<{ file_name: string }>(
      'select file_name from avatars where user_id = $1',
      [userId],
    )
    return rows[0]?.file_name
  }

  async put(
    tx: Transaction,
    { user_id, file_name, bytes, width, height, created_at }: Avatar,
  ): Promise<void> {
    await tx.query(
      `insert into avatars (user_id, file_name, bytes, width, height, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (user_id) do update set file_name = excluded.file_name, bytes = excluded.bytes,
         width = excluded.width, height = excluded.height, created_at = excluded.created_at`,
      [user_id, file_name, bytes, width, height, created_at],
    )
  }

  async remove(tx: Transaction, userId: number): Promise<void> {
    await tx.query('delete from avatars where user_id = $1', [userId])
  }
}
