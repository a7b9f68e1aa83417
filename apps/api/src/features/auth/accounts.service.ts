import type { Transaction } from '../../platform/database.ts'
import type { NewUser, UserChanges } from '../users/index.ts'
import { assertPassword } from './password-rules.ts'
import type { AuthParts } from './signed-in.ts'

/** The accounts of others, for admins: what of them belongs to signing in. */
export class Accounts {
  readonly #parts: AuthParts

  constructor(parts: AuthParts) {
    this.#parts = parts
  }

  /**
   * A new account, which nobody is signed in to. Answers its id.
   * @throws {AppError} validation_failed, email_taken, username_taken, phone_taken, busy
   */
  async create(user: NewUser, password: string, { isAdmin }: { readonly isAdmin: boolean }): Promise<number> {
    const { write, users, credentials, passwords, avatars } = this.#parts
    assertPassword(password, 'password', user)
    const hash = await passwords.hash(password)
    return write(async (tx) => {
      const userId = await users.insert(tx, user)
      await avatars.release(tx, userId, user.avatar_url)
      await credentials.insert(tx, { user_id: userId, password_hash: hash })
      if (isAdmin) await users.setAdmin(tx, userId, true)
      return userId
    })
  }

  /**
   * Changes what the profile of a user says. Answers what to `discard` after the commit.
   * @throws {AppError} validation_failed, email_taken, username_taken, phone_taken
   */
  async update(tx: Transaction, userId: number, changes: UserChanges): Promise<string | undefined> {
    const { users, avatars } = this.#parts
    await users.update(tx, userId, changes)
    return avatars.release(tx, userId, changes.avatar_url)
  }

  /** Removes the file of a picture that is nobody's any more. */
  discard(file: string | undefined): Promise<void> {
    return this.#parts.avatars.discard(file)
  }

  /**
   * Closes the account as its owner would, and ends every session.
   * @throws {AppError} last_admin
   */
  async close(tx: Transaction, userId: number): Promise<void> {
    const { users, sessions } = this.#parts
    await users.deactivate(tx, userId)
    await sessions.endAll(tx, userId)
  }

  /** Opens it again. Sessions that were left, by whatever closed it, have ended. */
  async reopen(tx: Transaction, userId: number): Promise<void> {
    const { users, sessions } = this.#parts
    await users.activate(tx, userId)
    await sessions.endAll(tx, userId)
  }

  /** When the user last signed in, as the database has it now; null: never. */
  lastLogin(userId: number): Promise<Date | null> {
    return this.#parts.credentials.lastLogin(userId)
  }
}
