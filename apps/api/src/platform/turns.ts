import { AppError } from './errors.ts'

export interface TurnOptions {
  /** At work at once. */
  readonly atOnce: number
  /** Waiting for their turn; whoever comes on top of them is asked to come back. */
  readonly mostWaiting: number
  /** What they are told. */
  readonly busy: string
}

/** Bounds how much is at work at a time, and how much waits for it. */
export class Turns {
  readonly #options: TurnOptions
  readonly #waiting: (() => void)[] = []
  #working = 0

  constructor(options: TurnOptions) {
    this.#options = options
  }

  /** @throws {AppError} busy */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working < this.#options.atOnce) this.#working++
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
    const { mostWaiting, busy } = this.#options
    if (this.#waiting.length >= mostWaiting) throw new AppError('unavailable', 'busy', busy)
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }
}
