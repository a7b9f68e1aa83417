import { AppError } from '../../platform/errors.ts'
import { normaliseEmail, normalisePhone, normaliseUsername } from '../../platform/normalise.ts'
import type { NewUser } from '../users/index.ts'
import type { Credentials, LoginNames } from './credentials.store.ts'
import { assertPassword } from './password-rules.ts'
import { accountInactive, signedIn, type AuthParts, type Session, type SignedIn } from './signed-in.ts'

/** The token_version of a new user, as the table has it. */
const firstVersion = 1

/** Signing up, in and out. */
export class Auth {
  readonly #parts: AuthParts

  constructor(parts: AuthParts) {
    this.#parts = parts
  }

  /** @throws {AppError} validation_failed, email_taken, username_taken, phone_taken, too_many_attempts, busy */
  async register(user: NewUser, password: string, address: string): Promise<SignedIn> {
    const { write, users, credentials, sessions, passwords, attempts, avatars } = this.#parts
    assertPassword(password, 'password', user)
    const login = normalLogin(user.email)
    const attempt = await attempts.begin({ kind: 'register', login, userId: undefined, address })
    const hash = await attempts.counted(attempt, () => passwords.hash(password))
    const session = await write(async (tx) => {
      const userId = await users.insert(tx, user)
      await avatars.release(tx, userId, user.avatar_url)
      await credentials.insert(tx, { user_id: userId, password_hash: hash })
      await attempts.succeed(tx, attempt, userId)
      return { userId, version: firstVersion, refreshToken: await sessions.begin(tx, userId) }
    })
    return signedIn(this.#parts, session)
  }

  /**
   * Always asks the database. Whether there is no such account or the password is wrong can't be told apart, neither by
   * the answer nor by its time; that an account is closed is said only to whoever knows its password.
   * @throws {AppError} invalid_credentials, account_inactive, too_many_attempts, busy
   */
  async login(login: string, password: string, address: string): Promise<SignedIn> {
    const { credentials, passwords, attempts, nobodysHash } = this.#parts
    const found = await credentials.byLogin(loginNames(login))
    const named = { login: normalLogin(login), userId: found?.user_id }
    const attempt = await attempts.begin({ kind: 'login', ...named, address })
    const isRight = await attempts.counted(attempt, () =>
      passwords.isRight(password, found?.password_hash ?? nobodysHash),
    )
    if (found === undefined || !isRight) throw invalidCredentials()
    return signedIn(this.#parts, await this.#beginSession(found, attempt))
  }

  /**
   * Uses a refresh token up, for new tokens. One that comes a second time has been copied: its chain ends, and every
   * access token of the user is void, since nobody knows which of them the thief has.
   * @throws {AppError} refresh_token_invalid, account_inactive
   */
  async refresh(refreshToken: string): Promise<SignedIn> {
    const { write, users, credentials, sessions } = this.#parts
    const session = await write(async (tx) => {
      const userId = await sessions.ownerOf(tx, refreshToken)
      const standing = userId === undefined ? undefined : await credentials.lockUser(tx, userId)
      if (userId === undefined || standing === undefined) return undefined
      if (!standing.is_active) throw accountInactive()
      const rotation = await sessions.rotate(tx, refreshToken)
      if (rotation.outcome === 'reused') await users.revokeTokens(tx, userId)
      if (rotation.outcome !== 'rotated') return undefined
      return { userId, version: standing.token_version, refreshToken: rotation.token }
    })
    if (session === undefined) {
      throw new AppError('unauthenticated', 'refresh_token_invalid', 'The session has ended. Sign in again.')
    }
    return signedIn(this.#parts, session)
  }

  /** Ends the session this refresh token belongs to. Whether there was one is not told. */
  async logout(refreshToken: string): Promise<void> {
    const { write, credentials, sessions } = this.#parts
    await write(async (tx) => {
      const userId = await sessions.ownerOf(tx, refreshToken)
      if (userId === undefined) return
      await credentials.lockUser(tx, userId)
      await sessions.end(tx, refreshToken)
    })
  }

  /** Ends every session of the user, and makes every access token void. */
  async logoutAll(userId: number): Promise<void> {
    const { write, users, credentials, sessions } = this.#parts
    await write(async (tx) => {
      await credentials.lockUser(tx, userId)
      await users.revokeTokens(tx, userId)
      await sessions.endAll(tx, userId)
    })
  }

  async #beginSession(checked: Credentials, attempt: number): Promise<Session> {
    const { write, credentials, sessions, attempts, clock } = this.#parts
    const userId = checked.user_id
    return write(async (tx) => {
      const standing = await credentials.lockUser(tx, userId)
      const isStillRight = await credentials.noteLogin(tx, checked, new Date(clock.wallNow()))
      if (standing === undefined || !isStillRight) throw invalidCredentials()
      if (!standing.is_active) throw accountInactive()
      await attempts.succeed(tx, attempt, userId)
      return { userId, version: standing.token_version, refreshToken: await sessions.begin(tx, userId) }
    })
  }
}

/** An e-mail has an `@`, a phone number no letter, a username neither: what was typed can be one of them only. */
function loginNames(login: string): LoginNames {
  return { email: normaliseEmail(login), username: normaliseUsername(login), phone: normalisePhone(login) }
}

/** One form of what was typed, for counting: also of what nobody can be called. */
function normalLogin(login: string): string {
  const { email, username, phone } = loginNames(login)
  return email ?? username ?? phone ?? login.trim().toLowerCase()
}

function invalidCredentials(): AppError {
  return new AppError('unauthenticated', 'invalid_credentials', 'The login or the password is wrong.')
}
