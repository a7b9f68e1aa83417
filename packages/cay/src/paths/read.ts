import { stampMatches, unpackEntry, type Entry } from '../model/entry.ts'
import { versionKey } from '../model/key.ts'
import type { ReadLevel } from '../model/policy.ts'
import type { Flight } from '../runtime/flights.ts'
import type { SharedEntry } from '../shared/port.ts'
import type { Family, FamilyKey, Load } from './family.ts'
import { loadWithinDeadline } from './load.ts'
import { lifetime, localEntry, sharedEntry, throughCodec } from './values.ts'
import { claimVersions } from './versions.ts'

/** Which entries of the shared tier a flight accepts: within staleFor, within ttl, or none (the origin decides). */
export type Accepts = 'servable' | 'fresh' | 'nothing'

/** A flight that the shared tier did not land, with the versions read there: undefined where it could not be asked. */
interface Missed<K, V> {
  readonly flight: Flight<K, V | null>
  readonly versions: readonly (string | null)[] | undefined
}

/** The same, ready for its load. */
interface Pending<K, V> {
  readonly flight: Flight<K, V | null>
  /** Undefined where the shared tier could not be asked: then nothing is stored there. */
  readonly captured: readonly string[] | undefined
}

/** The whole of a read: local, then a flight under way, then shared, then the origin. `docs/paths.md` draws it. */
export function read<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  level: ReadLevel,
  load: Load<K>,
): Promise<V | null> {
  if (level === 'strong') return readOrigin(family, [key], load).then((found) => found.get(key) ?? null)
  if (level === 'cached') {
    const here = serveLocal(family, key, load) ?? join(family, key)
    if (here !== undefined) return here
  }
  return launch(family, key, level === 'cached' ? 'servable' : 'fresh', load)
}

/** A fresh entry, or a servable one that is then refreshed behind the reader. No await, no command, no allocation. */
export function serveLocal<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  load: Load<K>,
): Promise<V | null> | undefined {
  const entry = family.local.get(key)
  if (entry === undefined) return undefined
  const now = family.surroundings.clock.now()
  if (now < entry.freshUntil) {
    family.statistics.read('local')
    return entry.promise
  }
  if (now >= entry.servableUntil) return undefined
  family.statistics.read('stale')
  refreshBehind(family, key, load)
  return entry.promise
}

/** SAFEGUARD "reads don't join an overtaken flight": an overtaken one is no longer found here. */
export function join<K extends FamilyKey, V>(family: Family<K, V>, key: K): Promise<V | null> | undefined {
  const flight = family.flights.get(key)
  if (flight !== undefined) family.statistics.read('joined')
  return flight?.promise
}

function refreshBehind<K extends FamilyKey, V>(family: Family<K, V>, key: K, load: Load<K>): void {
  if (family.flights.get(key) === undefined) launchMany(family, [key], 'fresh', load)
}

/** Starts the key's flight. */
export function launch<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  accepts: Accepts,
  load: Load<K>,
): Promise<V | null> {
  return launchMany(family, [key], accepts, load).get(key) ?? Promise.resolve(null)
}

/** Starts a flight for each key and flies them together: one shared round trip, one load of what is left. */
export function launchMany<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  accepts: Accepts,
  load: Load<K>,
): ReadonlyMap<K, Promise<V | null>> {
  family.surroundings.assertOpen()
  const flights = keys.map((key) => family.flights.start(key))
  family.surroundings.background.run(() => fly(family, flights, accepts, load))
  return new Map(flights.map(({ key, promise }) => [key, promise]))
}

async function fly<K extends FamilyKey, V>(
  family: Family<K, V>,
  flights: readonly Flight<K, V | null>[],
  accepts: Accepts,
  load: Load<K>,
): Promise<void> {
  try {
    const missed = await askShared(family, flights, accepts, load)
    if (missed.length === 0) return
    await loadPending(family, await captureVersions(family, missed), load)
  } catch (error) {
    for (const flight of flights) flight.fail(error)
  }
}

/** What either tier holds, undefined where neither does: for a read that brings no loader. */
export async function readStored<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
): Promise<V | null | undefined> {
  family.surroundings.assertOpen()
  const entry = family.local.get(key)
  if (entry !== undefined && family.surroundings.clock.now() < entry.servableUntil) {
    family.statistics.read('local')
    return entry.value
  }
  // Nobody may join it: a reader with a loader would get no value from a flight without one.
  const flight = family.flights.start(key, { isJoinable: false })
  const pending = await askShared(family, [flight], 'servable')
  if (pending.length === 0) return flight.promise
  flight.land(null)
  family.statistics.read('nothing')
  return undefined
}

/** One round trip for every entry and its versions. What is valid lands; the rest goes on with the versions read. */
async function askShared<K extends FamilyKey, V>(
  family: Family<K, V>,
  flights: readonly Flight<K, V | null>[],
  accepts: Accepts,
  load?: Load<K>,
): Promise<readonly Missed<K, V>[]> {
  const { shared } = family.surroundings
  const addresses = flights.map(({ key }) => [family.entryKeyOf(key), ...family.tagsOf(key).map(versionKey)])
  const values = shared.isTrusted ? await shared.read(addresses.flat()) : undefined
  if (values === undefined) return flights.map((flight) => ({ flight, versions: undefined }))
  let at = 0
  return flights.flatMap((flight, i) => {
    const width = addresses[i]?.length ?? 0
    const [bytes = null, ...versionBytes] = values.slice(at, (at += width))
    const versions = versionBytes.map((version) => version?.toString('latin1') ?? null)
    const isServed = bytes !== null && landShared(family, flight, { bytes, versions, accepts, load })
    return isServed ? [] : [{ flight, versions }]
  })
}

