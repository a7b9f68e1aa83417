import { CayError } from './errors.ts'
import { jsonCodec } from './model/codec.ts'
import { durationMs, type Duration } from './model/duration.ts'
import { packEntry } from './model/entry.ts'
import type { Json } from './model/json.ts'
import { ttlJitter, type PolicyOptions } from './model/policy.ts'
import { recordTag } from './model/tag.ts'
import { claimVersions, versionTtlMs } from './paths/capture-versions.ts'
import { explain, type Explanation } from './paths/explain.ts'
import {
  createFamily,
  forget,
  refusalOf,
  type Family,
  type FamilySetting,
  type LoadContext,
} from './paths/family.ts'
import { readStored } from './paths/read-stored.ts'
import { read } from './paths/read.ts'
import { isOversized, lifetime, localValue, throughCodec } from './paths/values.ts'
import type { ReadOptions } from './record.ts'
import { jittered } from './runtime/random.ts'
import type { InvalidateOutcome } from './shared/guard.ts'
import { noShared } from './shared/none.ts'
import type { SharedEntry } from './shared/port.ts'

/** Options of a plain store: its times. */
export type StoreOptions = PolicyOptions

/** Options of one `set`. */
export interface SetOptions {
  /** How long these values are fresh, where that is less than the store's ttl. */
  readonly ttl?: Duration
}

/** A value on its way into both tiers. */
interface Outgoing<V> {
  readonly key: string
  readonly text: string | null
  readonly value: V | null
  /** A value with a shorter life begins it older: so no entry needs a place to say how long it lives. */
  readonly ageMs: number
}

/**
 * Plain keys, for what is neither a record nor a query. There is no origin: what is evicted is gone. A key stands in
 * the shared tier as it is given: use none that tells who somebody is.
 */
export class Store<V extends Json = Json> {
  readonly #values: Family<string, V>
  readonly #invalidate: FamilySetting['invalidate']

