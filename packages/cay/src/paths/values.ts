import { CayError } from '../errors.ts'
import type { LocalValue } from '../local/local-tier.ts'
import { packEntry } from '../model/entry.ts'
import { ttlJitter } from '../model/policy.ts'
import type { Flight } from '../runtime/flights.ts'
import { jittered } from '../runtime/random.ts'
import type { SharedEntry } from '../shared/port.ts'
import { isCacheable, type Family, type FamilyKey } from './family.ts'

/** The first return goes through the codec like every later one: same types, same shape, frozen. */
export function throughCodec<K extends FamilyKey, V>(
  family: Family<K, V>,
  row: unknown,
): { readonly text: string | null; readonly value: V | null } {
  if (row === null) return { text: null, value: null }
  const text = family.codec.encode(row)
  const value = family.codec.decode(text)
  if (value !== undefined) return { text, value }
  throw new CayError('CAY_VALUE_INVALID', `${family.name}: the codec can't decode what it encoded.`, {
    family: family.name,
  })
}

/** How long a value, or an absence, is fresh and servable. */
export function lifetime<K extends FamilyKey, V>(
  family: Family<K, V>,
  isAbsence: boolean,
): { readonly freshMs: number; readonly servableMs: number } {
  const { ttlMs, missTtlMs, staleForMs } = family.policy
  return isAbsence
    ? { freshMs: missTtlMs, servableMs: missTtlMs }
    : { freshMs: ttlMs, servableMs: ttlMs + staleForMs }
}

/** A value as it came, and what it cost. */
export interface Arrival<V> {
  readonly value: V | null
  /** The same encoded, by which its size in memory is estimated; null for an absence. */
  readonly text: string | null
  /** How old it is already. */
  readonly ageMs: number
  readonly loadMs: number
}

/**
 * SAFEGUARD "a value on its way from shared to local is dropped if overtaken", as is one from the origin: it is served to those
 * who asked before the invalidation, and never kept.
 */
export function keepLocal<K extends FamilyKey, V>(
  family: Family<K, V>,
  flight: Flight<K, V | null>,
  arrival: Arrival<V>,
): void {
  if (!flight.isOvertaken && isCacheable(family))
    family.local.set(flight.key, localValue(family, flight.key, arrival))
}

/**
 * In memory a value takes about so many times the bytes of its text in UTF-8, and an entry so many beside: within 20 % of
 * the heap for users, lists and small values (`npm run bench memory`). Not by the bytes in the shared tier: those may be
 * compressed.
 */
const decodedFactor = 1.9
const entryOverheadBytes = 300
/** The refresh ahead is drawn for only this close to the end: farther away, one read in 22,000 would start it. */
const aheadLoads = 10

/** What is kept in memory. */
export function localValue<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  { value, text, ageMs, loadMs }: Arrival<V>,
): LocalValue<V | null> {
  const { clock, random } = family.surroundings
  const { freshMs, servableMs } = lifetime(family, value === null)
  const freshUntil = clock.now() + jittered(freshMs - ageMs, ttlJitter, random)
  const aheadMs = family.policy.refreshAhead ? Math.min(aheadLoads * loadMs, freshMs / 2) : 0
  return {
    value,
    promise: Promise.resolve(value),
    calmUntil: freshUntil - aheadMs,
    freshUntil,
    servableUntil: freshUntil + servableMs - freshMs,
    loadMs,
    bytes: memoryBytes(key, text),
  }
}

function memoryBytes(key: FamilyKey, text: string | null): number {
  const keyBytes = typeof key === 'string' ? key.length : 0
  return decodedFactor * Buffer.byteLength(text ?? '') + keyBytes + entryOverheadBytes
}

/** What is written to the shared tier; unconditionally: a late or repeated one is harmless, its stamp decides. */
export function sharedEntry<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  stamp: readonly string[],
  text: string | null,
): SharedEntry {
  const { clock, random, sealing } = family.surroundings
  const entryKey = family.entryKeyOf(key)
  const value = packEntry({ bornAt: clock.wallNow(), stamp, text }, entryKey, sealing)
  return {
    key: entryKey,
    value,
    ttlMs: jittered(lifetime(family, text === null).servableMs, ttlJitter, random),
  }
}

/** Counts a value too large to be stored anywhere. */
export function isOversized<K extends FamilyKey, V>(family: Family<K, V>, text: string | null): boolean {
  const most = family.policy.maxValueBytes
  if (text === null || text.length * 3 <= most || Buffer.byteLength(text) <= most) return false
  family.statistics.count('oversized')
  return true
}