interface SharedAnswer<K> {
  readonly bytes: Buffer
  readonly versions: readonly (string | null)[]
  readonly accepts: Accepts
  /** Refreshes what is served stale; undefined where the read brought no loader. */
  readonly load: Load<K> | undefined
}

/** Lands the flight with an entry of the shared tier, if it is valid and young enough. */
function landShared<K extends FamilyKey, V>(
  family: Family<K, V>,
  flight: Flight<K, V | null>,
  { bytes, versions, accepts, load }: SharedAnswer<K>,
): boolean {
  const entry = unpackEntry(bytes, versions.length)
  if (entry === undefined) family.statistics.undecodable()
  if (entry === undefined || !isValid(family, entry, versions)) return false
  const ageMs = Math.max(0, family.surroundings.clock.wallNow() - entry.bornAt)
  const { freshMs, servableMs } = lifetime(family, entry.text)
  const isFresh = ageMs < freshMs
  if (accepts === 'nothing' || (!isFresh && (accepts === 'fresh' || ageMs >= servableMs))) return false
  const value = entry.text === null ? null : family.codec.decode(entry.text)
  if (value === undefined) {
    family.statistics.undecodable()
    return false
  }
  keepLocal(family, flight, { value, bytes: bytes.length, ageMs })
  family.statistics.read('shared')
  flight.land(value)
  if (!isFresh && load !== undefined) refreshBehind(family, flight.key, load)
  return true
}

function isValid<K extends FamilyKey, V>(
  family: Family<K, V>,
  entry: Entry,
  versions: readonly (string | null)[],
): boolean {
  return (family.isSelfProving && entry.text !== null) || stampMatches(entry.stamp, versions)
}

/**
 * SAFEGUARD "versions are read before the database": what is missing is set now, before the load, so that a write
 * during the load deletes it and leaves what the load stores without a match.
 */
async function captureVersions<K extends FamilyKey, V>(
  family: Family<K, V>,
  missed: readonly Missed<K, V>[],
): Promise<readonly Pending<K, V>[]> {
  const versionKeysOf = (key: K): string[] => family.tagsOf(key).map(versionKey)
  const missing = missed.flatMap(({ flight, versions }) =>
    versions === undefined ? [] : versionKeysOf(flight.key).filter((_, i) => versions[i] === null),
  )
  const claimed = await claimVersions(family, [...new Set(missing)])
  return missed.map(({ flight, versions }) => {
    const captured = versionKeysOf(flight.key).map((key, i) => versions?.[i] ?? claimed.get(key))
    return { flight, captured: captured.every((version) => version !== undefined) ? captured : undefined }
  })
}

/** One load for all of them; each lands by itself, with its value, its absence or its own error. */
async function loadPending<K extends FamilyKey, V>(
  family: Family<K, V>,
  pending: readonly Pending<K, V>[],
  load: Load<K>,
): Promise<void> {
  let rows: ReadonlyMap<K, unknown>
  try {
    rows = await loadWithinDeadline(
      family,
      pending.map(({ flight }) => flight.key),
      load,
    )
  } catch (error) {
    for (const { flight } of pending) landLastValue(family, flight, error)
    return
  }
  const writes = pending.flatMap((one) => landLoaded(family, one, rows.get(one.flight.key) ?? null))
  const { shared, background } = family.surroundings
  if (writes.length > 0) background.run(() => shared.write(writes))
}

/** Lands a loaded row, and returns what to write to the shared tier for it. */
function landLoaded<K extends FamilyKey, V>(
  family: Family<K, V>,
  { flight, captured }: Pending<K, V>,
  row: unknown,
): readonly SharedEntry[] {
  try {
    const { text, value } = throughCodec(family, row)
    keepLocal(family, flight, { value, bytes: text?.length ?? 0, ageMs: 0 })
    family.statistics.read('origin')
    flight.land(value)
    return captured === undefined ? [] : [sharedEntry(family, flight.key, captured, text)]
  } catch (error) {
    family.statistics.refused()
    family.statistics.read('failed')
    flight.fail(error)
    return []
  }
}

/** The loader failed: the last value while it may be served, else the loader's own error. */
function landLastValue<K extends FamilyKey, V>(
  family: Family<K, V>,
  flight: Flight<K, V | null>,
  error: unknown,
): void {
  const last = family.local.get(flight.key)
  if (last === undefined || family.surroundings.clock.now() >= last.servableUntil) {
    family.statistics.read('failed')
    flight.fail(error)
  } else {
    family.statistics.read('stale')
    flight.land(last.value)
  }
}

/** SAFEGUARD: what an invalidation has overtaken is served to those who asked before it, and never kept. */
function keepLocal<K extends FamilyKey, V>(
  family: Family<K, V>,
  flight: Flight<K, V | null>,
  { value, bytes, ageMs }: { readonly value: V | null; readonly bytes: number; readonly ageMs: number },
): void {
  if (flight.isOvertaken) return
  family.local.set(flight.key, localEntry(family, value, bytes, ageMs))
}

/** `strong`: past both tiers; nothing is kept. A key that the origin does not have is null. */
export async function readOrigin<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  load: Load<K>,
): Promise<Map<K, V | null>> {
  family.surroundings.assertOpen()
  try {
    const rows = await loadWithinDeadline(family, keys, load)
    const found = new Map(keys.map((key) => [key, throughCodec(family, rows.get(key) ?? null).value]))
    family.statistics.read('origin', found.size)
    return found
  } catch (error) {
    family.statistics.read('failed', keys.length)
    throw error
  }
}
