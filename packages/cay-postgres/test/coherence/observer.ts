import {
  readAt,
  readKinds,
  readLevels,
  readStride,
  type Failure,
  type Frame,
  type Intent,
  type Outcome,
  type Read,
} from './frames.ts'
import { Histogram } from './histogram.ts'
import { History, openWrite, type Write } from './history.ts'
import { judge, type Breach, type SharedTierHistory, type Verdict } from './judge.ts'
import { registerCount } from './registers.ts'
import { isSeenBy, type Snapshot } from './snapshot.ts'

/** A breach with what is needed to understand it. */
export interface Finding {
  readonly read: Read
  readonly life: number
  readonly verdict: Verdict
  readonly history: History
}

/** What was judged. */
export interface Tally {
  /** Calls, by level and, within it, by kind. A call of several values counts once here. */
  readonly calls: readonly (readonly number[])[]
  readonly values: number
  readonly stale: number
  readonly breaches: ReadonlyMap<Breach, number>
  /** The staleness of the reads that were stale, by who had written what they did not see. */
  readonly staleness: ReadonlyMap<Origin, Histogram>
  /** Writes that the watermark of the shared tier was seen to cover. */
  readonly covered: number
  /** Reads after all was quiet; and how many of them were not of the newest version. */
  readonly quiet: number
  readonly quietStale: number
}

export type Origin = 'the door' | 'plain SQL' | 'a killed writer'
export const origins: readonly Origin[] = ['the door', 'plain SQL', 'a killed writer']

/** What one partition of the shared tier says of itself. */
export interface Watermark {
  readonly partition: number
  /** Which log it is of: another after every crash. */
  readonly log: string
  readonly snapshot: Snapshot
}

interface Life {
  toldUntil: number
  readonly waiting: { readonly reads: Float64Array; readonly endedAt: number }[]
  readonly open: Map<number, Write>
}

/** Of one kind of breach. */
const mostFindings = 4

/**
 * Hears of every write and every read, and judges a read when nothing that matters to it can still be on its way: when
 * every instance has told all that it did until the read ended.
 */
export class Observer {
  readonly #shared: SharedTierHistory
  readonly #partitionOf: (register: number) => number | undefined
  readonly #histories = Array.from({ length: registerCount }, () => new History())
  readonly #lives = new Map<number, Life>()
  readonly #unresolved = new Set<Write>()
  #uncovered: Write[] = []
  /** Crashes of the database: after one, what had an id that never reached the disk lends it to another transaction. */
  #crashes = 0
  /** How many there had been when a log was first heard of. */
  readonly #logs = new Map<string, number>()
  #covered = 0
  /** By level and, within it, by kind. */
  readonly #calls = new Float64Array(readLevels.length * readKinds.length)
  readonly #breaches = new Map<Breach, number>()
  readonly #staleness = new Map(origins.map((origin) => [origin, new Histogram()]))
  #values = 0
  #stale = 0
  #quiet = 0
  #quietStale = 0
  /** From now on nothing is written, and what was written must be seen everywhere. */
  quietFrom = Infinity
  readonly writes = new Map<string, number>()
  /** From where reads were served, as the instances that lived to the end counted them. */
  readonly served = new Map<string, number>()
  /** Some of each kind of breach. */
  readonly findings: Finding[] = []
  readonly failures: (Failure & { readonly life: number })[] = []

  /** @param partitionOf where a change of a register is applied; undefined where that of another tells */
  constructor(shared: SharedTierHistory, partitionOf: (register: number) => number | undefined = () => 0) {
    this.#shared = shared
    this.#partitionOf = partitionOf
  }

  get tally(): Tally {
    return {
      calls: readLevels.map((_, i) => [
        ...this.#calls.subarray(i * readKinds.length, (i + 1) * readKinds.length),
      ]),
      values: this.#values,
      stale: this.#stale,
      breaches: this.#breaches,
      staleness: this.#staleness,
      covered: this.#covered,
      quiet: this.#quiet,
      quietStale: this.#quietStale,
    }
  }

  /** Writes whose outcome nobody told: the database knows. */
  get unresolved(): Iterable<Write> {
    return this.#unresolved
  }

  /** An instance is started: what it does is told from now on. */
  born(life: number, now: number): void {
    this.#lives.set(life, { toldUntil: now, waiting: [], open: new Map() })
  }

  /** An instance has ended, and all that it told has been heard. */
  died(life: number): void {
    const one = this.#lifeOf(life)
    one.toldUntil = Infinity
    for (const write of one.open.values()) this.#unresolved.add(write)
    one.open.clear()
  }

  hear(life: number, frame: Frame): void {
    const one = this.#lifeOf(life)
    switch (frame.kind) {
      case 'reads':
        one.waiting.push({ reads: frame.reads, endedAt: lastEnd(frame.reads) })
        break
      case 'intent':
        one.open.set(frame.id, this.begin(frame, life))
        break
      case 'outcome': {
        const write = one.open.get(frame.id)
        one.open.delete(frame.id)
        if (write !== undefined) this.settle(write, frame)
        break
      }
      case 'failure':
        this.failures.push({ ...frame, life })
        break
      case 'served':
        for (const [from, reads] of Object.entries(frame.counts)) add(this.served, from, reads)
        break
      case 'told':
        one.toldUntil = frame.time
        break
    }
  }

