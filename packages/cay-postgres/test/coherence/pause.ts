import { systemClock } from 'cay'

/** Lets so much time go by. For what this program does of its own accord, never to wait for something to have happened. */
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
