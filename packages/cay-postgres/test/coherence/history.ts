/** A transaction that wrote, as far as the observer knows. */
export interface Write {
  /** The life of the instance that wrote through its door; undefined for plain SQL. */
  readonly life: number | undefined
  /** Of that life's writes, or of those by plain SQL. */
  readonly id: number
  readonly xid: number
  readonly kind: number
  /** How often the database had crashed before. */
  readonly crashes: number
  /** Before COMMIT was sent. */
  readonly begunAt: number
  /** When its commit was acknowledged or found out; Infinity while it is not known to be committed. */
  committedAt: number
  /** When `write()` resolved; Infinity where it did not. */
  acknowledgedAt: number
  /** It had reached the shared tier when it was acknowledged. */
  isApplied: boolean
  /** Since when the watermark of the shared tier has been seen to cover it. */
  coveredAt: number
  /** The partitions of what it changed. */
  readonly touched: Set<number>
  /** Where no watermark has been seen yet that covers it. */
  uncovered: ReadonlySet<number>
  /** When the first of its watermarks was seen to. */
  coverBegunAt: number
  /** If it was committed, then by this time. */
  endedBy: number
  /** The writer was killed between its commit and its invalidation. */
  isOrphan: boolean
  state: 'open' | 'committed' | 'aborted'
}

export function openWrite(known: Pick<Write, 'life' | 'id' | 'xid' | 'kind' | 'crashes' | 'begunAt'>): Write {
  return {
    ...known,
    committedAt: Infinity,
    acknowledgedAt: Infinity,
    isApplied: false,
    coveredAt: Infinity,
    touched: new Set(),
    uncovered: new Set(),
    coverBegunAt: Infinity,
    endedBy: Infinity,
    isOrphan: false,
    state: 'open',
  }
}

/** Of the beginning: committed before anyone read. */
const firstWrite: Write = {
  ...openWrite({ life: undefined, id: 0, xid: 0, kind: -1, crashes: 0, begunAt: -Infinity }),
  committedAt: -Infinity,
  state: 'committed',
}

/** The versions of one register, from 1: each was written by the transaction that stands at its number. */
export class History {
  readonly #writes: (Write | undefined)[] = [undefined, firstWrite]
  /** Ascending, as far as they are known. */
  readonly #absences: number[] = []

  /** Two transactions may have written the same version, of which the earlier was taken back: the row's lock says so. */
  add(version: number, isAbsent: boolean, write: Write): void {
    const other = this.#writes[version]
    if (other !== undefined && other.begunAt > write.begunAt) return
    this.#writes[version] = write
    const known = this.#absences.indexOf(version)
    if (isAbsent && known < 0) this.#absences.push(version)
    if (!isAbsent && known >= 0) this.#absences.splice(known, 1)
  }

  /** The newest version there is, committed or not. */
  get last(): number {
    return this.#writes.length - 1
  }

  /** Undefined for a version that nobody wrote, or that was taken back. */
  writeOf(version: number): Write | undefined {
    const write = this.#writes[version]
    return write?.state === 'aborted' ? undefined : write
  }

  /** The newest version whose commit was acknowledged by then. */
  newestCommittedBy(time: number): number {
    for (let version = this.last; version > 1; version--) {
      const write = this.#writes[version]
      if (write !== undefined && write.committedAt <= time) return version
    }
    return 1
  }

  /** The newest absence that may have been visible by then; 0 where there was none. */
  newestAbsenceBegunBy(time: number): number {
    for (let i = this.#absences.length - 1; i >= 0; i--) {
      const version = this.#absences[i] ?? 0
      const write = this.writeOf(version)
      if (write !== undefined && write.begunAt <= time) return version
    }
    return 0
  }

  /** Whether any commit may have happened between the two times. */
  mayHaveChanged(from: number, to: number): boolean {
    for (let version = this.last; version > 1; version--) {
      const write = this.writeOf(version)
      if (write === undefined) continue
      // Versions are committed in their order.
      if (write.committedAt < from) return false
      if (write.begunAt <= to) return true
    }
    return false
  }
}
