import { openBody, readHead, type EntryHead } from '../model/entry.ts'
import { isBelieved, type Family, type FamilyKey } from './family.ts'
import { lifetime } from './values.ts'

/** What is held for a key, and what the next read of it would do. */
export interface Explanation {
  readonly family: string
  /** What a `cached` read would do now: `local`, `stale`, `joined`, `shared` or `origin`. */
  readonly next: 'local' | 'stale' | 'joined' | 'shared' | 'origin'
  /** Why, in one sentence. */
  readonly because: string
  /** Null where memory here has nothing. */
  readonly local: LocalExplanation | null
  readonly shared: SharedExplanation
}

export interface LocalExplanation {
  readonly isAbsence: boolean
  /** Milliseconds until it is stale, and until it may not be served; negative: since. */
  readonly freshForMs: number
  readonly servableForMs: number
  readonly bytes: number
}

export interface SharedExplanation {
  /** `valid`, `stale` (within staleFor), `expired`, `outdated` (a tag changed), `missing`, `unreadable`, `unavailable`. */
  readonly state: 'valid' | 'stale' | 'expired' | 'outdated' | 'missing' | 'unreadable' | 'unavailable'
  readonly key: string
  readonly ageMs: number | null
  readonly bytes: number | null
  /** For each tag the version now, and the one the entry was built under; null: none. */
  readonly versions: readonly {
    readonly key: string
    readonly current: string | null
    readonly stamp: string | null
  }[]
}

/** Looks without touching: no counter, no use, no load. */
export async function explain<K extends FamilyKey, V>(family: Family<K, V>, key: K): Promise<Explanation> {
  const local = explainLocal(family, key)
  const shared = await explainShared(family, key)
  const isJoinable = family.flights.get(key) !== undefined
  const isHereBelieved = isBelieved(family, family.surroundings.clock.now())
  return { family: family.name, ...decide(isHereBelieved ? local : null, isJoinable, shared), local, shared }
}

function explainLocal<K extends FamilyKey, V>(family: Family<K, V>, key: K): LocalExplanation | null {
  const entry = family.local.look(key)
  if (entry === undefined) return null
  const now = family.surroundings.clock.now()
  return {
    isAbsence: entry.value === null,
    freshForMs: entry.freshUntil - now,
    servableForMs: entry.servableUntil - now,
    bytes: entry.bytes,
  }
}

async function explainShared<K extends FamilyKey, V>(
  family: Family<K, V>,
  key: K,
): Promise<SharedExplanation> {
  const { shared, keyspace, clock } = family.surroundings
  const entryKey = family.entryKeyOf(key)
  const versionKeys = keyspace.stampKeys(family.tagsOf(key))
  const values = shared.isTrusted ? await shared.read([entryKey, ...versionKeys]) : undefined
  const [bytes = null, ...found] = values ?? []
  const head = bytes === null ? undefined : readHead(bytes, versionKeys.length)
  const versions = versionKeys.map((versionKey, i) => ({
    key: versionKey,
    current: found[i]?.toString('latin1') ?? null,
    stamp: head?.stamp[i] ?? null,
  }))
  const ageMs = head === undefined ? null : Math.max(0, clock.wallNow() - head.bornAt)
  const state =
    values === undefined ? 'unavailable' : stateOf(family, { entryKey, bytes, head, ageMs, versions })
  return { state, key: entryKey, ageMs, bytes: bytes?.length ?? null, versions }
}

function stateOf<K extends FamilyKey, V>(
  family: Family<K, V>,
  {
    entryKey,
    bytes,
    head,
    ageMs,
    versions,
  }: Pick<SharedExplanation, 'ageMs' | 'versions'> & {
    readonly entryKey: string
    readonly bytes: Buffer | null
    readonly head: EntryHead | undefined
  },
): SharedExplanation['state'] {
  if (bytes === null) return 'missing'
  if (head === undefined || ageMs === null) return 'unreadable'
  const isProven = family.isSelfProving && !head.isAbsence
  if (!isProven && versions.some(({ current, stamp }) => current !== stamp)) return 'outdated'
  if (openBody(bytes, head, entryKey, family.surroundings.sealing) === undefined) return 'unreadable'
  const { freshMs, servableMs } = lifetime(family, head.isAbsence)
  return ageMs < freshMs ? 'valid' : ageMs < servableMs ? 'stale' : 'expired'
}

const sharedReasons: Readonly<Record<SharedExplanation['state'], string>> = {
  valid: 'the shared tier holds it, and every version equals its stamp',
  stale: 'the shared tier holds it past its ttl, within staleFor; it would be refreshed behind the read',
  expired: 'the shared tier holds it past its ttl and staleFor',
  outdated: 'the shared tier holds it, and a tag it depends on has changed since, or its version is gone',
  missing: 'the shared tier has no entry for it',
  unreadable: 'the shared tier holds an entry of another format, or under another key',
  unavailable: 'there is no shared tier that may be believed now',
}

function decide(
  local: LocalExplanation | null,
  isJoinable: boolean,
  shared: SharedExplanation,
): Pick<Explanation, 'next' | 'because'> {
  if (local !== null && local.freshForMs > 0)
    return { next: 'local', because: 'memory here holds it, and it is fresh' }
  if (local !== null && local.servableForMs > 0) {
    return {
      next: 'stale',
      because: 'memory here holds it past its ttl, within staleFor; a read refreshes it behind',
    }
  }
  if (isJoinable) return { next: 'joined', because: 'it is being loaded now, and a read would wait for that' }
  const isServed = shared.state === 'valid' || shared.state === 'stale'
  return {
    next: isServed ? 'shared' : 'origin',
    because: `memory here has nothing that may be believed, and ${sharedReasons[shared.state]}`,
  }
}
