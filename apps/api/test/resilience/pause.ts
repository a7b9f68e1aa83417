import { systemClock } from '../../src/platform/clock.ts'

/** Lets so much time go by. For how long a phase of a run lasts, never to wait for something to have happened. */
export function pause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  // Holds the process, which a timer of the clock does not.
  const hold = setInterval(() => undefined, 60_000)
  systemClock.after(ms, () => {
    clearInterval(hold)
    resolve(undefined)
  })
  return promise
}
