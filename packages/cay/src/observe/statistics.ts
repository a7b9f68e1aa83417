import { channels, type InvalidateEvent, type ReadEvent, type ReadOutcome } from './channels.ts'

/** How often each thing happened in one family since the cache was created. */
export type FamilyCounts = Readonly<Record<ReadOutcome | 'refused' | 'undecodable', number>>

/** Counts of one family, and the one place its reads are reported. */
export class FamilyStatistics {
  readonly #family: string
  readonly #counts: Record<keyof FamilyCounts, number> = {
    local: 0,
    stale: 0,
    joined: 0,
    shared: 0,
    origin: 0,
    nothing: 0,
    failed: 0,
    refused: 0,
    undecodable: 0,
  }

  constructor(family: string) {
    this.#family = family
  }

  /** A read has ended, or several that were made together. */
  read(outcome: ReadOutcome, times = 1): void {
    this.#counts[outcome] += times
    if (!channels.read.hasSubscribers) return
    for (let i = 0; i < times; i++)
      channels.read.publish({ family: this.#family, outcome } satisfies ReadEvent)
  }

  /** A loaded value did not fit its fields, and was not stored. */
  refused(): void {
    this.#counts.refused++
  }

  /** An entry of the shared tier could not be decoded: a miss. */
  undecodable(): void {
    this.#counts.undecodable++
  }

  counts(): FamilyCounts {
    return { ...this.#counts }
  }
}

export function reportInvalidate(event: InvalidateEvent): void {
  if (channels.invalidate.hasSubscribers) channels.invalidate.publish(event)
}

/** Reads answered from a tier or another's load, and reads that were not. A failed read is neither. */
export function hitsAndMisses(counts: FamilyCounts): { hits: number; misses: number } {
  return {
    hits: counts.local + counts.stale + counts.joined + counts.shared,
    misses: counts.origin + counts.nothing,
  }
}
