import type { ReadLevel } from '../model/policy.ts'
import type { Family, FamilyKey, Load } from './family.ts'
import { join, launch, readOrigin, serveLocal } from './read.ts'

/**
 * The same read for many keys: one local pass that also joins flights under way; what is left takes off in one tick, and
 * so flies together: one shared round trip, one load. The result holds every key, in the order given, null where the
 * origin has nothing.
 */
export async function readMany<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  level: ReadLevel,
  load: Load<K>,
): Promise<Map<K, V | null>> {
  const wanted = [...new Set(keys)]
  if (level === 'strong') return readOrigin(family, wanted, load)
  const values = await Promise.all(
    wanted.map((key) =>
      level === 'fresh'
        ? launch(family, key, 'fresh', load)
        : (serveLocal(family, key, load) ?? join(family, key) ?? launch(family, key, 'servable', load)),
    ),
  )
  return new Map(wanted.map((key, i) => [key, values[i] ?? null]))
}
