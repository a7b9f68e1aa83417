import { CayError } from '../errors.ts'
import type { LocalEntry } from '../local/local-tier.ts'
import type { ReadLevel } from '../model/policy.ts'
import { beliefMs } from '../runtime/belief.ts'
import type { Flight } from '../runtime/flights.ts'
import { currentLoad, isPartOfLoad } from '../runtime/load-scope.ts'
import { askShared, type Missed } from './ask-shared.ts'
import { captureVersions } from './capture-versions.ts'
import {
  isBelieved,
  isCacheable,
  refusalOf,
  type Accepts,
  type Boarding,
  type Family,
  type FamilyKey,
  type Load,
} from './family.ts'
import { callLoader, loadPending } from './load.ts'
import { ownTurn } from './once.ts'
import { throughCodec } from './values.ts'

/** So many flights share one round trip at most: one more would make them all wait for a long reply. */
const mostTogether = 500

/** The whole of a read: local, then a flight under way, then shared, then the origin. `docs/paths.md` draws it. */
export function read<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  level: ReadLevel,
  load: Load<K>,
): Promise<V | null> {
  if (level === 'strong') return readOrigin(family, [key], load).then((found) => found.get(key) ?? null)
  if (level === 'fresh') return launch(family, key, 'fresh', load)
  return serveLocal(family, key, load) ?? join(family, key) ?? launch(family, key, 'servable', load)
}

/** Step 1: an entry in memory, believed, fresh and far from its end. No await, no command, no allocation. */
export function serveLocal<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  load: Load<K>,
): Promise<V | null> | undefined {
  const entry = family.local.get(key)
  if (entry === undefined) return undefined
  const now = family.surroundings.clock.now()
  if (!isBelieved(family, now)) return undefined
  if (now >= entry.calmUntil) return serveAged(family, entry, now, load)
  family.statistics.localRead(key)
  family.surroundings.auditor?.hit(family, key, entry.value, load)
  return entry.promise
}

/** What is in memory, believed and fresh; undefined where that is nothing. Not counted as a read, nor as a use. */
export function peek<K extends FamilyKey, V>(family: Family<K, V>, key: K): V | null | undefined {
  const entry = family.local.look(key)
  if (entry === undefined) return undefined
  const now = family.surroundings.clock.now()
  return now < entry.freshUntil && isBelieved(family, now) ? entry.value : undefined
}

/** Step 2: an entry near its end, or within staleFor: served at once, and refreshed behind the reader if it is due. */
function serveAged<K extends FamilyKey, V>(
  family: Family<K, V>,
  entry: LocalEntry<K, V | null>,
  now: number,
  load: Load<K>,
): Promise<V | null> | undefined {
  if (now >= entry.servableUntil) return undefined
  const isFresh = now < entry.freshUntil
  if (!isFresh || isDueAhead(family, entry, now)) refreshBehind(family, entry.key, load)
  family.statistics.read(isFresh ? 'local' : 'stale', entry.key)
  return entry.promise
}

/**
 * XFetch (Vattani, Chierichetti, Lowenstein: "Optimal probabilistic cache stampede prevention", VLDB 2015): the nearer
 * the end and the dearer the load, the likelier; and the more readers, the more often it is asked.
 */
function isDueAhead<K extends FamilyKey, V>(
  family: Family<K, V>,
  entry: LocalEntry<K, V | null>,
  now: number,
): boolean {
  return now - entry.loadMs * Math.log(1 - family.surroundings.random.fraction()) >= entry.freshUntil
}

/** A flight nobody waits for, unless one is under way. */
export function refreshBehind<K extends FamilyKey, V>(family: Family<K, V>, key: K, load: Load<K>): void {
  const isWanted = family.flights.get(key) === undefined && refusalOf(family) === undefined
  if (isWanted) takeOff(family, key, 'nothing', load)
}

/**
 * Step 3: a flight under way. SAFEGUARD "reads don't join an overtaken flight": an overtaken one is not found here. Where
 * memory is not believed, nothing may have overtaken it that should: then only a young one will do, for it has read nothing
 * older than itself. A loader that reads through the same cache joins only what is loading already: anything else might wait for the
 * loader's own place in the bulkhead.
 */
