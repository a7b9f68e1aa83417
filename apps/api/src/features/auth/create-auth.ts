import type { Database } from '../../platform/database.ts'
import { keyedHash } from '../../platform/keyed-hash.ts'
import { secretToken } from '../../platform/random.ts'
import { Account } from './account.service.ts'
import { Accounts } from './accounts.service.ts'
import { Attempts } from './attempts.service.ts'
import { AttemptStore } from './attempts.store.ts'
import { Auth } from './auth.service.ts'
import { CredentialStore } from './credentials.store.ts'
import { Sessions } from './sessions.service.ts'
import { SessionStore } from './sessions.store.ts'
import type { AuthParts } from './signed-in.ts'

/** What the feature is given. */
export type AuthGround = Pick<AuthParts, 'users' | 'passwords' | 'tokens' | 'clock' | 'avatars'> & {
  readonly database: Database
  /** Hides, in what is noted of attempts to sign in, what was typed. The one that signs access tokens, by way of HKDF. */
  readonly secret: string
  /** From one address; 0: any number. */
  readonly registrationsPerHour: number
}

/** Signing in and out, one's own account, and those of others. */
export interface AuthServices {
  readonly auth: Auth
  readonly account: Account
  readonly accounts: Accounts
}

export async function createAuth({
  database,
  secret,
  registrationsPerHour,
  ...ground
}: AuthGround): Promise<AuthServices> {
  const { write } = database
  const parts: AuthParts = {
    ...ground,
    write,
    attempts: new Attempts({
      write,
      registrationsPerHour,
      store: new AttemptStore(database),
      clock: ground.clock,
      hash: keyedHash(secret, 'login attempts'),
    }),
    credentials: new CredentialStore(database),
    sessions: new Sessions(new SessionStore(), ground.clock),
    nobodysHash: await ground.passwords.hash(secretToken()),
  }
  return { auth: new Auth(parts), account: new Account(parts), accounts: new Accounts(parts) }
}
