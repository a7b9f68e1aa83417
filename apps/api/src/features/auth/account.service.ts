import { AppError, validationFailed } from '../../platform/errors.ts'
import type { User, UserChanges } from '../users/index.ts'
import type { Credentials } from './credentials.store.ts'
import { assertPassword } from './password-rules.ts'
import { signedIn, type AuthParts, type SignedIn } from './signed-in.ts'

/** The password one has, and the one to have. */
export interface PasswordChange {
  readonly current: string
  readonly wanted: string
}

/** A password that was right, and the attempt it was given in. */
interface Checked {
  readonly checked: Credentials
  readonly attempt: number
}

/** One's own account. */
export class Account {
  readonly #parts: AuthParts

  constructor(parts: AuthParts) {
    this.#parts = parts
  }

  /** @throws {AppError} email_taken, username_taken, phone_taken, validation_failed */
  async update(userId: number, changes: UserChanges): Promise<User> {
    const { write, users, avatars } = this.#parts
    const file = await write(async (tx) => {
      await users.update(tx, userId, changes)
      return avatars.release(tx, userId, changes.avatar_url)
    })
    await avatars.discard(file)
    const user = await users.get(userId)
    if (user === null) throw new AppError('not_found', 'user_not_found', 'There is no such user.')
    return user
  }

  /**
   * Every session ends, and every access token with it, but for the one that begins with the answer.
   * @throws {AppError} wrong_password, validation_failed, too_many_attempts, busy
   */
  async changePassword(user: User, { current, wanted }: PasswordChange, address: string): Promise<SignedIn> {
    const { write, users, credentials, sessions, passwords, attempts } = this.#parts
    assertPassword(wanted, 'new_password', user)
    const { checked, attempt } = await this.#check(user.id, current, address)
    if (await passwords.isRight(wanted, checked.password_hash)) {
      throw validationFailed([{ field: 'new_password', problem: 'must be another than the current one' }])
    }
    const hash = await passwords.hash(wanted)
    const session = await write(async (tx) => {
      const standing = await credentials.lockUser(tx, user.id)
      const isReplaced = await credentials.replace(tx, checked, hash)
      if (standing === undefined || !isReplaced) throw wrongPassword()
      await attempts.succeed(tx, attempt, user.id)
      await users.revokeTokens(tx, user.id)
      await sessions.endAll(tx, user.id)
      const refreshToken = await sessions.begin(tx, user.id)
      return { userId: user.id, version: standing.token_version + 1, refreshToken }
    })
    return signedIn(this.#parts, session)
  }

  /**
   * Closes the account: it keeps its names, and nobody signs in to it or finds it any more. Its picture is removed.
   * @throws {AppError} wrong_password, last_admin, too_many_attempts, busy
   */
  async close(userId: number, password: string, address: string): Promise<void> {
    const { write, users, credentials, sessions, attempts, avatars } = this.#parts
    const { checked, attempt } = await this.#check(userId, password, address)
    const file = await write(async (tx) => {
      await credentials.lockUser(tx, userId)
      if (!(await credentials.isStill(tx, checked))) throw wrongPassword()
      await attempts.succeed(tx, attempt, userId)
      await users.update(tx, userId, { avatar_url: null })
      await users.deactivate(tx, userId)
      await sessions.endAll(tx, userId)
      return avatars.release(tx, userId, null)
    })
    await avatars.discard(file)
  }

  /**
   * Limited as signing in is: whoever has got hold of an access token must not find the password out with it.
   * @throws {AppError} wrong_password, too_many_attempts, busy
   */
  async #check(userId: number, password: string, address: string): Promise<Checked> {
    const { credentials, passwords, attempts, nobodysHash } = this.#parts
    const found = await credentials.byUser(userId)
    const attempt = await attempts.begin({ kind: 'password', login: String(userId), userId, address })
    const isRight = await attempts.counted(attempt, () =>
      passwords.isRight(password, found?.password_hash ?? nobodysHash),
    )
    if (found === undefined || !isRight) throw wrongPassword()
    return { checked: found, attempt }
  }
}

/** 403 and not 401: who asks is known, and another access token would not help. */
function wrongPassword(): AppError {
  return new AppError('forbidden', 'wrong_password', 'The password is wrong.')
}
