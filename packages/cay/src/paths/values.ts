import { CayError } from '../errors.ts'
import type { LocalEntry } from '../local/local-tier.ts'
import { packEntry } from '../model/entry.ts'
import { ttlJitter } from '../model/policy.ts'
import { jittered } from '../runtime/random.ts'
import type { SharedEntry } from '../shared/port.ts'
import type { Family, FamilyKey } from './family.ts'

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

/** What is kept in memory for a value, or an absence (null), that is this old already. */
export function localEntry<K extends FamilyKey, V>(
  family: Family<K, V>,
  value: V | null,
  bytes: number,
  ageMs: number,
): LocalEntry<V | null> {
  const { freshMs } = lifetime(family, value)
  const bornAt = family.surroundings.clock.now() - ageMs
  const freshUntil = bornAt + jittered(freshMs, ttlJitter, family.surroundings.random)
  const servableUntil = freshUntil + (value === null ? 0 : family.policy.staleForMs)
  return { value, promise: Promise.resolve(value), freshUntil, servableUntil, bytes }
}

/** How long a value, or an absence (null), is fresh and servable. */
export function lifetime<K extends FamilyKey, V>(
  family: Family<K, V>,
  value: unknown,
): { freshMs: number; servableMs: number } {
  const { ttlMs, missTtlMs, staleForMs } = family.policy
  return value === null
    ? { freshMs: missTtlMs, servableMs: missTtlMs }
    : { freshMs: ttlMs, servableMs: ttlMs + staleForMs }
}

/** What is written to the shared tier; unconditionally: a late or repeated one is harmless, its stamp decides. */
export function sharedEntry<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  stamp: readonly string[],
  text: string | null,
): SharedEntry {
  const { clock, random } = family.surroundings
  const value = packEntry({ bornAt: clock.wallNow(), stamp, text })
  return {
    key: family.entryKeyOf(key),
    value,
    ttlMs: jittered(lifetime(family, text).servableMs, ttlJitter, random),
  }
}
