import { readLevels, type Read } from './frames.ts'
import type { History, Write } from './history.ts'
import { absent, isHandle } from './registers.ts'

/** What no read may do. */
export type Breach =
  /** Older than a write that the same instance had acknowledged: cached and fresh reads. */
  | 'G1'
  /** Fresh, and older than an acknowledged write that had reached the shared tier. */
  | 'G2'
  /** The same, where the shared tier has lost the write since: then the bound of G3 is what is promised. */
  | 'G2 after a loss'
  /** Older by more than the bound. */
  | 'G3'
  /** Fresh, and older than a commit that the watermark of the shared tier it reads covers. */
  | 'G4'
  /** Strong, and older than a commit. */
  | 'strong'
  /** A version that was never committed, or not yet. */
  | 'impossible'
  /** It would be one of the others, were it not for an alias that changed hands under the read: not promised. */
  | 'torn'
  /**
   * It would be G1, G2 or G4, were it not for an alias: what it found was replaced by a write of which nobody has been told,
   * and that has been replaced in its turn.
   */
  | 'alias, last but one'

export interface Verdict {
  readonly breaches: readonly Breach[]
  /** For how long what it did not see had been committed. */
  readonly stalenessMs: number
  /** The oldest write that it did not see. */
  readonly missed: Write | undefined
}

/** What is known of the shared tier beside its watermark. */
export interface SharedTierHistory {
  /** Whether another Redis, or one with other contents, stood between the two times where one stood before. */
  readonly wasReplacedBetween: (from: number, to: number) => boolean
}

/** G3, in milliseconds. */
const boundMs = 2_000

export type Judgement = Verdict | 'current'

/** Judges one value that a read brought. Everything that began before the read ended must be in the histories. */
export function judge(read: Read, life: number, history: History, shared: SharedTierHistory): Judgement {
  const required = history.newestCommittedBy(read.begunAt)
  const seen = read.seen === absent ? history.newestAbsenceBegunBy(read.endedAt) : read.seen
  const isThere = (history.writeOf(seen)?.begunAt ?? Infinity) <= read.endedAt
  if (seen >= required && isThere) return 'current'
  const verdict = verdictOn({ read, life, history, shared }, seen, required)
  return verdict.breaches.length > 0 && isTorn(read, history) ? { ...verdict, breaches: ['torn'] } : verdict
}

interface Case {
  readonly read: Read
  readonly life: number
  readonly history: History
  readonly shared: SharedTierHistory
}

function verdictOn({ read, life, history, shared }: Case, seen: number, required: number): Verdict {
  const missed = writesBetween(history, seen, required)
  const [oldest] = missed
  if (oldest === undefined || history.writeOf(seen) === undefined) {
    return { breaches: ['impossible'], stalenessMs: 0, missed: oldest }
  }
  const stalenessMs = read.begunAt - Math.min(...missed.map(({ committedAt }) => committedAt))
  return { breaches: breachesOf({ read, life, missed, stalenessMs, shared }), stalenessMs, missed: oldest }
}

/**
 * A look-up by an alias reads twice, the pointer and the record: an alias handed on between the two may be found with
 * nobody. No snapshot over several keys is promised.
 */
function isTorn(read: Read, history: History): boolean {
  return read.seen === absent && isHandle(read.register) && history.mayHaveChanged(read.begunAt, read.endedAt)
}

function writesBetween(history: History, seen: number, required: number): readonly Write[] {
  const writes: Write[] = []
  for (let version = Math.max(seen, 0) + 1; version <= required; version++) {
    const write = history.writeOf(version)
    if (write !== undefined) writes.push(write)
  }
  return writes
}

interface Stale {
  readonly read: Read
  readonly life: number
  readonly missed: readonly Write[]
  readonly stalenessMs: number
  readonly shared: SharedTierHistory
}

function breachesOf(stale: Stale): readonly Breach[] {
  const { read, missed, stalenessMs } = stale
  // Of an alias the record that was found says which write replaced it: the first that was missed.
  const decisive = isHandle(read.register) ? missed.slice(0, 1) : missed
  const known = knownToBeOld(stale, decisive)
  const breaches: Breach[] = [...known]
  if (known.length === 0 && knownToBeOld(stale, missed).length > 0) breaches.push('alias, last but one')
  if (readLevels[read.level] === 'strong') breaches.push('strong')
  if (stalenessMs > boundMs) breaches.push('G3')
  return breaches
}

/** Breaches whatever the time: somebody had been told of one of these writes, or the shared tier had. */
function knownToBeOld({ read, life, shared }: Stale, missed: readonly Write[]): readonly Breach[] {
  const level = readLevels[read.level]
  if (level === 'strong') return []
  const breaches: Breach[] = []
  const acknowledged = missed.filter(({ acknowledgedAt }) => acknowledgedAt <= read.begunAt)
  if (acknowledged.some((write) => write.life === life)) breaches.push('G1')
  if (level !== 'fresh') return breaches
  const applied = acknowledged.filter(({ isApplied }) => isApplied)
  const isLost = ({ committedAt }: Write): boolean => shared.wasReplacedBetween(committedAt, read.endedAt)
  if (applied.some((write) => !isLost(write))) breaches.push('G2')
  else if (applied.length > 0) breaches.push('G2 after a loss')
  const isCovered = ({ coveredAt }: Write): boolean =>
    coveredAt <= read.begunAt && !shared.wasReplacedBetween(coveredAt, read.endedAt)
  if (missed.some(isCovered)) breaches.push('G4')
  return breaches
}
