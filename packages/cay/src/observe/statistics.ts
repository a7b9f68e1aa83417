import { HotKeys, type HotKey } from '../runtime/hot-keys.ts'
import {
  channels,
  type AuditEvent,
  type FenceEvent,
  type InvalidateEvent,
  type LoadEvent,
  type ReadEvent,
  type ReadOutcome,
  type TierEvent,
} from './channels.ts'

/**
 * How often each thing happened in one family since the cache was created. Each read counts under one outcome.
 * `loads`: calls of the loader; `refused`: values that did not fit; `oversized`: values too large to store;
 * `undecodable`: entries of the shared tier that could not be read; `audited`: hits compared with the origin; `foundStale`:
 * those that went on being served though the origin had another value, for at most `longestStaleMs`.
 */
export type FamilyCounts = Readonly<
  Record<
    | ReadOutcome
    | 'loads'
    | 'refused'
    | 'oversized'
    | 'undecodable'
    | 'audited'
    | 'foundStale'
    | 'longestStaleMs',
    number
  >
>

/** One read in so many is counted for its key. */
const sampleEvery = 32
const hotKeyCounters = 128

/** Counts of one family, and the one place its reads and loads are reported. */
export class FamilyStatistics<K> {
  readonly #family: string
  readonly #hotKeys = new HotKeys<K>(hotKeyCounters)
  readonly #counts: Record<keyof FamilyCounts, number> = {
    local: 0,
    stale: 0,
    joined: 0,
    shared: 0,
    origin: 0,
    nothing: 0,
    failed: 0,
    loads: 0,
    refused: 0,
    oversized: 0,
    undecodable: 0,
    audited: 0,
    foundStale: 0,
    longestStaleMs: 0,
  }
  #local = 0
  /** Counts down to the next read whose key is counted; from Infinity it never gets there. */
  #untilSample: number

  constructor(family: string, showsKeys = true) {
    this.#family = family
    this.#untilSample = showsKeys ? 1 : Infinity
  }

  /** A read of the key has ended. */
  read(outcome: ReadOutcome, key: K): void {
    this.#counts[outcome]++
    this.#observe(outcome, key)
  }

  /** A read has ended in a fresh value of memory: the same, in the fewest steps. */
  localRead(key: K): void {
    this.#local++
    this.#observe('local', key)
  }

  /** A call of the loader has ended. */
  load(keys: number, milliseconds: number, outcome: LoadEvent['outcome']): void {
    this.#counts.loads++
    if (channels.load.hasSubscribers) {
      channels.load.publish({ family: this.#family, keys, milliseconds, outcome } satisfies LoadEvent)
    }
  }

  count(what: 'refused' | 'oversized' | 'undecodable'): void {
    this.#counts[what]++
  }

  /** A hit has been compared with the origin. */
  audit(outcome: AuditEvent['outcome'], staleMs: number): void {
    this.#counts.audited++
    if (outcome === 'stale') this.#counts.foundStale++
    this.#counts.longestStaleMs = Math.max(this.#counts.longestStaleMs, staleMs)
    if (channels.audit.hasSubscribers) {
      channels.audit.publish({ family: this.#family, outcome, staleMs } satisfies AuditEvent)
    }
  }

  counts(): FamilyCounts {
    return { ...this.#counts, local: this.#counts.local + this.#local }
  }

  /** The keys read most, by a sample: `count` is in reads. */
  hottest(limit: number): readonly HotKey<K>[] {
    return this.#hotKeys
      .top(limit)
      .map(({ key, count, error }) => ({ key, count: count * sampleEvery, error: error * sampleEvery }))
  }

  #observe(outcome: ReadOutcome, key: K): void {
    if (--this.#untilSample === 0) this.#sample(key)
    if (channels.read.hasSubscribers) {
      channels.read.publish({ family: this.#family, outcome } satisfies ReadEvent)
    }
  }

  #sample(key: K): void {
    this.#untilSample = sampleEvery
    this.#hotKeys.used(key)
  }
}

export function reportInvalidate(event: InvalidateEvent): void {
  if (channels.invalidate.hasSubscribers) channels.invalidate.publish(event)
}

export function reportTier(event: TierEvent): void {
  if (channels.tier.hasSubscribers) channels.tier.publish(event)
}

export function reportFence(event: FenceEvent): void {
  if (channels.fence.hasSubscribers) channels.fence.publish(event)
}

/** Reads answered from a tier or another's load, and reads that were not. A failed read is neither. */
export function hitsAndMisses(counts: FamilyCounts): { hits: number; misses: number } {
  return {
    hits: counts.local + counts.stale + counts.joined + counts.shared,
    misses: counts.origin + counts.nothing,
  }
}