export function join<K extends FamilyKey, V>(family: Family<K, V>, key: K): Promise<V | null> | undefined {
  const flight = family.flights.get(key)
  if (flight === undefined || !isCacheable(family) || !isJoinable(family, flight)) return undefined
  const scope = currentLoad()
  if (scope !== undefined && (!flight.isLoading || isPartOfLoad(scope, family, key))) return undefined
  family.statistics.read('joined', key)
  return flight.promise
}

function isJoinable<K extends FamilyKey, V>(family: Family<K, V>, { begunAt }: Flight<K, V | null>): boolean {
  const now = family.surroundings.clock.now()
  return now - begunAt < beliefMs || isBelieved(family, now)
}

/** Step 4: a flight of its own; or the reason why there can be none. */
export function launch<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  accepts: Accepts,
  load: Load<K>,
): Promise<V | null> {
  const refusal = refusalOf(family) ?? cycleOf(family, key)
  return refusal === undefined ? takeOff(family, key, accepts, load).promise : Promise.reject(refusal)
}

function cycleOf<K extends FamilyKey, V>(family: Family<K, V>, key: K): CayError | undefined {
  if (!isPartOfLoad(currentLoad(), family, key)) return undefined
  const message = `${family.name}: the loader of a key asks for that same key, and would wait for itself.`
  return new CayError('CAY_LOAD_CYCLE', message, { family: family.name })
}

/** What takes off in one tick flies together. */
function takeOff<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
  accepts: Accepts,
  load: Load<K>,
): Flight<K, V | null> {
  const { background, clock } = family.surroundings
  const flight = family.flights.start(key, clock.now())
  const boarding = { flight, accepts, load, scope: currentLoad() }
  const departed = family.departures.add(boarding, (all) => flyInGroups(family, all))
  if (departed !== undefined) background.run(() => departed)
  return flight
}

async function flyInGroups<K extends FamilyKey, V>(
  family: Family<K, V>,
  boardings: readonly Boarding<K, V>[],
): Promise<void> {
  // Each waits for its own turn where one process loads for all.
  const together = family.once ? 1 : mostTogether
  const groups: Promise<void>[] = []
  for (let i = 0; i < boardings.length; i += together)
    groups.push(fly(family, boardings.slice(i, i + together)))
  await Promise.all(groups)
}

/**
 * Steps 5 to 8: one round trip to the shared tier for all; where one process loads for all, a turn; versions for what the
 * shared tier did not have, before the load; one load of what is left. Each flight lands by itself on the way.
 */
async function fly<K extends FamilyKey, V>(
  family: Family<K, V>,
  boardings: readonly Boarding<K, V>[],
): Promise<void> {
  try {
    const unserved = await askShared(family, boardings, refreshBehind)
    const missed = family.once ? await ownTurns(family, unserved) : unserved
    if (missed.length === 0) return
    const pending = await captureVersions(family, missed)
    await loadPending(family, pending)
  } catch (error) {
    for (const { flight } of boardings) flight.fail(error)
  }
}

async function ownTurns<K extends FamilyKey, V>(
  family: Family<K, V>,
  unserved: readonly Missed<K, V>[],
): Promise<readonly Missed<K, V>[]> {
  const turns = await Promise.all(unserved.map((missed) => ownTurn(family, missed, refreshBehind)))
  return turns.filter((turn) => turn !== undefined)
}

/** `strong`: past both tiers, and nothing is kept. A key that the origin does not have is null. */
export async function readOrigin<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  load: Load<K>,
): Promise<Map<K, V | null>> {
  const refusal = refusalOf(family)
  if (refusal !== undefined) throw refusal
  try {
    const rows = await callLoader(family, keys, { load, scope: currentLoad() })
    const found = new Map(keys.map((key) => [key, throughCodec(family, rows.get(key) ?? null).value]))
    for (const key of keys) family.statistics.read('origin', key)
    return found
  } catch (error) {
    for (const key of keys) family.statistics.read('failed', key)
    throw error
  }
}
