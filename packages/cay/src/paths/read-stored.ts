import { askShared } from './ask-shared.ts'
import { refusalOf, type Boarding, type Family, type FamilyKey } from './family.ts'
import { refreshBehind } from './read.ts'

/** What either tier holds, for a read that brings no loader; a key that neither holds is missing in the result. */
export async function readStored<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
): Promise<Map<K, V | null>> {
  const refusal = refusalOf(family)
  if (refusal !== undefined) throw refusal
  const wanted = [...new Set(keys)]
  const found = new Map(wanted.flatMap((key) => storedHere(family, key)))
  const boardings = wanted.filter((key) => !found.has(key)).map((key) => boarding(family, key))
  const missed = boardings.length === 0 ? [] : await askShared(family, boardings, refreshBehind)
  for (const { flight } of missed) {
    family.statistics.read('nothing', flight.key)
    flight.land(null)
  }
  const empty = new Set(missed.map(({ flight }) => flight.key))
  for (const { flight } of boardings) if (!empty.has(flight.key)) found.set(flight.key, await flight.promise)
  return found
}

function storedHere<K extends FamilyKey, V>(family: Family<K, V>, key: K): [] | [[K, V | null]] {
  const entry = family.local.get(key)
  if (entry === undefined || family.surroundings.clock.now() >= entry.servableUntil) return []
  family.statistics.read('local', key)
  return [[key, entry.value]]
}

/** Nobody may join its flight: a reader with a loader would get nothing from one without. */
function boarding<K extends FamilyKey, V>(family: Family<K, V>, key: K): Boarding<K, V> {
  const flight = family.flights.start(key, family.surroundings.clock.now(), { isJoinable: false })
  return { flight, accepts: 'servable', load: undefined, scope: undefined }
}
