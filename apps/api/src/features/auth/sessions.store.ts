import type { Transaction } from '../../platform/database.ts'

export interface NewRefreshToken {
  readonly user_id: number
  readonly chain_id: string
  readonly token_hash: Buffer
  readonly created_at: Date
  readonly expires_at: Date
}

export interface RefreshToken {
  readonly id: number
  readonly user_id: number
  readonly chain_id: string
  readonly expires_at: Date
  readonly used_at: Date | null
  readonly revoked_at: Date | null
}

/** The SQL of refresh tokens. */
export class SessionStore {
  async insert(tx: Transaction, token: NewRefreshToken): Promise<void> {
    await tx.query(
      `insert into refresh_tokens (user_id, chain_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5)`,
      [token.user_id, token.chain_id, token.token_hash, token.created_at, token.expires_at],
    )
  }

  /** Whose token it is; found without a lock, so that the user can be locked before the token. */
  async ownerOf(tx: Transaction, hash: Buffer): Promise<number | undefined> {
    const { rows } = await tx.query<{ user_id: number }>(
      'select user_id from refresh_tokens where token_hash = $1',
      [hash],
    )
    return rows[0]?.user_id
  }

  async lock(tx: Transaction, hash: Buffer): Promise<RefreshToken | undefined> {
    const { rows } = await tx.query<RefreshToken>(
      `select id, user_id, chain_id, expires_at, used_at, revoked_at from refresh_tokens
       where token_hash = $1 for update`,
      [hash],
    )
    return rows[0]
  }

  async markUsed(tx: Transaction, id: number, now: Date): Promise<void> {
    await tx.query('update refresh_tokens set used_at = $2 where id = $1', [id, now])
  }

  async revokeChain(tx: Transaction, chainId: string, now: Date): Promise<void> {
    await tx.query('update refresh_tokens set revoked_at = $2 where chain_id = $1 and revoked_at is null', [
      chainId,
      now,
    ])
  }

  async revokeAll(tx: Transaction, userId: number, now: Date): Promise<void> {
    await tx.query('update refresh_tokens set revoked_at = $2 where user_id = $1 and revoked_at is null', [
      userId,
      now,
    ])
  }

  /** Those that have expired tell nothing any more. */
  async removeExpired(tx: Transaction, userId: number, now: Date): Promise<void> {
    await tx.query('delete from refresh_tokens where user_id = $1 and expires_at <= $2', [userId, now])
  }
}
