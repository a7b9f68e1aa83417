import type { Tag } from '../model/tag.ts'
import { S3Fifo, type Node } from './s3-fifo.ts'

/** A value in memory. `promise` is already resolved with it, so that every hit hands out the same one. */
export interface LocalValue<V> {
  readonly value: V
  readonly promise: Promise<V>
  /** Monotonic milliseconds: fresh and far from its end before this. */
  readonly calmUntil: number
  /** Fresh before this; from `calmUntil` on it may be refreshed ahead. */
  readonly freshUntil: number
  /** Servable before this. */
  readonly servableUntil: number
  /** How long its load took: what a miss costs. */
  readonly loadMs: number
  /** What it costs in memory, about. */
  readonly bytes: number
}

export type LocalEntry<K, V> = Node<K> & LocalValue<V>
type Writable<T> = { -readonly [P in keyof T]: T[P] }

export interface LocalTierOptions<K> {
  readonly maxEntries: number
  readonly maxBytes: number
  readonly tagsOf: (key: K) => readonly Tag[]
  /** The key whose own tag this is (`user:42` → 42), so that one key's tag needs no index. */
  readonly keyOfTag: (tag: Tag) => K | undefined
}

/** The in-process memory of one family, bounded by entries and by bytes. */
export class LocalTier<K extends string | number | bigint, V> {
  readonly #entries: S3Fifo<K, LocalEntry<K, V>>
  readonly #keysByTag = new Map<Tag, Set<K>>()
  readonly #tagsOf: (key: K) => readonly Tag[]
  readonly #keyOfTag: (tag: Tag) => K | undefined

  constructor({ maxEntries, maxBytes, tagsOf, keyOfTag }: LocalTierOptions<K>) {
    this.#tagsOf = tagsOf
    this.#keyOfTag = keyOfTag
    this.#entries = new S3Fifo({
      maxEntries,
      maxBytes,
      removed: (key) => {
        this.#unindex(key)
      },
    })
  }

  get size(): number {
    return this.#entries.size
  }

  get bytes(): number {
    return this.#entries.bytes
  }

  get evictions(): number {
    return this.#entries.evictions
  }

  get(key: K): LocalEntry<K, V> | undefined {
    return this.#entries.get(key)
  }

  /** The entry without counting it as used. */
  look(key: K): LocalEntry<K, V> | undefined {
    return this.#entries.look(key)
  }

  set(key: K, value: LocalValue<V>): void {
    const held = this.#entries.look(key)
    if (held === undefined) this.#add(key, value)
    else this.#renew(held, value)
  }

  #add(key: K, { value, promise, calmUntil, freshUntil, servableUntil, loadMs, bytes }: LocalValue<V>): void {
    const entry = {
      key,
      value,
      promise,
      calmUntil,
      freshUntil,
      servableUntil,
      loadMs,
      bytes,
      uses: 0,
      older: undefined,
      newer: undefined,
      isMain: false,
    }
    if (this.#entries.set(entry)) this.#index(key)
  }

  /**
   * In place: entries grow old, and one that was replaced would keep its value alive until the old generation is collected,
   * which under a stream of refreshes is all that the collector would be doing.
   */
  #renew(held: Writable<LocalEntry<K, V>>, value: LocalValue<V>): void {
    held.value = value.value
    held.promise = value.promise
    held.calmUntil = value.calmUntil
    held.freshUntil = value.freshUntil
    held.servableUntil = value.servableUntil
    held.loadMs = value.loadMs
    this.#entries.resize(held, value.bytes)
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

  keys(): Iterable<K> {
    return this.#entries.keys()
  }

  clear(): void {
    this.#entries.clear()
    this.#keysByTag.clear()
  }

  #index(key: K): void {
    for (const tag of this.#tagsOf(key)) {
      if (this.#keyOfTag(tag) === key) continue
      const keys = this.#keysByTag.get(tag)
      if (keys) keys.add(key)
      else this.#keysByTag.set(tag, new Set([key]))
    }
  }

  #unindex(key: K): void {
    if (this.#keysByTag.size === 0) return
    for (const tag of this.#tagsOf(key)) {
      const keys = this.#keysByTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysByTag.delete(tag)
    }
  }
}
