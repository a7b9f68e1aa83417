import { CayError } from '../errors.ts'
import { LocalTier } from '../local/local-tier.ts'
import type { Codec } from '../model/codec.ts'
import type { AliasHash } from '../model/key.ts'
import type { Keyspace } from '../model/keyspace.ts'
import type { Policy } from '../model/policy.ts'
import type { Sealing } from '../model/sealing.ts'
import { tableTag, type Tag } from '../model/tag.ts'
import { FamilyStatistics } from '../observe/statistics.ts'
import type { Background } from '../runtime/background.ts'
import { Bulkhead } from '../runtime/bulkhead.ts'
import type { Clock } from '../runtime/clock.ts'
import { Flights, type Flight } from '../runtime/flights.ts'
import type { LoadScope } from '../runtime/load-scope.ts'
import type { Belief } from '../runtime/belief.ts'
import type { Random } from '../runtime/random.ts'
import { TickBatch } from '../runtime/tick-batch.ts'
import type { WriteScope } from '../runtime/write-scope.ts'
import type { InvalidateOutcome, Shared } from '../shared/guard.ts'

/** What a key of a local tier can be: an id itself, or a text. */
export type FamilyKey = string | number | bigint

/** What the paths borrow: one of each in a cache. */
export interface Surroundings {
  readonly shared: Shared
  readonly keyspace: Keyspace
  readonly sealing: Sealing
  readonly clock: Clock
  readonly random: Random
  readonly background: Background
  /** Until when the local tiers may be believed. */
  readonly localBelief: Belief
  /** Knows which reads are part of a transaction of the application's own. */
  readonly writes: WriteScope
  /** The table tags whose changes may not reach the log: what depends on them is not cached. */
  readonly unfollowed: Set<Tag>
  /** This process, told from every other. */
  readonly instance: string
  readonly isClosed: () => boolean
  /** Compares some of the hits with the origin; undefined: none. */
  readonly auditor: Auditor | undefined
}

/** Told of every hit in either tier. */
export interface Auditor {
  readonly hit: <K extends FamilyKey, V>(family: Family<K, V>, key: K, value: V | null, load: Load<K>) => void
}

/** What the paths know of a record, of one of its aliases, of a query or a store. */
export interface Family<K extends FamilyKey, V> {
  readonly name: string
  readonly policy: Policy
  readonly codec: Codec<V>
  readonly local: LocalTier<K, V | null>
  readonly flights: Flights<K, V | null>
  readonly departures: TickBatch<Boarding<K, V>>
  readonly bulkhead: Bulkhead
  readonly statistics: FamilyStatistics<K>
  readonly surroundings: Surroundings
  /** Its table tags. */
  readonly tables: ReadonlySet<Tag>
  /** What the key's value depends on, in the order of its stamp. Known before the load. */
  readonly tagsOf: (key: K) => readonly Tag[]
  readonly entryKeyOf: (key: K) => string
  /** True where a value proves itself when it is used (a pointer): then only absences need their stamp to match. */
  readonly isSelfProving: boolean
  /** Whether one process loads for all: the others wait for its entry. */
  readonly once: boolean
  /** Whether its values come from the database, and so depend on what the change log tells. */
  readonly hasOrigin: boolean
}

/** Which entries of the shared tier a flight accepts: within staleFor, within ttl, or none (the origin decides). */
export type Accepts = 'servable' | 'fresh' | 'nothing'

/** A flight that waits for the others of its tick. */
export interface Boarding<K, V> {
  readonly flight: Flight<K, V | null>
  readonly accepts: Accepts
  /** Undefined where the reader brought no loader. */
  readonly load: Load<K> | undefined
  /** The load that the reader is part of, if any. */
  readonly scope: LoadScope | undefined
}

/** Handed to a loader with the keys to load. */
export interface LoadContext {
  /** Aborted when the load deadline has passed. */
  readonly signal: AbortSignal
}

/** Loads what the keys stand for; a key that is missing in the result is absent at the origin. */
export type Load<K> = (keys: readonly K[], context: LoadContext) => Promise<ReadonlyMap<K, unknown>>

/** What a family is made of, beside its tiers. */
export type FamilySpec<K extends FamilyKey, V> = Pick<
  Family<K, V>,
  'name' | 'codec' | 'tagsOf' | 'entryKeyOf'
