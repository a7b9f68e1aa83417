import { numberIn, textIn, itemIn } from './bodies.ts'

/** A token lasts 15 minutes. */
const renewedAfterMs = 10 * 60_000

/** Someone who has signed in, in as many windows as they like. */
export class Session {
  readonly id: number
  readonly username: string
  readonly #now: () => number
  #token: string
  #refreshToken: string
  #issuedAt: number
  #isRenewing = false

  /**
   * @param answer what signing in was answered
   * @param now milliseconds, from whenever
   */
  constructor(answer: unknown, now: () => number) {
    const user = itemIn(answer, 'user')
    this.id = numberIn(user, 'id')
    this.username = textIn(user, 'username')
    this.#now = now
    this.#token = textIn(answer, 'access_token')
    this.#refreshToken = textIn(answer, 'refresh_token')
    this.#issuedAt = now()
  }

  get token(): string {
    return this.#token
  }

  /**
   * The refresh token, where it is time for another token: for one window alone, since it is good once. Whoever got it says
   * what came of it.
   */
  beginRenewal(): string | undefined {
    if (this.#isRenewing || this.#now() - this.#issuedAt < renewedAfterMs) return undefined
    this.#isRenewing = true
    return this.#refreshToken
  }

  /** @param answer what refreshing was answered */
  renewed(answer: unknown): void {
    this.#token = textIn(answer, 'access_token')
    this.#refreshToken = textIn(answer, 'refresh_token')
    this.#issuedAt = this.#now()
    this.#isRenewing = false
  }
}
