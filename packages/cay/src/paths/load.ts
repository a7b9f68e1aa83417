import { CayError } from '../errors.ts'
import type { Family, FamilyKey, Load } from './family.ts'

/** The loader's answer, or CAY_LOAD_TIMEOUT when its deadline passes first; the late answer is dropped. */
export async function loadWithinDeadline<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  load: Load<K>,
): Promise<ReadonlyMap<K, unknown>> {
  const { loadTimeoutMs } = family.policy
  const abort = new AbortController()
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const timer = family.surroundings.clock.after(loadTimeoutMs, () => {
    const message = `${family.name}: the loader did not answer within ${loadTimeoutMs} ms.`
    const error = new CayError('CAY_LOAD_TIMEOUT', message, { family: family.name })
    abort.abort(error)
    reject(error)
  })
  try {
    return await Promise.race([load(keys, { signal: abort.signal }), expired])
  } finally {
    timer.cancel()
  }
}
