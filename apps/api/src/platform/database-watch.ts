import type { Clock } from './clock.ts'
import { isSilence, isWait } from './database-errors.ts'
import { AppError } from './errors.ts'

/** How long one question of the watch may take. */
const askTimeoutMs = 1_000
/** From a question that was not answered to the next. */
const retryMs = 250

export interface WatchOptions {
  readonly clock: Clock
  /** Asks the database whether it is there, on a connection of its own; rejects where it is not, by the deadline. */
  readonly ask: (deadlineMs: number) => Promise<void>
  /** Called with every change: `silent`, then `answering`. */
  readonly onChange: (state: 'silent' | 'answering') => void
}

/**
 * Whether the database answers.
 *
 * *Answering*: statements pass. One that got no answer in time makes it silent; one that got no connection in time makes
 * it ask, for that may be a busy application just as well.
 * *Silent*: statements are refused at once, so that those who can be served an older value are, and the others needn't
 * wait to hear it. It asks by itself until it is answered.
 *
 * A database that refuses connections, or ends them, says so at once and needs no watch.
 */
export class DatabaseWatch {
  readonly #options: WatchOptions
  #isSilent = false
  #isAsking = false
  #isClosed = false

  constructor(options: WatchOptions) {
    this.#options = options
  }

  /** @throws {AppError} unavailable, where the database is silent; else whatever the work throws */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isSilent) throw silent()
    try {
      return await work()
    } catch (error) {
      if (isSilence(error)) this.#turn(true)
      if (isSilence(error) || isWait(error)) this.#ask()
      throw error
    }
  }

  close(): void {
    this.#isClosed = true
  }

  #ask(): void {
    if (this.#isAsking || this.#isClosed) return
    this.#isAsking = true
    const { ask, clock } = this.#options
    ask(askTimeoutMs).then(
      () => {
        this.#isAsking = false
        this.#turn(false)
      },
      () => {
        this.#turn(true)
        clock.after(retryMs, () => {
          this.#isAsking = false
          this.#ask()
        })
      },
    )
  }

  #turn(isSilent: boolean): void {
    if (this.#isSilent === isSilent || this.#isClosed) return
    this.#isSilent = isSilent
    this.#options.onChange(isSilent ? 'silent' : 'answering')
  }
}

function silent(): AppError {
  return new AppError(
    'unavailable',
    'unavailable',
    'The database does not answer at the moment. Try again shortly.',
  )
}
