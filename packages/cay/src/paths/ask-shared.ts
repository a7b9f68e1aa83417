import { openBody, readHead, stampMatches, type EntryHead } from '../model/entry.ts'
import { isCacheable, type Boarding, type Family, type FamilyKey, type Load } from './family.ts'
import { keepLocal, lifetime } from './values.ts'

/** A flight that the shared tier did not land, with the versions read there: undefined where it could not be asked. */
export type Missed<K, V> = Boarding<K, V> & { readonly versions: readonly (string | null)[] | undefined }

/** Starts a flight that refreshes a value behind its reader. */
export type Refresh<K extends FamilyKey, V> = (family: Family<K, V>, key: K, load: Load<K>) => void

/** One round trip for every entry and its versions. What is valid lands; the rest goes on with the versions read. */
export async function askShared<K extends FamilyKey, V>(
  family: Family<K, V>,
  boardings: readonly Boarding<K, V>[],
  refresh: Refresh<K, V>,
): Promise<readonly Missed<K, V>[]> {
  const { shared } = family.surroundings
  const { keys, addresses } = addressAll(family, boardings)
  const values = shared.isTrusted && isCacheable(family) ? await shared.read(keys) : undefined
  if (values === undefined) return boardings.map((boarding) => ({ ...boarding, versions: undefined }))
  const texts: (string | null)[] = []
  const versionAt = (i: number): string | null => (texts[i] ??= values[i]?.toString('latin1') ?? null)
  const missed: Missed<K, V>[] = []
  for (const { boarding, entry, versions: indexes } of addresses) {
    const versions = indexes.map(versionAt)
    const bytes = values[entry] ?? null
    const isLanded =
      bytes !== null && land(family, boarding, { bytes, versions, entryKey: keys[entry] ?? '', refresh })
    if (!isLanded) missed.push({ ...boarding, versions })
  }
  return missed
}

interface Address<K, V> {
  readonly boarding: Boarding<K, V>
  /** Indexes into the keys: of the entry, and of its versions in the order of its stamp. */
  readonly entry: number
  readonly versions: readonly number[]
}

/** The keys to ask for, versions once: entries of one table share its version. */
function addressAll<K extends FamilyKey, V>(
  family: Family<K, V>,
  boardings: readonly Boarding<K, V>[],
): { readonly keys: readonly string[]; readonly addresses: readonly Address<K, V>[] } {
  const { keyspace } = family.surroundings
  const keys: string[] = []
  const versions = new Map<string, number>()
  const versionIndex = (key: string): number => {
    const known = versions.get(key)
    if (known !== undefined) return known
    const index = keys.push(key) - 1
    versions.set(key, index)
    return index
  }
  const addresses = boardings.map((boarding) => {
    const { key } = boarding.flight
    const entry = keys.push(family.entryKeyOf(key)) - 1
    return { boarding, entry, versions: keyspace.stampKeys(family.tagsOf(key)).map(versionIndex) }
  })
  return { keys, addresses }
}

interface Answer<K extends FamilyKey, V> {
  readonly bytes: Buffer
  readonly versions: readonly (string | null)[]
  readonly entryKey: string
  readonly refresh: Refresh<K, V>
}

/** Lands the flight with an entry of the shared tier, if it is valid, young enough, and can be opened. */
function land<K extends FamilyKey, V>(
  family: Family<K, V>,
  { flight, accepts, load }: Boarding<K, V>,
  { bytes, versions, entryKey, refresh }: Answer<K, V>,
): boolean {
  if (accepts === 'nothing') return false
  const head = readHead(bytes, versions.length)
  if (head !== undefined && !isValid(family, head, versions)) return false
  const text = head && openBody(bytes, head, entryKey, family.surroundings.sealing)
  const value = typeof text === 'string' ? family.codec.decode(text) : text
  if (head === undefined || value === undefined) {
    family.statistics.count('undecodable')
    return false
  }
  const ageMs = Math.max(0, family.surroundings.clock.wallNow() - head.bornAt)
  const { freshMs, servableMs } = lifetime(family, head.isAbsence)
  const isFresh = ageMs < freshMs
  if (!isFresh && (accepts === 'fresh' || ageMs >= servableMs)) return false
  keepLocal(family, flight, { value, text: text ?? null, ageMs, loadMs: 0 })
  family.statistics.read(isFresh ? 'shared' : 'stale', flight.key)
  flight.land(value)
  if (load !== undefined) family.surroundings.auditor?.hit(family, flight.key, value, load)
  if (!isFresh && load !== undefined) refresh(family, flight.key, load)
  return true
}

/** A pointer proves itself when it is used; everything else is only worth what its stamp says. */
function isValid<K extends FamilyKey, V>(
  family: Family<K, V>,
  head: EntryHead,
  versions: readonly (string | null)[],
): boolean {
  return (family.isSelfProving && !head.isAbsence) || stampMatches(head.stamp, versions)
}
