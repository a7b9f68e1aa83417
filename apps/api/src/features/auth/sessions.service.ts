import { createHash } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/database.ts'
import { secretToken, uuid } from '../../platform/random.ts'
import type { RefreshToken, SessionStore } from './sessions.store.ts'

const lifetimeMs = 30 * 24 * 60 * 60 * 1_000

/** What came of using a refresh token. `reused`: it was used before, so someone has a copy; its chain has ended. */
export type Rotation =
  { readonly outcome: 'rotated'; readonly token: string } | { readonly outcome: 'refused' | 'reused' }

/**
 * Sessions: chains of refresh tokens, each good for one use. Whoever copies a token and the one it was copied from can't
 * both go on: the second use of it ends the chain.
 */
export class Sessions {
  readonly #store: SessionStore
  readonly #clock: Clock

  constructor(store: SessionStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** A new chain; answers its first token. */
  async begin(tx: Transaction, userId: number): Promise<string> {
    await this.#store.removeExpired(tx, userId, this.#now())
    return this.#issue(tx, userId, uuid())
  }

  /** Whose token it is; undefined where there is no such token. */
  ownerOf(tx: Transaction, token: string): Promise<number | undefined> {
    return this.#store.ownerOf(tx, digest(token))
  }

  /** Uses the token up and answers the next. The user must be locked: two uses at once come one after the other. */
  async rotate(tx: Transaction, token: string): Promise<Rotation> {
    const now = this.#now()
    const found = await this.#store.lock(tx, digest(token))
    if (found === undefined || !isGood(found, now)) return { outcome: 'refused' }
    if (found.used_at !== null) {
      await this.#store.revokeChain(tx, found.chain_id, now)
      return { outcome: 'reused' }
    }
    await this.#store.markUsed(tx, found.id, now)
    return { outcome: 'rotated', token: await this.#issue(tx, found.user_id, found.chain_id) }
  }

  /** Ends the chain of this token, if there is one. */
  async end(tx: Transaction, token: string): Promise<void> {
    const found = await this.#store.lock(tx, digest(token))
    if (found !== undefined) await this.#store.revokeChain(tx, found.chain_id, this.#now())
  }

  endAll(tx: Transaction, userId: number): Promise<void> {
    return this.#store.revokeAll(tx, userId, this.#now())
  }

  async #issue(tx: Transaction, userId: number, chainId: string): Promise<string> {
    const token = secretToken()
    const now = this.#clock.wallNow()
    await this.#store.insert(tx, {
      user_id: userId,
      chain_id: chainId,
      token_hash: digest(token),
      created_at: new Date(now),
      expires_at: new Date(now + lifetimeMs),
    })
    return token
  }

  #now(): Date {
    return new Date(this.#clock.wallNow())
  }
}

function isGood({ revoked_at, expires_at }: RefreshToken, now: Date): boolean {
  return revoked_at === null && expires_at > now
}

/** A token is 256 random bits: nothing slower than SHA-256 is needed to keep it from being guessed. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
