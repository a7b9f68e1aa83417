/** A key and about how often it was used; the true number is between `count - error` and `count`. */
export interface HotKey<K> {
  readonly key: K
  readonly count: number
  readonly error: number
}

/**
 * The most used keys in a fixed number of counters: Space-Saving (Metwally, Agrawal, El Abbadi: "Efficient computation
 * of frequent and top-k elements in data streams", ICDT 2005). A key without a counter takes over the smallest one, and
 * with it its count as its error. Any key used more than 1/counters of the time is among them.
 */
export class HotKeys<K> {
  readonly #capacity: number
  readonly #counters: { key: K; count: number; error: number }[] = []
  readonly #indexes = new Map<K, number>()
  /** No counter is smaller; the search for one as small goes round from here. */
  #least = 1
  #next = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  used(key: K): void {
    const counter = this.#counters[this.#indexes.get(key) ?? -1]
    if (counter !== undefined) counter.count++
    else if (this.#counters.length < this.#capacity) this.#add(key)
    else this.#takeOver(key)
  }

  /** The hottest first. */
  top(limit: number): readonly HotKey<K>[] {
    return this.#counters
      .map(({ key, count, error }) => ({ key, count, error }))
      .sort((a, b) => b.count - a.count)
      .slice(0, limit)
  }

  #add(key: K): void {
    this.#indexes.set(key, this.#counters.length)
    this.#counters.push({ key, count: 1, error: 0 })
  }

  #takeOver(key: K): void {
    const index = this.#findLeast()
    const counter = this.#counters[index]
    if (counter === undefined) return
    this.#indexes.delete(counter.key)
    this.#indexes.set(key, index)
    counter.key = key
    counter.error = counter.count
    counter.count++
  }

  /** Counters only grow: where a whole round finds none as small as the least, the least has grown. */
  #findLeast(): number {
    for (let tried = 0; tried < this.#capacity; tried++) {
      const index = this.#next
      this.#next = (index + 1) % this.#capacity
      if (this.#counters[index]?.count === this.#least) return index
    }
    this.#least = Math.min(...this.#counters.map(({ count }) => count))
    return this.#findLeast()
  }
}
