import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { Turns, type TurnOptions } from './turns.ts'

/** OWASP's argon2id: 19 MiB and two passes; some 20 ms of one core. The package's defaults, written out. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Default: a core each, and fewer than the four threads of Node's pool, which others need too; 50 wait. */
export type PasswordOptions = Partial<Pick<TurnOptions, 'atOnce' | 'mostWaiting'>>

/**
 * Hashes passwords on the thread pool. Each costs 19 MiB and a core, so there is a bound to how many can be asked for
 * at a time: signing in must not be a way to stop everything else.
 */
export class Passwords {
  readonly #turns: Turns

  constructor({ atOnce = Math.min(3, availableParallelism()), mostWaiting = 50 }: PasswordOptions = {}) {
    const busy = 'Too many people are signing in right now. Try again shortly.'
    this.#turns = new Turns({ atOnce, mostWaiting, busy })
  }

  /** @throws {AppError} busy */
  hash(password: string): Promise<string> {
    return this.#turns.take(() => hash(canonical(password), cost))
  }

  /** @throws {AppError} busy */
  isRight(password: string, hashed: string): Promise<boolean> {
    return this.#turns.take(() => verify(hashed, canonical(password)))
  }
}

/** One form for what different keyboards write differently (RFC 8265, 4.2: OpaqueString). */
function canonical(password: string): string {
  return password.normalize('NFC')
}
