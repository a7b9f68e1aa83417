/** At most so many at a time; the others wait in order. */
export class Bulkhead {
  readonly #limit: number
  readonly #waiting = new Set<() => void>()
  #inside = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** Enters, now or in turn; gives up the place in the queue when the signal aborts, and rejects with its reason. */
  async enter(signal: AbortSignal): Promise<void> {
    if (this.#inside < this.#limit) {
      this.#inside++
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const proceed = (): void => {
      resolve(undefined)
    }
    const giveUp = (): void => {
      this.#waiting.delete(proceed)
      reject(signal.reason)
    }
    this.#waiting.add(proceed)
    signal.addEventListener('abort', giveUp, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  /** Leaves; the place passes to whoever waits longest. */
  leave(): void {
    const [next] = this.#waiting
    if (next === undefined) {
      this.#inside--
    } else {
      this.#waiting.delete(next)
      next()
    }
  }
}