> & {
  /** The tables its tags belong to, by one tag of each: whatever `tagsOf` gives is of one of them. */
  readonly tables: readonly Tag[]
  /** The key whose own tag this is, where the family has such tags (`user:42` → 42). */
  readonly keyOfTag?: (tag: Tag) => K | undefined
  readonly isSelfProving?: boolean
  readonly once?: boolean
  readonly hasOrigin?: boolean
  /** Whether its keys may be shown among the hottest. Default true; not for keys that tell who somebody is. */
  readonly showsKeys?: boolean
}

/** What a family is given by its cache. */
export interface FamilySetting {
  readonly surroundings: Surroundings
  readonly policy: Policy
  readonly aliasHash: AliasHash
  readonly invalidate: (tags: readonly Tag[]) => Promise<InvalidateOutcome>
  readonly register: (family: ManagedFamily) => void
}

/** A family as its cache sees it: something that forgets, counts and explains. */
export interface ManagedFamily {
  readonly name: string
  /** Its table tags. */
  readonly tables: ReadonlySet<Tag>
  readonly statistics: FamilyStatistics<FamilyKey>
  /** Forgets, in this process, what depends on the tag: entries go, flights are overtaken. */
  readonly dropTag: (tag: Tag) => void
  readonly localSize: () => { readonly entries: number; readonly bytes: number; readonly evictions: number }
}

/** Makes a family with its tiers, and registers it with its cache. */
export function createFamily<K extends FamilyKey, V>(
  spec: FamilySpec<K, V>,
  setting: FamilySetting,
): Family<K, V> {
  const { name, tagsOf, keyOfTag = () => undefined } = spec
  const { policy, surroundings, register } = setting
  const { maxEntries, maxBytes, loads, loadQueue } = policy
  const family: Family<K, V> = {
    isSelfProving: false,
    once: false,
    hasOrigin: true,
    ...spec,
    policy,
    surroundings,
    tables: new Set(spec.tables.map(tableTag)),
    local: new LocalTier({ maxEntries, maxBytes, tagsOf, keyOfTag }),
    flights: new Flights(tagsOf),
    departures: new TickBatch(),
    bulkhead: new Bulkhead({ family: name, loads, loadQueue }),
    statistics: new FamilyStatistics(name, spec.showsKeys),
  }
  register(managed(family))
  return family
}

function managed<K extends FamilyKey, V>(family: Family<K, V>): ManagedFamily {
  const { name, tables, statistics, local, flights } = family
  return {
    name,
    tables,
    statistics,
    localSize: () => ({ entries: local.size, bytes: local.bytes, evictions: local.evictions }),
    dropTag: (tag) => {
      if (tables.has(tag)) {
        local.clear()
        flights.overtakeAll()
      } else {
        local.dropTag(tag)
        flights.overtakeTag(tag)
      }
    },
  }
}

/** Whether memory may be believed now; never within a transaction of one's own. Without an origin there is nothing to be behind. */
export function isBelieved<K extends FamilyKey, V>(
  { hasOrigin, surroundings: { localBelief, writes } }: Family<K, V>,
  now: number,
): boolean {
  return !hasOrigin || (localBelief.holds(now) && !writes.isInside)
}

/** Whether its values may be kept anywhere: not where a change of its tables may not reach the log. */
export function isCacheable<K extends FamilyKey, V>({
  tables,
  surroundings: { unfollowed },
}: Family<K, V>): boolean {
  return unfollowed.size === 0 || tables.isDisjointFrom(unfollowed)
}

/**
 * Why nothing can be read now, if that is so: the cache is closed, or a transaction of one's own is under way. SAFEGUARD "loads
 * read the primary in a snapshot of their own": what a transaction sees, committed or not, is nobody else's.
 */
export function refusalOf<K extends FamilyKey, V>({
  name,
  hasOrigin,
  surroundings: { isClosed, writes },
}: Family<K, V>): CayError | undefined {
  if (isClosed()) return closedError()
  if (!hasOrigin || !writes.isInside) return undefined
  const message = `${name}: read through the cache within changes.write. Ask the transaction: it alone sees its own changes.`
  return new CayError('CAY_IN_WRITE', message, { family: name })
}

export function closedError(): CayError {
  return new CayError('CAY_CLOSED', 'The cache is closed.')
}

/** Forgets, in this process, the keys that match: entries go, flights are overtaken. */
export function forget<K extends FamilyKey, V>(family: Family<K, V>, matches: (key: K) => boolean): void {
  for (const key of [...family.local.keys()]) if (matches(key)) family.local.delete(key)
  family.flights.overtakeWhere(matches)
}