  /** A write is about to be committed; without a life it is plain SQL. */
  begin({ id, xid, writeKind, begunAt, effects }: Intent, life?: number): Write {
    const write = openWrite({ life, id, xid, kind: writeKind, begunAt, crashes: this.#crashes })
    for (let i = 0; i < effects.length; i += 3) {
      const [register = 0, version = 0, isAbsent = 0] = effects.slice(i, i + 3)
      this.#histories[register]?.add(version, isAbsent === 1, write)
      this.#touched(write, register)
    }
    if (write.touched.size > 0) this.#uncovered.push(write)
    return write
  }

  settle(write: Write, { committedAt, acknowledgedAt, isApplied }: Omit<Outcome, 'id'>): void {
    if (acknowledgedAt === undefined || committedAt === undefined) {
      write.isOrphan = committedAt !== undefined
      write.endedBy = committedAt ?? Infinity
      this.#unresolved.add(write)
      return
    }
    write.acknowledgedAt = acknowledgedAt
    write.isApplied = isApplied
    commit(write, committedAt)
    count(this.writes, write.life === undefined ? 'plain SQL' : isApplied ? 'door, applied' : 'door, queued')
  }

  /** The database's word. */
  resolve(write: Write, isCommitted: boolean, now: number): void {
    this.#unresolved.delete(write)
    if (isCommitted) {
      commit(write, Math.min(now, write.endedBy))
      count(this.writes, write.isOrphan ? 'killed after the commit' : 'outcome unknown, committed')
    } else {
      write.state = 'aborted'
      count(this.writes, 'outcome unknown, not committed')
    }
  }

  databaseCrashed(): void {
    this.#crashes++
  }

  /** A watermark of the shared tier as it was read by then. A write is covered by those of all partitions that it touches. */
  watermark({ partition, log, snapshot }: Watermark, now: number): void {
    const crashes = this.#logs.get(log) ?? this.#crashes
    this.#logs.set(log, crashes)
    this.#uncovered = this.#uncovered.filter((write) => {
      if (!write.uncovered.has(partition) || write.crashes > crashes || !isSeenBy(snapshot, write.xid))
        return true
      // Whatever was seen before is worth nothing if the partition it was seen in has gone back since.
      const isWorthless = this.#shared.wasReplacedBetween(write.coverBegunAt, now)
      const rest = isWorthless ? write.touched : write.uncovered
      write.coverBegunAt = isWorthless ? now : Math.min(write.coverBegunAt, now)
      write.uncovered = new Set([...rest].filter((other) => other !== partition))
      if (write.uncovered.size > 0) return true
      write.coveredAt = now
      this.#covered++
      return false
    })
  }

  /** Judges what can be judged. */
  judgeWaiting(): void {
    const line = Math.min(...Array.from(this.#lives.values(), ({ toldUntil }) => toldUntil))
    for (const [life, { toldUntil, waiting }] of this.#lives) {
      while (waiting[0] !== undefined && waiting[0].endedAt <= line) {
        const { reads } = waiting[0]
        waiting.shift()
        for (let i = 0; i < reads.length / readStride; i++) this.#judge(readAt(reads, i), life)
      }
      if (toldUntil === Infinity && waiting.length === 0) this.#lives.delete(life)
    }
  }

  #touched(write: Write, register: number): void {
    const partition = this.#partitionOf(register)
    if (partition === undefined) return
    write.touched.add(partition)
    write.uncovered = write.touched
  }

  #judge(read: Read, life: number): void {
    this.#values++
    if (read.isFirst) {
      const manner = read.level * readKinds.length + read.kind
      this.#calls[manner] = (this.#calls[manner] ?? 0) + 1
    }
    const history = this.#histories[read.register]
    if (history === undefined) throw new Error(`There is no register ${read.register}`)
    const judgement = judge(read, life, history, this.#shared)
    const isQuiet = read.begunAt >= this.quietFrom
    if (isQuiet) this.#quiet++
    if (judgement === 'current') return
    if (isQuiet) this.#quietStale++
    for (const breach of judgement.breaches) count(this.#breaches, breach)
    if (judgement.breaches.includes('torn')) return
    this.#stale++
    this.#staleness.get(originOf(judgement.missed))?.add(judgement.stalenessMs)
    if (judgement.breaches.some((breach) => (this.#breaches.get(breach) ?? 0) <= mostFindings))
      this.findings.push({ read, life, verdict: judgement, history })
  }

  #lifeOf(life: number): Life {
    const found = this.#lives.get(life)
    if (found === undefined) throw new Error(`Nobody lives life ${life}`)
    return found
  }
}

function commit(write: Write, committedAt: number): void {
  write.committedAt = committedAt
  write.state = 'committed'
}

function originOf(write: Write | undefined): Origin {
  if (write?.isOrphan === true) return 'a killed writer'
  return write?.life === undefined ? 'plain SQL' : 'the door'
}

function lastEnd(reads: Float64Array): number {
  let last = 0
  for (let i = 1; i < reads.length; i += readStride) last = Math.max(last, reads[i] ?? 0)
  return last
}

function count<K>(counts: Map<K, number>, key: K): void {
  add(counts, key, 1)
}

function add<K>(counts: Map<K, number>, key: K, number: number): void {
  counts.set(key, (counts.get(key) ?? 0) + number)
}
