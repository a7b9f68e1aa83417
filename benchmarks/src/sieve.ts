/** An entry of the queue. */
interface Node {
  readonly key: number
  wasUsed: boolean
  older: Node | undefined
  newer: Node | undefined
}

/**
 * SIEVE (Zhang, Yang, Yue, Vigfusson, Rashmi: "SIEVE is simpler than LRU", NSDI 2024): one queue by age; a hand moves from
 * the oldest to the newest, spares what was used since it last passed, and takes the first that was not.
 */
export class Sieve {
  readonly #capacity: number
  readonly #byKey = new Map<number, Node>()
  #newest: Node | undefined
  #oldest: Node | undefined
  #hand: Node | undefined

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  access(key: number): boolean {
    const found = this.#byKey.get(key)
    if (found !== undefined) {
      found.wasUsed = true
      return true
    }
    if (this.#byKey.size >= this.#capacity) this.#evict()
    const node: Node = { key, wasUsed: false, older: this.#newest, newer: undefined }
    if (this.#newest === undefined) this.#oldest = node
    else this.#newest.newer = node
    this.#newest = node
    this.#byKey.set(key, node)
    return false
  }

  #evict(): void {
    let node = this.#hand ?? this.#oldest
    while (node?.wasUsed === true) {
      node.wasUsed = false
      node = node.newer ?? this.#oldest
    }
    if (node === undefined) return
    this.#hand = node.newer
    this.#byKey.delete(node.key)
    if (node.older === undefined) this.#oldest = node.newer
    else node.older.newer = node.newer
    if (node.newer === undefined) this.#newest = node.older
    else node.newer.older = node.older
  }
}
