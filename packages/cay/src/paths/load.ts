import { CayError } from '../errors.ts'
import { runAsLoad, type LoadScope } from '../runtime/load-scope.ts'
import type { SharedEntry } from '../shared/port.ts'
import { versionTtlMs, type Pending } from './capture-versions.ts'
import type { Family, FamilyKey, Load } from './family.ts'
import { releaseLease } from './once.ts'
import { isOversized, keepLocal, sharedEntry, throughCodec } from './values.ts'

/** A loader is asked for so many keys at most: more would be a statement no database likes. */
const mostKeys = 1_000

/** A loader, and the load that asks it, if any. */
interface Call<K> {
  readonly load: Load<K>
  readonly scope: LoadScope | undefined
  /** Called when it has its place and begins. */
  readonly departed?: () => void
}
type Group<K, V> = Call<K> & { readonly members: Pending<K, V>[] }

/** One load for all that have the same loader. */
export async function loadPending<K extends FamilyKey, V>(
  family: Family<K, V>,
  pending: readonly Pending<K, V>[],
): Promise<void> {
  await Promise.all(groups(pending).map((group) => loadGroup(family, group)))
}

/** Keys of one loader go together; those asked for within a load, only with others of the same load. */
function groups<K, V>(pending: readonly Pending<K, V>[]): readonly Group<K, V>[] {
  const open = new Map<Load<K>, Map<LoadScope | undefined, Group<K, V>>>()
  const all: Group<K, V>[] = []
  for (const one of pending) {
    if (one.load === undefined) continue
    const byScope = open.get(one.load) ?? new Map<LoadScope | undefined, Group<K, V>>()
    open.set(one.load, byScope)
    const group = byScope.get(one.scope)
    if (group !== undefined && group.members.length < mostKeys) {
      group.members.push(one)
      continue
    }
    const started = { load: one.load, scope: one.scope, members: [one] }
    byScope.set(one.scope, started)
    all.push(started)
  }
  return all
}

/** Each lands by itself, with its value, its absence or its own error. */
async function loadGroup<K extends FamilyKey, V>(
  family: Family<K, V>,
  { load, scope, members }: Group<K, V>,
): Promise<void> {
  const { clock, background } = family.surroundings
  const keys = members.map(({ flight }) => flight.key)
  const departed = (): void => {
    for (const { flight } of members) flight.isLoading = true
  }
  const begun = clock.now()
  try {
    const rows = await callLoader(family, keys, { load, scope, departed })
    const loadMs = clock.now() - begun
    const writes = members.flatMap((member) =>
      landLoaded(family, member, rows.get(member.flight.key) ?? null, loadMs),
    )
    background.run(() => storeShared(family, members, writes))
  } catch (error) {
    for (const member of members) landLastValue(family, member, error)
    background.run(() => endTurns(family, members))
  }
}

/** Behind the readers, who have been answered. */
async function storeShared<K extends FamilyKey, V>(
  family: Family<K, V>,
  members: readonly Pending<K, V>[],
  writes: readonly SharedEntry[],
): Promise<void> {
  const keys = [...new Set(members.flatMap(({ aging }) => aging))]
  if (writes.length > 0) await family.surroundings.shared.write(writes, { keys, ttlMs: versionTtlMs(family) })
  await endTurns(family, members)
}

async function endTurns<K extends FamilyKey, V>(
  family: Family<K, V>,
  members: readonly Pending<K, V>[],
): Promise<void> {
  if (family.once) await Promise.all(members.map(({ flight }) => releaseLease(family, flight.key)))
}

/** Lands a loaded row, and returns what to write to the shared tier for it. */
function landLoaded<K extends FamilyKey, V>(
  family: Family<K, V>,
  { flight, captured }: Pending<K, V>,
  row: unknown,
  loadMs: number,
): readonly SharedEntry[] {
  try {
    const { text, value } = throughCodec(family, row)
    const isKept = !isOversized(family, text)
    if (isKept) keepLocal(family, flight, { value, text, ageMs: 0, loadMs })
    family.statistics.read('origin', flight.key)
    flight.land(value)
    return captured === undefined || !isKept ? [] : [sharedEntry(family, flight.key, captured, text)]
  } catch (error) {
    family.statistics.count('refused')
    family.statistics.read('failed', flight.key)
    flight.fail(error)
    return []
  }
}

/** The loader failed: the last value while it may be served to those who take it, else the loader's own error. */
function landLastValue<K extends FamilyKey, V>(
  family: Family<K, V>,
  { flight, accepts }: Pending<K, V>,
  error: unknown,
): void {
  const last = family.local.look(flight.key)
  if (last === undefined || accepts !== 'servable' || !isServable(family, last.servableUntil)) {
    family.statistics.read('failed', flight.key)
    flight.fail(error)
  } else {
    family.statistics.read('stale', flight.key)
    flight.land(last.value)
  }
}

/** For staleFor past its ttl, and past the time when it was last known to be what the database holds: whichever ends first. */
function isServable<K extends FamilyKey, V>(family: Family<K, V>, servableUntil: number): boolean {
  const { clock, localBelief } = family.surroundings
  const believedUntil = family.hasOrigin ? localBelief.until : Infinity
  return clock.now() < Math.min(servableUntil, believedUntil + family.policy.staleForMs)
}

/**
 * The loader's answer, or CAY_LOAD_TIMEOUT when its deadline passes first, its wait at the bulkhead included; a late
 * answer is dropped. CAY_LOAD_QUEUE_FULL at once where too many wait there.
 */
export async function callLoader<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  call: Call<K>,
): Promise<ReadonlyMap<K, unknown>> {
  const deadline = startDeadline(family)
  try {
    const rows = await Promise.race([callInTurn(family, keys, call, deadline.signal), deadline.expired])
    family.statistics.load(keys.length, deadline.elapsedMs(), 'loaded')
    return rows
  } catch (error) {
    family.statistics.load(keys.length, deadline.elapsedMs(), deadline.signal.aborted ? 'timeout' : 'failed')
    throw error
  } finally {
    deadline.cancel()
  }
}

/**
 * A loader within a load does not wait for a place: its outer load may hold the last one. A place is held until the
 * loader is done, even where its callers have given up: it is still at work at the origin.
 */
async function callInTurn<K extends FamilyKey, V>(
  family: Family<K, V>,
  keys: readonly K[],
  { load, scope, departed }: Call<K>,
  signal: AbortSignal,
): Promise<ReadonlyMap<K, unknown>> {
  const isNested = scope !== undefined
  if (!isNested) await family.bulkhead.enter(signal)
  departed?.()
  try {
    return await runAsLoad({ family, keys: new Set(keys), outer: scope }, async () => load(keys, { signal }))
  } finally {
    if (!isNested) family.bulkhead.leave()
  }
}

function startDeadline<K extends FamilyKey, V>(
  family: Family<K, V>,
): { signal: AbortSignal; expired: Promise<never>; elapsedMs: () => number; cancel: () => void } {
  const { clock } = family.surroundings
  const { loadTimeoutMs } = family.policy
  const begun = clock.now()
  const abort = new AbortController()
  const { promise: expired, reject } = Promise.withResolvers<never>()
  expired.catch(() => undefined)
  const timer = clock.after(loadTimeoutMs, () => {
    const message = `${family.name}: the loader did not answer within ${loadTimeoutMs} ms.`
    const error = new CayError('CAY_LOAD_TIMEOUT', message, { family: family.name })
    abort.abort(error)
    reject(error)
  })
  return { signal: abort.signal, expired, elapsedMs: () => clock.now() - begun, cancel: timer.cancel }
}
