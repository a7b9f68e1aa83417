import type { Family, FamilyKey } from './family.ts'

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

/** Versions outlive every entry that carries them; a version that goes first costs a miss, never a wrong value. */
function versionTtlMs<K extends FamilyKey, V>({ policy }: Family<K, V>): number {
  return 2 * Math.max(policy.ttlMs + policy.staleForMs, policy.missTtlMs)
}
