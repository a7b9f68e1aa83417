import type { Tag } from '../model/tag.ts'

/** One load in progress, shared by everyone who asks for its key meanwhile. */
export interface Flight<K, V> {
  readonly key: K
  readonly promise: Promise<V>
  /** Set by an invalidation: what this flight brings may be older than the write that overtook it. */
  readonly isOvertaken: boolean
  readonly land: (value: V) => void
  readonly fail: (error: unknown) => void
}

type Airborne<K, V> = Flight<K, V> & { isOvertaken: boolean; readonly isJoinable: boolean }

/** The flights of one family. */
export class Flights<K, V> {
  readonly #tagsOf: (key: K) => readonly Tag[]
  /** All that are in the air for a key, oldest first: an invalidation must reach each of them. */
  readonly #byKey = new Map<K, Airborne<K, V>[]>()

  constructor(tagsOf: (key: K) => readonly Tag[]) {
    this.#tagsOf = tagsOf
  }

  /** The newest flight of the key that readers may join. */
  get(key: K): Flight<K, V> | undefined {
    return this.#byKey.get(key)?.findLast((flight) => flight.isJoinable && !flight.isOvertaken)
  }

  start(key: K, { isJoinable = true } = {}): Flight<K, V> {
    const { promise, resolve, reject } = Promise.withResolvers<V>()
    // Everyone who joined handles the failure; with nobody left it must not end the process.
    promise.catch(() => undefined)
    const flight: Airborne<K, V> = {
      key,
      promise,
      isOvertaken: false,
      isJoinable,
      land: (value) => {
        this.#remove(flight)
        resolve(value)
      },
      fail: (error) => {
        this.#remove(flight)
        reject(error)
      },
    }
    const others = this.#byKey.get(key)
    if (others) others.push(flight)
    else this.#byKey.set(key, [flight])
    return flight
  }

  /**
   * SAFEGUARDS "reads don't join an overtaken flight" and "a value on its way from shared to local is dropped if
   * overtaken": the flight keeps its passengers, takes no new ones, and may not store what it brings.
   */
  overtake(key: K): void {
    for (const flight of this.#byKey.get(key) ?? []) flight.isOvertaken = true
  }

  overtakeTag(tag: Tag): void {
    for (const key of this.#byKey.keys()) if (this.#tagsOf(key).includes(tag)) this.overtake(key)
  }

  overtakeAll(): void {
    for (const key of this.#byKey.keys()) this.overtake(key)
  }

  #remove(flight: Airborne<K, V>): void {
    const rest = this.#byKey.get(flight.key)?.filter((other) => other !== flight) ?? []
    if (rest.length > 0) this.#byKey.set(flight.key, rest)
    else this.#byKey.delete(flight.key)
  }
}
