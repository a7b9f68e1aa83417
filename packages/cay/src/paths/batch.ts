import type { Family, FamilyKey, Load } from './family.ts'
import type { ReadLevel } from '../model/policy.ts'
import { join, launchMany, readOrigin, serveLocal } from './read.ts'

/**
 * The same read for many keys: one local pass that also joins flights under way, one shared round trip for the rest,
 * one load of what is left. The result holds every key, in the order given, null where the origin has nothing.
 */
export async function readMany<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  level: ReadLevel,
  load: Load<K>,
): Promise<Map<K, V | null>> {
  if (level === 'strong') return readOrigin(family, [...new Set(keys)], load)
  const found = new Map<K, Promise<V | null> | undefined>()
  for (const key of keys) {
    if (found.has(key)) continue
    found.set(key, level === 'cached' ? (serveLocal(family, key, load) ?? join(family, key)) : undefined)
  }
  const rest = [...found].flatMap(([key, promise]) => (promise === undefined ? [key] : []))
  const accepts = level === 'cached' ? 'servable' : 'fresh'
  const launched = rest.length > 0 ? launchMany(family, rest, accepts, load) : undefined
  return new Map(
    await Promise.all(
      [...found].map(async ([key, here]) => [key, (await (here ?? launched?.get(key))) ?? null] as const),
    ),
  )
}
