import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { AppError } from './errors.ts'

/** OWASP's argon2id: 19 MiB and two passes; some 20 ms of one core. The package's defaults, written out. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export interface PasswordOptions {
  /** At work at once. Default: a core each, and fewer than the four threads of Node's pool, which others need too. */
  readonly atOnce?: number
  /** Waiting for their turn; whoever comes on top of them is asked to come back. */
  readonly mostWaiting?: number
}

/**
 * Hashes passwords on the thread pool. Each costs 19 MiB and a core, so there is a bound to how many can be asked for
 * at a time: signing in must not be a way to stop everything else.
 */
export class Passwords {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #working = 0

  constructor({ atOnce = Math.min(3, availableParallelism()), mostWaiting = 50 }: PasswordOptions = {}) {
    this.#atOnce = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** @throws {AppError} busy */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(canonical(password), cost))
  }

  /** @throws {AppError} busy */
  isRight(password: string, hashed: string): Promise<boolean> {
    return this.#inTurn(() => verify(hashed, canonical(password)))
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working < this.#atOnce) this.#working++
    else await this.#turn()
    try {
      return await work()
    } finally {
      // The place passes from hand to hand: nobody who comes now can overtake whoever waits.
      const next = this.#waiting.shift()
      if (next === undefined) this.#working--
      else next()
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) {
      throw new AppError(
        'unavailable',
        'busy',
        'Too many people are signing in right now. Try again shortly.',
      )
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }
}

/** One form for what different keyboards write differently (RFC 8265, 4.2: OpaqueString). */
function canonical(password: string): string {
  return password.normalize('NFC')
}
