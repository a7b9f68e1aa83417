import { LRUCache } from 'lru-cache'
import { isTableTag, type Tag } from '../model/tag.ts'

/** A value in memory. `promise` is already resolved with it, so that every hit hands out the same one. */
export interface LocalEntry<V> {
  readonly value: V
  readonly promise: Promise<V>
  /** Monotonic milliseconds: fresh before, servable between the two, gone after. */
  readonly freshUntil: number
  readonly servableUntil: number
  readonly bytes: number
}

/** What an entry costs beside its value: the map's slot, the entry, the promise. */
const overheadBytes = 250

export interface LocalTierOptions<K> {
  readonly maxEntries: number
  readonly maxBytes: number
  readonly tagsOf: (key: K) => readonly Tag[]
  /** The key whose own tag this is (`user:42` → 42), so that one key's tag needs no index. */
  readonly keyOfTag: (tag: Tag) => K | undefined
}

/** The in-process memory of one family: least recently used goes first, bounded by entries and by bytes. */
export class LocalTier<K extends string | number | bigint, V> {
  readonly #entries: LRUCache<K, LocalEntry<V>>
  readonly #keysByTag = new Map<Tag, Set<K>>()
  readonly #tagsOf: (key: K) => readonly Tag[]
  readonly #keyOfTag: (tag: Tag) => K | undefined

  constructor({ maxEntries, maxBytes, tagsOf, keyOfTag }: LocalTierOptions<K>) {
    this.#tagsOf = tagsOf
    this.#keyOfTag = keyOfTag
    this.#entries = new LRUCache({
      max: maxEntries,
      maxSize: maxBytes,
      sizeCalculation: (entry) => entry.bytes + overheadBytes,
      dispose: (_entry, key, reason) => {
        if (reason !== 'set') this.#unindex(key)
      },
    })
  }

  get size(): number {
    return this.#entries.size
  }

  get bytes(): number {
    return this.#entries.calculatedSize
  }

  get(key: K): LocalEntry<V> | undefined {
    return this.#entries.get(key)
  }

  set(key: K, entry: LocalEntry<V>): void {
    this.#entries.set(key, entry)
    // A value larger than the whole tier is not kept, and must not be indexed either.
    if (this.#entries.has(key)) this.#index(key)
  }

  delete(key: K): void {
    this.#entries.delete(key)
  }

  /** Deletes every entry that depends on the tag. */
  dropTag(tag: Tag): void {
    const own = this.#keyOfTag(tag)
    if (own !== undefined) this.#entries.delete(own)
    for (const key of [...(this.#keysByTag.get(tag) ?? [])]) this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }

  /** Table tags are left out: they belong to every key, and dropping one empties the tier. */
  #indexedTags(key: K): readonly Tag[] {
    return this.#tagsOf(key).filter((tag) => !isTableTag(tag) && this.#keyOfTag(tag) !== key)
  }

  #index(key: K): void {
    for (const tag of this.#indexedTags(key)) {
      const keys = this.#keysByTag.get(tag)
      if (keys) keys.add(key)
      else this.#keysByTag.set(tag, new Set([key]))
    }
  }

  #unindex(key: K): void {
    for (const tag of this.#indexedTags(key)) {
      const keys = this.#keysByTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysByTag.delete(tag)
    }
  }
}
