import type { Json } from '../model/json.ts'
import type { Store } from '../store.ts'

/**
 * A storage adapter as Keyv 5 asks for one. Keyv 6 takes it as well, but has no way to clear one namespace of several
 * with it: give each a store of its own. Written down here so that who uses `cay/keyv` brings the Keyv of his choice, and
 * who does not brings none.
 *
 * Two things Keyv knows are left out: `iterator`, for a cache has no list of its keys (long ones stand in the shared tier
 * as a hash, and those of deleted values for a while longer), and `disconnect`, for the cache is not the adapter's to
 * close.
 */
export interface KeyvStorage {
  /** Read by Keyv to tell one database from another. */
  readonly opts: Record<string, unknown>
  /** Set by Keyv, which puts it before every key it passes, unless told not to (`useKeyPrefix`): then give it none. */
  namespace?: string | undefined
  readonly get: (key: string) => Promise<Json | undefined>
  readonly getMany: (keys: readonly string[]) => Promise<(Json | undefined)[]>
  /** True: stored for all processes. False: only in this one, because the shared tier is away. */
  readonly set: (key: string, value: Json, ttl?: number) => Promise<boolean>
  readonly setMany: (entries: readonly KeyvStorageEntry[]) => Promise<boolean[]>
  /** Whether there was something, and it is gone in all processes. */
  readonly delete: (key: string) => Promise<boolean>
  /** Whether there was something under every key, and all of it is gone in all processes. */
  readonly deleteMany: (keys: readonly string[]) => Promise<boolean>
  readonly has: (key: string) => Promise<boolean>
  readonly hasMany: (keys: readonly string[]) => Promise<boolean[]>
  /** Deletes what is in the namespace, by looking at every key of the shared tier; without one everything, at once. */
  readonly clear: () => Promise<void>
  /** Keyv listens for errors. There are none: what fails rejects, and a cache that is away is not an error. */
  readonly on: (event: string, listener: (error: unknown) => void) => KeyvStorage
}

interface KeyvStorageEntry {
  readonly key: string
  readonly value: Json
  /** Milliseconds. */
  readonly ttl?: number | undefined
}

/**
 * Keeps what a Keyv holds in a store of Cay: `new Keyv({ store: keyvStore(cay.store('sessions', { ttl: '1d' })) })`. A
 * value lives for the ttl that Keyv passes, and never for longer than the store's.
 */
export function keyvStore(store: Store): KeyvStorage {
  const has = async (keys: readonly string[]): Promise<boolean[]> => {
    const found = await store.getMany(keys)
    return keys.map((key) => found.has(key))
  }
  const deleteMany = async (keys: readonly string[]): Promise<boolean> => {
    const were = await has(keys)
    const outcome = await store.delete(...keys)
    return outcome === 'applied' && were.every(Boolean)
  }
  const setAlike = async (
    ttl: number | undefined,
    entries: readonly KeyvStorageEntry[],
  ): Promise<boolean> => {
    // An end that has come already is one that comes at once.
    const options = ttl === undefined ? {} : { ttl: Math.max(1, ttl) }
    return (
      (await store.setMany(
        entries.map(({ key, value }) => [key, value]),
        options,
      )) === 'applied'
    )
  }
  const adapter: KeyvStorage = {
    opts: {},
    get: async (key) => (await store.get(key)) ?? undefined,
    getMany: async (keys) => {
      const found = await store.getMany(keys)
      return keys.map((key) => found.get(key) ?? undefined)
    },
    set: (key, value, ttl) => setAlike(ttl, [{ key, value }]),
    setMany: async (entries) => {
      // Of several for one key the last counts.
      const wanted = [...new Map(entries.map((entry) => [entry.key, entry])).values()]
      const groups = [...Map.groupBy(wanted, ({ ttl }) => ttl)]
      const areSet = await Promise.all(groups.map(([ttl, group]) => setAlike(ttl, group)))
      const isSet = new Map(groups.flatMap(([, group], i) => group.map(({ key }) => [key, areSet[i]])))
      return entries.map(({ key }) => isSet.get(key) === true)
    },
    delete: (key) => deleteMany([key]),
    deleteMany,
    has: async (key) => (await has([key])).every(Boolean),
    hasMany: has,
    clear: async () => {
      const { namespace } = adapter
      const isWhole = namespace === undefined || namespace === ''
      await (isWhole ? store.clear() : store.invalidatePrefix(`${namespace}:`))
    },
    on: () => adapter,
  }
  return adapter
}
