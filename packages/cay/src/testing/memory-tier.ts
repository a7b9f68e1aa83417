import type { Clock } from '../runtime/clock.ts'
import type { SharedEntry, SharedTier, SharedTierEvents } from '../shared/port.ts'

/** A shared tier in this process, with faults on demand. Several caches on one see the same entries. */
export interface MemoryTier extends SharedTier {
  /** What it holds, for a test to look at or to take away. */
  readonly entries: Map<string, Buffer>
  /** How many round trips were made, by kind of call. */
  readonly calls: Record<'ping' | 'getMany' | 'setIfMissing' | 'setMany' | 'deleteMany', number>
  /** `silent`: calls never settle, as on a hung server. `failing`: they reject. `disconnect` also reports the break. */
  readonly behave: (mode: 'normal' | 'silent' | 'failing') => void
  readonly disconnect: () => void
  readonly connect: () => void
}

/** @param clock ages the entries; each call settles on a later microtask, as replies do */
export function memoryTier(clock: Clock): MemoryTier {
  const entries = new Map<string, Buffer>()
  const expiry = new Map<string, number>()
  const listeners = new Set<SharedTierEvents>()
  const calls = { ping: 0, getMany: 0, setIfMissing: 0, setMany: 0, deleteMany: 0 }
  let mode: 'normal' | 'silent' | 'failing' = 'normal'

  const answer = async <T>(call: keyof typeof calls, work: () => T): Promise<T> => {
    calls[call]++
    await Promise.resolve()
    if (mode === 'silent') return new Promise<never>(() => undefined)
    if (mode === 'failing') throw new Error('the memory tier was told to fail')
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
  return {
    backend: 'memory',
    entries,
    calls,
    start: (events) => {
      listeners.add(events)
      if (mode === 'normal') events.connected()
    },
    close: () => Promise.resolve(),
    ping: () => answer('ping', () => undefined),
    getMany: (keys) => answer('getMany', () => keys.map(find)),
    setIfMissing: (wanted) =>
      answer('setIfMissing', () =>
        wanted.map((entry) => {
          if (find(entry.key) === null) store(entry)
          return String(find(entry.key))
        }),
      ),
    setMany: (given) =>
      answer('setMany', () => {
        given.forEach(store)
      }),
    deleteMany: (keys) =>
      answer('deleteMany', () => {
        for (const key of keys) entries.delete(key)
      }),
    behave: (next) => {
      mode = next
    },
    disconnect: () => {
      mode = 'failing'
      for (const { disconnected } of listeners) disconnected()
    },
    connect: () => {
      mode = 'normal'
      for (const { connected } of listeners) connected()
    },
  }
}
