/** An entry of the queues. Its owner makes it, with these fields; the queues link it. */
export interface Node<K> {
  readonly key: K
  bytes: number
  /** How often it was used since it was last judged, 3 at most. */
  uses: number
  isMain: boolean
  older: Node<K> | undefined
  newer: Node<K> | undefined
}

export interface S3FifoOptions<K> {
  readonly maxEntries: number
  readonly maxBytes: number
  /** Told of every key that goes, evicted or deleted, but not of those that `clear` removes. */
  readonly removed: (key: K) => void
}

/** The share of the whole that newcomers may take before they are judged. */
const smallShare = 0.1
const mostUses = 3

/**
 * S3-FIFO (Yang, Zhang, Qiu, Yue, Vinayak: "FIFO queues are all you need for cache eviction", SOSP 2023).
 *
 * Newcomers enter a small queue. One that was used more than once by the time it reaches the end moves to the main queue;
 * one that was not goes, and is remembered as a ghost: if it comes back soon, it enters the main queue at once. In the
 * main queue a used entry gets another round. So what a scan brings passes through the small queue and displaces
 * nothing; and a hit writes one number instead of relinking a list.
 */
export class S3Fifo<K, N extends Node<K>> {
  readonly #options: S3FifoOptions<K>
  readonly #byKey = new Map<K, N>()
  readonly #small = new Queue<K>()
  readonly #main = new Queue<K>()
  readonly #ghosts = new Ghosts<K>()
  #evictions = 0

  constructor(options: S3FifoOptions<K>) {
    this.#options = options
  }

  get size(): number {
    return this.#byKey.size
  }

  get bytes(): number {
    return this.#small.bytes + this.#main.bytes
  }

  get evictions(): number {
    return this.#evictions
  }

  get(key: K): N | undefined {
    const node = this.#byKey.get(key)
    if (node !== undefined && node.uses < mostUses) node.uses++
    return node
  }

  look(key: K): N | undefined {
    return this.#byKey.get(key)
  }

  keys(): Iterable<K> {
    return this.#byKey.keys()
  }

  /** An entry under a key that is not held. Whether it was kept: what is larger than everything is not. */
  set(node: N): boolean {
    if (node.bytes > this.#options.maxBytes) return false
    this.#makeRoom(this.#options.maxEntries - 1, node.bytes)
    node.isMain = this.#ghosts.take(node.key)
    this.#queueOf(node).push(node)
    this.#byKey.set(node.key, node)
    return true
  }

  /** A held entry has got another value, of this size: it keeps its place. Whether it is still held. */
  resize(node: N, bytes: number): boolean {
    this.#queueOf(node).bytes += bytes - node.bytes
    node.bytes = bytes
    if (bytes > this.#options.maxBytes) this.#remove(node)
    else this.#makeRoom(this.#options.maxEntries, 0)
    return this.#byKey.get(node.key) === node
  }

  delete(key: K): void {
    const node = this.#byKey.get(key)
    if (node !== undefined) this.#remove(node)
  }

  clear(): void {
    this.#byKey.clear()
    this.#small.clear()
    this.#main.clear()
    this.#ghosts.clear()
  }

  #makeRoom(mostEntries: number, bytes: number): void {
    while (this.size > mostEntries || this.bytes + bytes > this.#options.maxBytes) this.#evict()
  }

  #queueOf(node: Node<K>): Queue<K> {
    return node.isMain ? this.#main : this.#small
  }

  #remove(node: Node<K>): void {
    this.#queueOf(node).unlink(node)
    this.#byKey.delete(node.key)
    this.#options.removed(node.key)
  }

  #evict(): void {
    const isSmallOverfull = this.#small.bytes > smallShare * this.bytes || this.#main.oldest === undefined
    if (isSmallOverfull) this.#judgeSmall()
    else this.#judgeMain()
  }

  /** The oldest newcomer moves up, or goes and leaves a ghost. */
  #judgeSmall(): void {
    const node = this.#small.oldest
    if (node === undefined) return
    if (node.uses > 1) {
      this.#small.unlink(node)
      node.uses = 0
      node.isMain = true
      this.#main.push(node)
      return
    }
    this.#remove(node)
    this.#ghosts.add(node.key, this.#byKey.size)
    this.#evictions++
  }

  /** The oldest of the main queue goes, or gets another round for each use. */
  #judgeMain(): void {
    for (let node = this.#main.oldest; node !== undefined; node = this.#main.oldest) {
      if (node.uses === 0) {
        this.#remove(node)
        this.#evictions++
        return
      }
      node.uses--
      this.#main.unlink(node)
      this.#main.push(node)
    }
  }
}

/** A queue of linked nodes that knows its bytes. */
class Queue<K> {
  oldest: Node<K> | undefined
  bytes = 0
  #newest: Node<K> | undefined

  push(node: Node<K>): void {
    node.older = this.#newest
    node.newer = undefined
    if (this.#newest === undefined) this.oldest = node
    else this.#newest.newer = node
    this.#newest = node
    this.bytes += node.bytes
  }

  unlink(node: Node<K>): void {
    if (node.older === undefined) this.oldest = node.newer
    else node.older.newer = node.newer
    if (node.newer === undefined) this.#newest = node.older
    else node.newer.older = node.older
    node.older = undefined
    node.newer = undefined
    this.bytes -= node.bytes
  }

  clear(): void {
    this.oldest = undefined
    this.#newest = undefined
    this.bytes = 0
  }
}

/**
 * The keys that went lately: about as many as the cache has entries. Two generations stand in for a queue: a Map that
 * is deleted from at its beginning slows down with every deletion.
 */
class Ghosts<K> {
  #young = new Set<K>()
  #old = new Set<K>()

  add(key: K, entries: number): void {
    if (this.#young.size * 2 >= entries) {
      this.#old = this.#young
      this.#young = new Set()
    }
    this.#young.add(key)
  }

  /** Whether it was there; it is not any more. */
  take(key: K): boolean {
    const isYoung = this.#young.delete(key)
    return this.#old.delete(key) || isYoung
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
