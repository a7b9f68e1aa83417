import { AppError, validationFailed } from '../../platform/errors.ts'
import type { User, UserChanges } from '../users/index.ts'
import type { Credentials } from './credentials.store.ts'
import { assertPassword } from './password-rules.ts'
import { signedIn, type AuthParts, type SignedIn } from './signed-in.ts'

/** One's own account. */
export class Account {
  readonly #parts: AuthParts

  constructor(parts: AuthParts) {
    this.#parts = parts
  }

  /** @throws {AppError} email_taken, username_taken, phone_taken, validation_failed */
  async update(userId: number, changes: UserChanges): Promise<User> {
    const { write, users } = this.#parts
    await write((tx) => users.update(tx, userId, changes))
    const user = await users.get(userId)
    if (user === null) throw new AppError('not_found', 'user_not_found', 'There is no such user.')
    return user
  }

  /**
   * Every session ends, and every access token with it, but for the one that begins with the answer.
   * @throws {AppError} wrong_password, validation_failed, busy
   */
  async changePassword(user: User, current: string, wanted: string): Promise<SignedIn> {
    const { write, users, credentials, sessions, passwords } = this.#parts
    assertPassword(wanted, 'new_password', user)
    const checked = await this.#check(user.id, current)
    if (await passwords.isRight(wanted, checked.password_hash)) {
      throw validationFailed([{ field: 'new_password', problem: 'must be another than the current one' }])
    }
    const hash = await passwords.hash(wanted)
    const session = await write(async (tx) => {
      const standing = await credentials.lockUser(tx, user.id)
      const isReplaced = await credentials.replace(tx, checked, hash)
      if (standing === undefined || !isReplaced) throw wrongPassword()
      await users.revokeTokens(tx, user.id)
      await sessions.endAll(tx, user.id)
      const refreshToken = await sessions.begin(tx, user.id)
      return { userId: user.id, version: standing.token_version + 1, refreshToken }
    })
    return signedIn(this.#parts, session)
  }

  /**
   * Closes the account: it keeps its names, and nobody signs in to it or finds it any more.
   * @throws {AppError} wrong_password, last_admin, busy
   */
  async close(userId: number, password: string): Promise<void> {
    const { write, users, credentials, sessions } = this.#parts
    await this.#check(userId, password)
    await write(async (tx) => {
      await credentials.lockUser(tx, userId)
      await users.deactivate(tx, userId)
      await sessions.endAll(tx, userId)
    })
  }

  /** @throws {AppError} wrong_password */
  async #check(userId: number, password: string): Promise<Credentials> {
    const { credentials, passwords, nobodysHash } = this.#parts
    const found = await credentials.byUser(userId)
    const isRight = await passwords.isRight(password, found?.password_hash ?? nobodysHash)
    if (found === undefined || !isRight) throw wrongPassword()
    return found
  }
}

/** 403 and not 401: who asks is known, and another access token would not help. */
function wrongPassword(): AppError {
  return new AppError('forbidden', 'wrong_password', 'The password is wrong.')
}
