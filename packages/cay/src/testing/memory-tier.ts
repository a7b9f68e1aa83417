import type { Clock } from '../runtime/clock.ts'
import type { MarkedChange, SharedEntry, SharedTier, SharedTierEvents } from '../shared/port.ts'

/** A shared tier in this process. Several caches on one see the same entries. */
export interface MemoryTier extends SharedTier {
  /** What it holds, for a test to look at or to take away. */
  readonly entries: Map<string, Buffer>
  /** Another server is in its place, and nobody is told. */
  readonly replace: () => void
  /** How many round trips were made, by kind of call. */
  readonly calls: Record<
    'ping' | 'identity' | 'getMany' | 'setIfMissing' | 'setMany' | 'extend' | 'deleteMany' | 'apply' | 'scan',
    number
  >
}

/** @param clock ages the entries; each call settles on a later microtask, as replies do */
export function memoryTier(clock: Clock, { partitions = 1 } = {}): MemoryTier {
  const shelf = new Shelf(clock)
  const { entries } = shelf
  const listeners = new Set<SharedTierEvents>()
  let server = 1
  const calls = noCalls()
  const answer = async <T>(call: keyof typeof calls, work: () => T): Promise<T> => {
    calls[call]++
    await Promise.resolve()
    return work()
  }
  const apply = (change: MarkedChange): boolean => {
    if (!shelf.apply(change)) return false
    if (change.message !== '') for (const listener of listeners) listener.message(change.message)
    return true
  }
  return {
    backend: 'memory',
    partitions,
    entries,
    calls,
    start: (events) => {
      listeners.add(events)
      events.connected()
      events.listening()
    },
    close: () => Promise.resolve(),
    refusal: () => undefined,
    ping: () => answer('ping', () => undefined),
    identity: () => answer('identity', () => String(server)),
    replace: () => {
      server++
    },
    getMany: (keys) => answer('getMany', () => keys.map((key) => shelf.find(key))),
    setIfMissing: (wanted) => answer('setIfMissing', () => wanted.map((entry) => shelf.claim(entry))),
    setMany: (given) =>
      answer('setMany', () => {
        for (const entry of given) shelf.store(entry)
      }),
    extend: (keys, ttlMs) =>
      answer('extend', () => {
        for (const key of keys) shelf.extend(key, ttlMs)
      }),
    deleteMany: (keys) =>
      answer('deleteMany', () => {
        for (const key of keys) entries.delete(key)
      }),
    apply: (changes) => answer('apply', () => changes.map(apply)),
    scan: async function* (prefixes) {
      const found = [...entries.keys()].filter(
        (key) => prefixes.some((prefix) => key.startsWith(prefix)) && shelf.find(key) !== null,
      )
      for (let i = 0; i < found.length; i += 100) yield await answer('scan', () => found.slice(i, i + 100))
    },
  }
}

function noCalls(): MemoryTier['calls'] {
  return {
    identity: 0,
    ping: 0,
    getMany: 0,
    setIfMissing: 0,
    setMany: 0,
    extend: 0,
    deleteMany: 0,
    apply: 0,
    scan: 0,
  }
}

/** Values, and when they end. */
class Shelf {
  readonly entries = new Map<string, Buffer>()
  readonly #ends = new Map<string, number>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  find(key: string): Buffer | null {
    if ((this.#ends.get(key) ?? 0) <= this.#clock.now()) this.entries.delete(key)
    return this.entries.get(key) ?? null
  }

  store({ key, value, ttlMs }: SharedEntry): void {
    this.entries.set(key, Buffer.from(value))
    this.#ends.set(key, this.#clock.now() + ttlMs)
  }

  claim(entry: SharedEntry): string {
    if (this.find(entry.key) === null) this.store(entry)
    return String(this.find(entry.key))
  }

  extend(key: string, ttlMs: number): void {
    if (this.find(key) === null) return
    this.#ends.set(key, Math.max(this.#ends.get(key) ?? 0, this.#clock.now() + ttlMs))
  }

  apply({ keys, mark: { key, move } }: MarkedChange): boolean {
    if (move !== undefined && (this.find(key)?.toString() ?? null) !== move.from) return false
    for (const one of keys) this.entries.delete(one)
    if (move !== undefined) this.store({ key, value: move.to, ttlMs: Infinity })
    return true
  }
}
