import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { networkOf } from '../../platform/network.ts'
import type { AttemptKind, AttemptStore, NewAttempt } from './attempts.store.ts'

/** Who tries what, and from where. */
export interface Attempt {
  readonly kind: AttemptKind
  /** What names the account: in one form, however it was typed. */
  readonly login: string
  readonly userId: number | undefined
  readonly address: string
}

interface Parts {
  readonly store: AttemptStore
  readonly write: Database['write']
  readonly clock: Clock
  readonly hash: (text: string) => Buffer
  /** From one address; 0: any number. */
  readonly registrationsPerHour: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

const windowMs = 15 * minuteMs
/** NIST 800-63B allows 100 failures in a row of one account. */
const failures = { ofLoginHere: 10, ofLogin: 100, ofNetwork: 100 } as const
const registrationWindowMs = 60 * minuteMs

/** Long enough to look into what happened yesterday. */
const failureKeptMs = dayMs
/** As long as a session can last unused: where someone signed in from since, they are known. */
const successKeptMs = 30 * dayMs
/** Each attempt adds one: so there are never many that have expired. */
const removedAtOnce = 10

/** Tries to sign in: noted before the password is looked at, and limited. Shared by all instances. */
export class Attempts {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Notes an attempt; answers its id. It counts as failed until `succeed` says otherwise, so that of any number at once
   * no more get further than the limit.
   * @throws {AppError} too_many_attempts
   */
  async begin(attempt: Attempt): Promise<number> {
    const { store, write, clock } = this.#parts
    const noted = this.#noted(attempt)
    const now = clock.wallNow()
    const limits = { ...failures, since: new Date(now - windowMs) }
    // Without waiting for others: who is refused holds nobody up.
    if (noted.kind !== 'register') assertRoom(await store.filled(noted, limits), now, windowMs)
    return write(async (tx) => {
      await store.lock(tx, noted.loginHash, this.#parts.hash(noted.network))
      if (noted.kind === 'register') await this.#assertFewRegistrations(tx, noted, now)
      else assertRoom(await store.filledNow(tx, noted, limits), now, windowMs)
      await store.removeExpired(tx, new Date(now), removedAtOnce)
      return store.insert(tx, noted, { now: new Date(now), expiresAt: new Date(now + failureKeptMs) })
    })
  }

  /** Clears what this login had failed from the same network. */
  succeed(tx: Transaction, id: number, userId: number): Promise<void> {
    const { store, clock } = this.#parts
    return store.succeed(tx, id, userId, new Date(clock.wallNow() + successKeptMs))
  }

  /** Does the work; where that could not be done at all, the attempt does not count. */
  async counted<T>(id: number, work: () => Promise<T>): Promise<T> {
    const { store, write } = this.#parts
    try {
      return await work()
    } catch (error) {
      await write((tx) => store.remove(tx, id))
      throw error
    }
  }

  #noted({ kind, login, userId, address }: Attempt): NewAttempt {
    // A password that is asked for once more belongs to the user, whatever they signed in as.
    const scope = kind === 'password' ? 'user' : 'login'
    return { kind, userId, loginHash: this.#parts.hash(`${scope}:${login}`), network: networkOf(address) }
  }

  async #assertFewRegistrations(tx: Transaction, { network }: NewAttempt, now: number): Promise<void> {
    const { store, registrationsPerHour: most } = this.#parts
    if (most === 0) return
    const since = new Date(now - registrationWindowMs)
    assertRoom(await store.registered(tx, network, { since, most }), now, registrationWindowMs)
  }
}

/** There is room again when the failure that fills the limit has left the window. */
function assertRoom(filledBy: Date | null, now: number, ms: number): void {
  if (filledBy === null) return
  const retryAfterS = Math.max(1, Math.ceil((filledBy.getTime() + ms - now) / 1_000))
  const minutes = Math.ceil(retryAfterS / 60)
  throw new AppError(
    'too_many',
    'too_many_attempts',
    `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    { retryAfterS },
  )
}
