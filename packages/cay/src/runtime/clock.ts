/** A timer that has been set. It never keeps a process alive. */
export interface Timer {
  readonly cancel: () => void
}

/** Time, borrowed. Tests move a manual one; nothing else in the package touches the system's. */
export interface Clock {
  /** Monotonic milliseconds: for ages and deadlines inside this process. */
  readonly now: () => number
  /** Milliseconds since 1970: for what is stored and read by others. */
  readonly wallNow: () => number
  readonly after: (ms: number, run: () => void) => Timer
  /** Runs it when the event loop has come round: after all that is under way now. */
  readonly afterTurn: (run: () => void) => void
}

/** Taken once: looking the global up, and asking it whether it is one, costs a fifth of every call. */
const monotonicNow = performance.now.bind(performance)

export const systemClock: Clock = Object.freeze({
  now: monotonicNow,
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
