import type { Clock, Timer } from '../runtime/clock.ts'

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /**
   * Moves both times on and runs the timers that come due, in their order, each at its own time. Before each timer,
   * and at the end, whatever only waits for promises gets to run.
   */
  readonly advance: (ms: number) => Promise<void>
  /** The machine was suspended for so long: the wall clock has gone on, the monotonic one and its timers have not. */
  readonly suspend: (ms: number) => Promise<void>
}

/** A manual clock. Its wall time starts at 2026-01-01T00:00:00Z. */
export function manualClock(): ManualClock {
  let wallOffset = 1_767_225_600_000
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  let now = 0
  const nextUntil = (end: number): { readonly at: number; readonly run: () => void } | undefined =>
    [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
  return {
    now: () => now,
    wallNow: () => wallOffset + now,
    afterTurn: (run) => {
      setImmediate(run)
    },
    suspend: async (ms) => {
      wallOffset += ms
      await promisesRun()
    },
    after: (ms, run): Timer => {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return { cancel: () => timers.delete(timer) }
    },
    advance: async (ms) => {
      const end = now + ms
      await promisesRun()
      for (let due = nextUntil(end); due !== undefined; due = nextUntil(end)) {
        timers.delete(due)
        now = due.at
        due.run()
        await promisesRun()
      }
      now = end
    },
  }
}

/** A turn of the event loop: every promise that can settle by itself has. */
function promisesRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
