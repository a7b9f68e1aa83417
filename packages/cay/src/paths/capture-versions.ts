import type { Missed } from './ask-shared.ts'
import type { Boarding, Family, FamilyKey } from './family.ts'

/** A flight ready for its load. */
export type Pending<K, V> = Boarding<K, V> & {
  /** Undefined where the shared tier could not be asked: then nothing is stored there. */
  readonly captured: readonly string[] | undefined
  /** The keys of the versions that were there before, and may be near their end. */
  readonly aging: readonly string[]
}

/**
 * SAFEGUARD "versions are read before the database": what is missing is set now, before the load, so that a write
 * during the load deletes it and leaves what the load stores without a match.
 */
export async function captureVersions<K extends FamilyKey, V>(
  family: Family<K, V>,
  missed: readonly Missed<K, V>[],
): Promise<readonly Pending<K, V>[]> {
  const stampKeysOf = (key: K): readonly string[] =>
    family.surroundings.keyspace.stampKeys(family.tagsOf(key))
  const missing = missed.flatMap(({ flight, versions }) =>
    versions === undefined ? [] : stampKeysOf(flight.key).filter((_, i) => versions[i] === null),
  )
  const claimed = await claimVersions(family, [...new Set(missing)])
  return missed.map(({ versions, ...boarding }) => {
    if (versions === undefined) return { ...boarding, captured: undefined, aging: [] }
    const keys = stampKeysOf(boarding.flight.key)
    const captured = keys.map((key, i) => versions[i] ?? claimed.get(key))
    const aging = keys.filter((_, i) => versions[i] !== null)
    return {
      ...boarding,
      aging,
      captured: captured.every((version) => version !== undefined) ? captured : undefined,
    }
  })
}

/** Sets a new random version for each of these keys, or learns the one another process has just set. */
export async function claimVersions<K extends FamilyKey, V>(
  family: Family<K, V>,
  versionKeys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (versionKeys.length === 0) return new Map()
  const { shared, random } = family.surroundings
  const ttlMs = versionTtlMs(family)
  const standing = await shared.claim(versionKeys.map((key) => ({ key, value: random.version(), ttlMs })))
  return new Map(standing?.map((version, i) => [versionKeys[i] ?? '', version]))
}

/**
 * Versions outlive every entry that carries them: one that was there already is extended when an entry is stored under it.
 * A version that goes first costs a miss, never a wrong value; but with a table's version go all of its entries at once.
 */
export function versionTtlMs<K extends FamilyKey, V>({ policy }: Family<K, V>): number {
  return 2 * Math.max(policy.ttlMs + policy.staleForMs, policy.missTtlMs)
}
