import { systemClock } from 'cay'

/** Nothing came within the deadline. */
export class Silence extends Error {
  override readonly name = 'Silence'
}

/**
 * What the work comes to. The work itself can't be called off, and its end, if it comes later, is nobody's.
 * @throws {Silence} where it is not done after so many milliseconds
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = systemClock.after(ms, () => {
    late.reject(new Silence(`nothing within ${ms} ms`))
  })
  try {
    return await Promise.race([work, late.promise])
  } finally {
    timer.cancel()
  }
}
