import { LocalTier } from '../local/local-tier.ts'
import type { Codec } from '../model/codec.ts'
import type { AliasHash } from '../model/key.ts'
import type { Policy } from '../model/policy.ts'
import type { Tag } from '../model/tag.ts'
import { FamilyStatistics } from '../observe/statistics.ts'
import type { Background } from '../runtime/background.ts'
import type { Clock } from '../runtime/clock.ts'
import { Flights } from '../runtime/flights.ts'
import type { Random } from '../runtime/random.ts'
import type { InvalidateOutcome, Shared } from '../shared/guard.ts'

/** What a key of a local tier can be: an id itself, or a text. */
export type FamilyKey = string | number | bigint

/** What the paths borrow: one of each in a cache. */
export interface Surroundings {
  readonly shared: Shared
  readonly clock: Clock
  readonly random: Random
  readonly background: Background
  /** @throws {CayError} CAY_CLOSED after close() */
  readonly assertOpen: () => void
}

/** What the paths know of a record, of one of its aliases, of a query or a store. */
export interface Family<K extends FamilyKey, V> {
  readonly name: string
  readonly policy: Policy
  readonly codec: Codec<V>
  readonly local: LocalTier<K, V | null>
  readonly flights: Flights<K, V | null>
  readonly statistics: FamilyStatistics
  readonly surroundings: Surroundings
  /** The table tags its values depend on. */
  readonly tables: ReadonlySet<Tag>
  /** What the key's value depends on, table tags included, in the order of its stamp. Known before the load. */
  readonly tagsOf: (key: K) => readonly Tag[]
  readonly entryKeyOf: (key: K) => string
  /** True where a value proves itself when it is used (a pointer): then only absences need their stamp to match. */
  readonly isSelfProving: boolean
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
  'name' | 'policy' | 'codec' | 'tables' | 'tagsOf' | 'entryKeyOf'
> & {
  /** The key whose own tag this is, where the family has such tags (`user:42` → 42). */
  readonly keyOfTag?: (tag: Tag) => K | undefined
  readonly isSelfProving?: boolean
}

/** What a family is given by its cache. */
export interface FamilySetting {
  readonly surroundings: Surroundings
  readonly policy: Policy
  readonly maxEntries: number
  readonly maxBytes: number
  readonly aliasHash: AliasHash
  readonly invalidate: (tags: readonly Tag[]) => Promise<InvalidateOutcome>
  readonly register: (family: ManagedFamily) => void
}

/** A family as its cache sees it: something that forgets and counts. */
export interface ManagedFamily {
  readonly name: string
  readonly tables: ReadonlySet<Tag>
  readonly statistics: FamilyStatistics
  /** Forgets, in this process, what depends on the tag: entries go, flights are overtaken. */
  readonly dropTag: (tag: Tag) => void
  readonly localSize: () => { readonly entries: number; readonly bytes: number }
}

/** Makes a family with its tiers, and registers it with its cache. */
export function createFamily<K extends FamilyKey, V>(
  spec: FamilySpec<K, V>,
  setting: FamilySetting,
): Family<K, V> {
  const { name, tagsOf, tables } = spec
  const { maxEntries, maxBytes, surroundings } = setting
  const keyOfTag = spec.keyOfTag ?? (() => undefined)
  const local = new LocalTier<K, V | null>({ maxEntries, maxBytes, tagsOf, keyOfTag })
  const flights = new Flights<K, V | null>(tagsOf)
  const statistics = new FamilyStatistics(name)
  const dropTag = (tag: Tag): void => {
    if (tables.has(tag)) {
      local.clear()
      flights.overtakeAll()
    } else {
      local.dropTag(tag)
      flights.overtakeTag(tag)
    }
  }
  const localSize = (): { entries: number; bytes: number } => ({ entries: local.size, bytes: local.bytes })
  setting.register({ name, tables, statistics, dropTag, localSize })
  return { ...spec, isSelfProving: spec.isSelfProving ?? false, local, flights, statistics, surroundings }
}
