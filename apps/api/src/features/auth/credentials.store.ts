import type { Database, Transaction } from '../../platform/database.ts'

/** The forms of what was typed as a login: null where it can't be one. */
export interface LoginNames {
  readonly email: string | null
  readonly username: string | null
  readonly phone: string | null
}

export interface Credentials {
  readonly user_id: number
  readonly password_hash: string
}

/** What decides, in the moment of signing in, whether and for which tokens a session begins. */
export interface Standing {
  readonly is_active: boolean
  readonly token_version: number
}

/** The SQL of passwords. Never cached: signing in always asks the database. */
export class CredentialStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  async byLogin({ email, username, phone }: LoginNames): Promise<Credentials | undefined> {
    const rows: readonly Credentials[] = await this.#read(
      `select c.user_id, c.password_hash from users u join user_credentials c on c.user_id = u.id
       where lower(u.email collate "C") = $1 or lower(u.username collate "C") = $2 or u.phone = $3`,
      [email, username, phone],
    )
    return rows[0]
  }

  async byUser(userId: number): Promise<Credentials | undefined> {
    const rows: readonly Credentials[] = await this.#read(
      'select user_id, password_hash from user_credentials where user_id = $1',
      [userId],
    )
    return rows[0]
  }

  /** Null: never. */
  async lastLogin(userId: number): Promise<Date | null> {
    const rows: readonly { last_login: Date | null }[] = await this.#read(
      'select last_login from user_credentials where user_id = $1',
      [userId],
    )
    return rows[0]?.last_login ?? null
  }

  async insert(tx: Transaction, { user_id, password_hash }: Credentials): Promise<void> {
    await tx.query('insert into user_credentials (user_id, password_hash) values ($1, $2)', [
      user_id,
      password_hash,
    ])
  }

  /** Replaces the hash that was checked; false where another has been put there meanwhile. */
  async replace(tx: Transaction, checked: Credentials, hash: string): Promise<boolean> {
    const { rowCount } = await tx.query(
      'update user_credentials set password_hash = $3 where user_id = $1 and password_hash = $2',
      [checked.user_id, checked.password_hash, hash],
    )
    return rowCount === 1
  }

  /** Whether the hash that was checked is the one still. The user must be locked. */
  async isStill(tx: Transaction, { user_id, password_hash }: Credentials): Promise<boolean> {
    const { rows } = await tx.query(
      'select from user_credentials where user_id = $1 and password_hash = $2',
      [user_id, password_hash],
    )
    return rows.length === 1
  }

  /** Notes the login; false where the hash that was checked is no longer the one. */
  async noteLogin(tx: Transaction, { user_id, password_hash }: Credentials, now: Date): Promise<boolean> {
    const { rowCount } = await tx.query(
      'update user_credentials set last_login = $3 where user_id = $1 and password_hash = $2',
      [user_id, password_hash, now],
    )
    return rowCount === 1
  }

  /**
   * The user as they are now, and until this transaction ends: whatever begins or ends sessions locks the user first, so
   * that of a login and a password change at the same time one comes after the other.
   */
  async lockUser(tx: Transaction, userId: number): Promise<Standing | undefined> {
    const { rows } = await tx.query<Standing>(
      'select is_active, token_version from users where id = $1 for no key update',
      [userId],
    )
    return rows[0]
  }
}
