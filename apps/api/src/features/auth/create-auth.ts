import type { Database } from '../../platform/database.ts'
import { secretToken } from '../../platform/random.ts'
import { Account } from './account.service.ts'
import { Accounts } from './accounts.service.ts'
import { Auth } from './auth.service.ts'
import { CredentialStore } from './credentials.store.ts'
import { Sessions } from './sessions.service.ts'
import { SessionStore } from './sessions.store.ts'
import type { AuthParts } from './signed-in.ts'

/** What the feature is given. */
export type AuthGround = Pick<AuthParts, 'users' | 'passwords' | 'tokens' | 'clock'> & {
  readonly database: Database
}

/** Signing in and out, one's own account, and those of others. */
export interface AuthServices {
  readonly auth: Auth
  readonly account: Account
  readonly accounts: Accounts
}

export async function createAuth({ database, ...ground }: AuthGround): Promise<AuthServices> {
  const parts: AuthParts = {
    ...ground,
    write: database.write,
    credentials: new CredentialStore(database),
    sessions: new Sessions(new SessionStore(), ground.clock),
    nobodysHash: await ground.passwords.hash(secretToken()),
  }
  return { auth: new Auth(parts), account: new Account(parts), accounts: new Accounts(parts) }
}
