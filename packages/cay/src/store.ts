import { CayError } from './errors.ts'
import { jsonCodec } from './model/codec.ts'
import type { Json } from './model/json.ts'
import { entryKey, versionKey } from './model/key.ts'
import type { PolicyOptions } from './model/policy.ts'
import { recordTag, withTableTags } from './model/tag.ts'
import { createFamily, type Family, type FamilySetting, type LoadContext } from './paths/family.ts'
import { read, readStored } from './paths/read.ts'
import { localEntry, sharedEntry, throughCodec } from './paths/values.ts'
import { claimVersions } from './paths/versions.ts'
import type { ReadOptions } from './record.ts'
import type { InvalidateOutcome } from './shared/guard.ts'

/** Options of a plain store: its times. */
export type StoreOptions = PolicyOptions

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
    this.#invalidate = setting.invalidate
    this.#values = createFamily(
      {
        name,
        policy: setting.policy,
        codec,
        tables: new Set(withTableTags([prefix]).slice(1)),
        tagsOf: (key) => withTableTags([recordTag(name, key)]),
        keyOfTag: (tag) => (tag.startsWith(prefix) ? tag.slice(prefix.length) : undefined),
        entryKeyOf: (key) => entryKey(recordTag(name, key), name, codec.fingerprint),
      },
      setting,
    )
  }

  get name(): string {
    return this.#values.name
  }

  /** What is stored under the key, frozen; undefined where nothing is. */
  async get(key: string): Promise<V | null | undefined> {
    this.#assertKey(key)
    return readStored(this.#values, key)
  }

  /** What is stored under each key that has something. */
  async getMany(keys: readonly string[]): Promise<Map<string, V | null>> {
    const found = await Promise.all(
      [...new Set(keys)].map(async (key) => [key, await this.get(key)] as const),
    )
    return new Map(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
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
        { family: this.name },
      )
    })
  }

  /** Stores a value for this process and the others. `queued`: the shared tier is away; the value is only here. */
  async set(key: string, value: V): Promise<InvalidateOutcome> {
    return this.setMany([[key, value]])
  }

  async setMany(entries: Iterable<readonly [string, V]>): Promise<InvalidateOutcome> {
    const encoded = Array.from(entries, ([key, value]) => {
      this.#assertKey(key)
      return { key, ...throughCodec(this.#values, value) }
    })
    const { surroundings, tagsOf } = this.#values
    surroundings.assertOpen()
    const outcome = await this.#invalidate(encoded.map(({ key }) => recordTag(this.name, key)))
    const versionKeys = new Set(encoded.flatMap(({ key }) => tagsOf(key).map(versionKey)))
    const standing = surroundings.shared.isTrusted
      ? await claimVersions(this.#values, [...versionKeys])
      : new Map<string, string>()
    const writes = encoded.flatMap(({ key, text }) => {
      const stamp = tagsOf(key).flatMap((tag) => standing.get(versionKey(tag)) ?? [])
      return stamp.length === tagsOf(key).length ? [sharedEntry(this.#values, key, stamp, text)] : []
    })
    const isShared = writes.length > 0 && (await surroundings.shared.write(writes))
    // With a shared tier, whoever wrote there last has the last word: reading it back keeps all processes alike.
    if (!isShared) {
      for (const { key, text, value } of encoded) {
        this.#values.local.set(key, localEntry(this.#values, value, text?.length ?? 0, 0))
      }
    }
    return outcome
  }

  /** Deletes the keys' values in both tiers. */
  async delete(...keys: readonly string[]): Promise<InvalidateOutcome> {
    for (const key of keys) this.#assertKey(key)
    return this.#invalidate(keys.map((key) => recordTag(this.name, key)))
  }

  #assertKey(key: unknown): asserts key is string {
    if (typeof key === 'string' && key.length > 0) return
    throw new CayError('CAY_KEY_INVALID', `${this.name}: a key is a string with at least one character.`, {
      family: this.name,
    })
  }
}