  constructor(name: string, setting: FamilySetting) {
    const codec = jsonCodec<V>(name)
    const prefix = recordTag(name, '')
    const { keyspace } = setting.surroundings
    this.#invalidate = setting.invalidate
    this.#values = createFamily(
      {
        name,
        codec,
        tables: [prefix],
        tagsOf: (key) => [recordTag(name, key)],
        keyOfTag: (tag) => (tag.startsWith(prefix) ? tag.slice(prefix.length) : undefined),
        entryKeyOf: (key) => keyspace.entryKey(recordTag(name, key), '', codec.fingerprint),
        hasOrigin: false,
      },
      setting,
    )
  }

  get name(): string {
    return this.#values.name
  }

  /** What is stored under the key, frozen; undefined where nothing is. */
  async get(key: string): Promise<V | null | undefined> {
    return (await this.getMany([key])).get(key)
  }

  /** What is stored under each key that has something: one local pass, one round trip for the rest. */
  async getMany(keys: readonly string[]): Promise<Map<string, V | null>> {
    for (const key of keys) this.#assertKey(key)
    return readStored(this.#values, keys)
  }

  /** What is stored under the key, else what `load` gives, which is then stored. Callers at once share one load. */
  getOrSet(
    key: string,
    load: (context: LoadContext) => Promise<V>,
    { read: level = this.#values.policy.read }: ReadOptions = {},
  ): Promise<V | null> {
    this.#assertKey(key)
    return read(this.#values, key, level, async (_keys, context) => {
      const value = (await load(context)) as V | undefined
      if (value !== undefined) return new Map([[key, value]])
      throw new CayError(
        'CAY_VALUE_INVALID',
        `${this.name}: the loader returned undefined. Return null for an absence.`,
        {
          family: this.name,
        },
      )
    })
  }

  /**
   * Stores a value for this process and the others. `queued`: the shared tier is away or full. The value is only here; others
   * find none there, and what it replaces is served by nobody once the tier is believed again.
   */
  async set(key: string, value: V, options?: SetOptions): Promise<InvalidateOutcome> {
    return this.setMany([[key, value]], options)
  }

  /** @throws {CayError} CAY_VALUE_INVALID, and then nothing was stored */
  async setMany(
    entries: Iterable<readonly [string, V]>,
    { ttl }: SetOptions = {},
  ): Promise<InvalidateOutcome> {
    const ownMs = ttl === undefined ? Infinity : durationMs(ttl, `${this.name}: ttl`)
    const outgoing = Array.from(entries, ([key, value]) => {
      this.#assertKey(key)
      const encoded = throughCodec(this.#values, value)
      const { freshMs } = lifetime(this.#values, encoded.text === null)
      return { key, ...encoded, ageMs: Math.max(0, freshMs - ownMs) }
    })
    const refusal = refusalOf(this.#values)
    if (refusal !== undefined) throw refusal
    const outcome = await this.#invalidate(outgoing.map(({ key }) => recordTag(this.name, key)))
    const kept = outgoing.filter(({ text }) => !isOversized(this.#values, text))
    // With a shared tier, whoever wrote there last has the last word: reading it back keeps all processes alike.
    if (await this.#writeShared(kept)) return outcome
    const isLost = this.#values.surroundings.shared !== noShared && kept.length > 0
    for (const { key, text, value, ageMs } of kept) {
      const arrival = { value, text, ageMs, loadMs: 0 }
      this.#values.local.set(key, localValue(this.#values, key, arrival))
    }
    return isLost ? 'queued' : outcome
  }

  /** Deletes the keys' values in both tiers. */
  async delete(...keys: readonly string[]): Promise<InvalidateOutcome> {
    for (const key of keys) this.#assertKey(key)
    return this.#invalidate(keys.map((key) => recordTag(this.name, key)))
  }

  /** Deletes every value, in both tiers: one command, however many there are. */
  async clear(): Promise<InvalidateOutcome> {
    return this.#invalidate([...this.#values.tables])
  }

  /**
   * Deletes the values of every key that begins so. For those who must: it looks at every key of the shared tier, in
   * steps; a query's tag does the same in one command. Where that can't be finished, the whole store is emptied.
   */
  async invalidatePrefix(prefix: string): Promise<InvalidateOutcome> {
    this.#assertKey(prefix)
    const { keyspace } = this.#values.surroundings
    try {
      await this.#removeKeys(keyspace.versionPrefixes(recordTag(this.name, prefix)))
    } catch {
      return this.clear()
    }
    forget(this.#values, (key) => key.startsWith(prefix))
    return 'applied'
  }

  /** @throws where the shared tier could not be asked for all of its keys, or could not delete them */
  async #removeKeys(beginnings: readonly string[]): Promise<void> {
    const { shared } = this.#values.surroundings
    for await (const versionKeys of shared.scan(beginnings)) {
      if (versionKeys.length > 0 && !(await shared.remove(versionKeys)))
        throw new Error('The shared tier could not delete what begins so.')
    }
  }

  /** What is held for the key, and what a read of it would do. */
  explain(key: string): Promise<Explanation> {
    this.#assertKey(key)
    return explain(this.#values, key)
  }

  /** Whether all of it was written. */
  async #writeShared(values: readonly Outgoing<V>[]): Promise<boolean> {
    const { shared, keyspace } = this.#values.surroundings
    if (!shared.isTrusted || values.length === 0) return false
    const stampKeysOf = (key: string): readonly string[] => keyspace.stampKeys(this.#values.tagsOf(key))
    const keys = [...new Set(values.flatMap(({ key }) => stampKeysOf(key)))]
    const standing = await claimVersions(this.#values, keys)
    const writes = values.flatMap((value) => {
      const versionKeys = stampKeysOf(value.key)
      const stamp = versionKeys.flatMap((versionKey) => standing.get(versionKey) ?? [])
      return stamp.length === versionKeys.length ? [this.#entry(value, stamp)] : []
    })
    const lasting = { keys, ttlMs: versionTtlMs(this.#values) }
    return writes.length === values.length && shared.write(writes, lasting)
  }

  #entry({ key, text, ageMs }: Outgoing<V>, stamp: readonly string[]): SharedEntry {
    const { clock, random, sealing } = this.#values.surroundings
    const entryKey = this.#values.entryKeyOf(key)
    const { servableMs } = lifetime(this.#values, text === null)
    return {
      key: entryKey,
      value: packEntry({ bornAt: clock.wallNow() - ageMs, stamp, text }, entryKey, sealing),
      ttlMs: jittered(servableMs - ageMs, ttlJitter, random),
    }
  }

  #assertKey(key: unknown): asserts key is string {
    if (typeof key === 'string' && key.length > 0) return
    throw new CayError('CAY_KEY_INVALID', `${this.name}: a key is a string with at least one character.`, {
      family: this.name,
    })
  }
}
