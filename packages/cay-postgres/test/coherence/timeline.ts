import type { SharedTierHistory } from './judge.ts'

interface Span {
  readonly what: string
  readonly from: number
  to: number
}

const everyone = 'everyone'

/** A database that has just come back still finds connections in pools that it has not heard of. */
const afterDatabaseMs = 500

/** What happened when, beside reads and writes. */
export class Timeline implements SharedTierHistory {
  readonly now: () => number
  readonly #replacements: Span[] = []
  readonly #databaseAway: Span[] = []
  readonly #faults: Span[] = []

  constructor(now: () => number) {
    this.now = now
  }

  /** While this runs, what stands for Redis becomes another, or has other contents. */
  replacing(work: () => Promise<void>): Promise<void> {
    return this.#during(this.#replacements, 'replaced', work)
  }

  /** While this runs, reads that need the database may fail: everyone's, or those of one life. */
  databaseAway(work: () => Promise<void>, life?: number): Promise<void> {
    return this.#during(this.#databaseAway, life === undefined ? everyone : String(life), work)
  }

  fault(name: string, work: () => Promise<void>): Promise<void> {
    return this.#during(this.#faults, name, work)
  }

  wasReplacedBetween(from: number, to: number): boolean {
    return overlaps(this.#replacements, from, to)
  }

  wasDatabaseAway(life: number, from: number, to: number): boolean {
    const spans = this.#databaseAway.filter(({ what }) => what === everyone || what === String(life))
    return overlaps(spans, from - afterDatabaseMs, to)
  }

  /** What went wrong about then, for people. */
  faultsBetween(from: number, to: number): readonly string[] {
    return this.#faults
      .filter((span) => span.from <= to && span.to >= from)
      .map((span) => `${span.what} ${span.from.toFixed(1)} to ${span.to.toFixed(1)}`)
  }

  async #during(spans: Span[], what: string, work: () => Promise<void>): Promise<void> {
    const span = { what, from: this.now(), to: Infinity }
    spans.push(span)
    try {
      await work()
    } finally {
      span.to = this.now()
    }
  }
}

function overlaps(spans: readonly Span[], from: number, to: number): boolean {
  return spans.findLast((span) => span.from <= to && span.to >= from) !== undefined
}
