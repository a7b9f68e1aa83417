/** A timer that has been set. It never keeps the process alive. */
interface Timer {
  readonly cancel: () => void
}

/** Time, borrowed. Tests move a manual one; nothing else in the application touches the system's. */
export interface Clock {
  /** Monotonic milliseconds: for ages and deadlines inside this process. */
  readonly now: () => number
  /** Milliseconds since 1970: for what is stored and compared by others. */
  readonly wallNow: () => number
  readonly after: (ms: number, run: () => void) => Timer
  /** Runs it when the event loop has come round. */
  readonly afterTurn: (run: () => void) => void
}

export const systemClock: Clock = Object.freeze({
  now: () => performance.now(),
  wallNow: () => Date.now(),
  afterTurn: (run: () => void): void => {
    setImmediate(run).unref()
  },
  after: (ms: number, run: () => void): Timer => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return {
      cancel: () => {
        clearTimeout(timer)
      },
    }
  },
})
