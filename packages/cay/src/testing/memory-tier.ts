import type { Clock } from '../runtime/clock.ts'
import type { SharedEntry, SharedTier } from '../shared/port.ts'

/** A shared tier in this process. Several caches on one see the same entries. */
export interface MemoryTier extends SharedTier {
  /** What it holds, for a test to look at or to take away. */
  readonly entries: Map<string, Buffer>
  /** How many round trips were made, by kind of call. */
  readonly calls: Record<
    'ping' | 'getMany' | 'setIfMissing' | 'setMany' | 'extend' | 'deleteMany' | 'scan',
    number
  >
}

/** @param clock ages the entries; each call settles on a later microtask, as replies do */
export function memoryTier(clock: Clock, { partitions = 1 } = {}): MemoryTier {
  const entries = new Map<string, Buffer>()
  const expiry = new Map<string, number>()
  const calls = { ping: 0, getMany: 0, setIfMissing: 0, setMany: 0, extend: 0, deleteMany: 0, scan: 0 }
  const answer = async <T>(call: keyof typeof calls, work: () => T): Promise<T> => {
    calls[call]++
    await Promise.resolve()
    return work()
  }
  const find = (key: string): Buffer | null => {
    if ((expiry.get(key) ?? 0) <= clock.now()) entries.delete(key)
    return entries.get(key) ?? null
  }
  const store = ({ key, value, ttlMs }: SharedEntry): void => {
    entries.set(key, Buffer.from(value))
    expiry.set(key, clock.now() + ttlMs)
  }
  const claim = (entry: SharedEntry): string => {
    if (find(entry.key) === null) store(entry)
    return String(find(entry.key))
  }
  return {
    backend: 'memory',
    partitions,
    entries,
    calls,
    start: (events) => {
      events.connected()
    },
    close: () => Promise.resolve(),
    ping: () => answer('ping', () => undefined),
    getMany: (keys) => answer('getMany', () => keys.map(find)),
    setIfMissing: (wanted) => answer('setIfMissing', () => wanted.map(claim)),
    setMany: (given) =>
      answer('setMany', () => {
        given.forEach(store)
      }),
    extend: (keys, ttlMs) =>
      answer('extend', () => {
        for (const key of keys)
          if (find(key) !== null) expiry.set(key, Math.max(expiry.get(key) ?? 0, clock.now() + ttlMs))
      }),
    deleteMany: (keys) =>
      answer('deleteMany', () => {
        for (const key of keys) entries.delete(key)
      }),
    scan: async function* (prefixes) {
      const found = [...entries.keys()].filter(
        (key) => prefixes.some((prefix) => key.startsWith(prefix)) && find(key) !== null,
      )
      for (let i = 0; i < found.length; i += 100) yield await answer('scan', () => found.slice(i, i + 100))
    },
  }
}
