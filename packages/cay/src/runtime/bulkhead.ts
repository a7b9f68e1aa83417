import { CayError } from '../errors.ts'

export interface BulkheadLimits {
  /** Named by the error of who is turned away. */
  readonly family: string
  /** Inside at a time. */
  readonly loads: number
  /** Waiting for a place. */
  readonly loadQueue: number
}

/** At most so many at a time; so many others wait in order, and one more is turned away: its wait would be in vain. */
export class Bulkhead {
  readonly #limits: BulkheadLimits
  readonly #waiting = new Set<() => void>()
  #inside = 0

  constructor(limits: BulkheadLimits) {
    this.#limits = limits
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /**
   * Enters, now or in turn; gives up the place in the queue when the signal aborts, and rejects with its reason.
   * @throws {CayError} CAY_LOAD_QUEUE_FULL
   */
  async enter(signal: AbortSignal): Promise<void> {
    const { family, loads, loadQueue } = this.#limits
    if (this.#inside < loads) {
      this.#inside++
      return
    }
    if (this.#waiting.size >= loadQueue) {
      const message = `${family}: ${loads} loads are under way, and ${loadQueue} wait for their turn.`
      throw new CayError('CAY_LOAD_QUEUE_FULL', message, { family })
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
