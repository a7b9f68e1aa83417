import type { Tag } from '../model/tag.ts'

/** One load in progress, shared by everyone who asks for its key meanwhile. */
export interface Flight<K, V> {
  readonly key: K
  /** Monotonic milliseconds. */
  readonly begunAt: number
  readonly promise: Promise<V>
  /** Set by an invalidation: what this flight brings may be older than the write that overtook it. */
  readonly isOvertaken: boolean
  /** Set once its load has begun: from then on it waits for nothing but its loader. */
  isLoading: boolean
  readonly land: (value: V) => void
  readonly fail: (error: unknown) => void
}

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

  start(key: K, begunAt: number, { isJoinable = true } = {}): Flight<K, V> {
    const flight = new Airborne<K, V>({ key, begunAt, isJoinable }, this.#ended)
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
    this.overtakeWhere((key) => this.#tagsOf(key).includes(tag))
  }

  overtakeWhere(matches: (key: K) => boolean): void {
    for (const key of this.#byKey.keys()) if (matches(key)) this.overtake(key)
  }

  overtakeAll(): void {
    for (const key of this.#byKey.keys()) this.overtake(key)
  }

  readonly #ended = (flight: Airborne<K, V>): void => {
    const flights = this.#byKey.get(flight.key)
    const index = flights?.indexOf(flight) ?? -1
    if (flights === undefined || index < 0) return
    // Taken out of the list, too: the map copies itself as it is deleted from, and each copy, dead but not yet
    // collected, would keep the flight and its value alive.
    flights.splice(index, 1)
    if (flights.length === 0) this.#byKey.delete(flight.key)
  }
}

class Airborne<K, V> implements Flight<K, V> {
  readonly key: K
  readonly begunAt: number
  readonly promise: Promise<V>
  readonly isJoinable: boolean
  isOvertaken = false
  isLoading = false
  readonly #ended: (flight: Airborne<K, V>) => void
  readonly #resolve: (value: V) => void
  readonly #reject: (error: unknown) => void

  constructor(
    { key, begunAt, isJoinable }: Pick<Airborne<K, V>, 'key' | 'begunAt' | 'isJoinable'>,
    ended: (flight: Airborne<K, V>) => void,
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<V>()
    this.key = key
    this.begunAt = begunAt
    this.isJoinable = isJoinable
    this.promise = promise
    this.#ended = ended
    this.#resolve = resolve
    this.#reject = reject
  }

  land(value: V): void {
    this.#ended(this)
    this.#resolve(value)
  }

  fail(error: unknown): void {
    this.#ended(this)
    // Everyone who joined handles the failure; with nobody left it must not end the process.
    this.promise.catch(() => undefined)
    this.#reject(error)
  }
}
