import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Passwords } from '../../platform/passwords.ts'
import { accessTokenLifetimeS, type AccessTokens } from '../../platform/tokens.ts'
import type { User, Users } from '../users/index.ts'
import type { Attempts } from './attempts.service.ts'
import type { CredentialStore } from './credentials.store.ts'
import type { Sessions } from './sessions.service.ts'

/** What becomes of a picture that was uploaded, when avatar_url becomes another. */
interface AvatarKeeper {
  /** Inside the transaction; answers the file to discard after its commit. @throws {AppError} validation_failed */
  readonly release: (
    tx: Transaction,
    userId: number,
    url: string | null | undefined,
  ) => Promise<string | undefined>
  readonly discard: (file: string | undefined) => Promise<void>
}

/** What signing in, and what changes one's account, rests on. */
export interface AuthParts {
  readonly write: Database['write']
  readonly users: Users
  readonly credentials: CredentialStore
  readonly sessions: Sessions
  readonly attempts: Attempts
  readonly passwords: Passwords
  readonly tokens: AccessTokens
  readonly clock: Clock
  readonly avatars: AvatarKeeper
  /** The hash of a password nobody has: checked where there is no account, so that it takes as long. */
  readonly nobodysHash: string
}

/** A session as it was committed. */
export interface Session {
  readonly userId: number
  readonly version: number
  readonly refreshToken: string
}

/** The answer to whoever has signed in. */
export interface SignedIn {
  readonly access_token: string
  readonly refresh_token: string
  readonly token_type: 'Bearer'
  /** Seconds until the access token expires. */
  readonly expires_in: number
  readonly user: User
}

export async function signedIn({ users, tokens }: AuthParts, session: Session): Promise<SignedIn> {
  const { userId, version, refreshToken } = session
  const user = await users.get(userId)
  if (user === null) throw new AppError('unauthenticated', 'token_revoked', 'The account is gone.')
  return {
    access_token: tokens.issue({ userId, version }),
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: accessTokenLifetimeS,
    user,
  }
}

export function accountInactive(): AppError {
  return new AppError('forbidden', 'account_inactive', 'This account is closed.')
}
