import { reportTier } from '../observe/statistics.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import { Breaker, type BreakerMode } from './breaker.ts'
import type { SharedEntry, SharedTier } from './port.ts'

/** Whether an invalidation has reached the shared tier, or waits until it can. */
export type InvalidateOutcome = 'applied' | 'queued'

/** Every call's deadline, in milliseconds. */
export interface Deadlines {
  readonly readMs: number
  readonly writeMs: number
}

/** Keys that have to live so long from now at least. */
export interface Lasting {
  readonly keys: readonly string[]
  readonly ttlMs: number
}

/** The shared tier as the paths see it: no call throws, and none takes longer than its deadline. */
export interface Shared {
  readonly backend: string
  readonly mode: BreakerMode
  /** Whether what it holds may be believed now. */
  readonly isTrusted: boolean
  readonly start: () => void
  readonly close: () => Promise<void>
  /** The time of one PING in milliseconds; undefined where there was no answer. */
  readonly latencyMs: () => Promise<number | undefined>
  /** The values of these keys; undefined where the tier could not be asked. */
  readonly read: (keys: readonly string[]) => Promise<readonly (Buffer | null)[] | undefined>
  /** The value that now stands for each of these; undefined where the tier could not be asked. */
  readonly claim: (entries: readonly SharedEntry[]) => Promise<readonly string[] | undefined>
  /** Whether it was written. */
  readonly write: (entries: readonly SharedEntry[], lasting?: Lasting) => Promise<boolean>
  /** Whether they were deleted. */
  readonly remove: (keys: readonly string[]) => Promise<boolean>
  /** The keys that begin with one of these, in steps. Throws where the tier could not be asked: then some were not seen. */
  readonly scan: (prefixes: readonly string[]) => AsyncIterable<readonly string[]>
  readonly invalidate: (versionKeys: readonly string[]) => Promise<InvalidateOutcome>
}

export interface GuardOptions {
  readonly tier: SharedTier
  readonly clock: Clock
  readonly random: Random
  readonly deadlines: Deadlines
  /** The version keys of all table tags: without them, no entry is valid. */
  readonly allTables: () => readonly string[]
}

/**
 * Deadlines, breaker and belief around a shared tier.
 *
 * SAFEGUARD "no trust after a reconnect": after a break, or an invalidation that may not have arrived, nothing the
 * tier holds is believed until every table tag's version has been deleted there, which makes every entry invalid.
 */
export class Guard implements Shared {
  readonly backend: string
  readonly #tier: SharedTier
  readonly #clock: Clock
  readonly #deadlines: Deadlines
  readonly #allTables: () => readonly string[]
  readonly #breaker: Breaker
  /** An invalidation may be missing in the tier. */
  #mayHaveLost = false

  constructor({ tier, clock, random, deadlines, allTables }: GuardOptions) {
    this.backend = tier.backend
    this.#tier = tier
    this.#clock = clock
    this.#deadlines = deadlines
    this.#allTables = allTables
    this.#breaker = new Breaker({
      clock,
      random,
      runProbe: () => this.#regainTrust(),
      changed: (breaker) => {
        reportTier({ backend: tier.backend, breaker })
      },
    })
  }

  get mode(): BreakerMode {
    return this.#breaker.mode
  }

  get isTrusted(): boolean {
    return this.#breaker.mode === 'closed'
  }

  start(): void {
    this.#tier.start({
      connected: () => {
        this.#breaker.probe().catch(() => undefined)
      },
      disconnected: () => {
        this.#mayHaveLost = true
        this.#breaker.trip()
      },
    })
  }

  async close(): Promise<void> {
    this.#breaker.close()
    await this.#tier.close()
  }

  async latencyMs(): Promise<number | undefined> {
    const begun = this.#clock.now()
    const answer = await this.#call(this.#deadlines.readMs, () => this.#tier.ping().then(() => true))
    return answer === undefined ? undefined : this.#clock.now() - begun
  }

  read(keys: readonly string[]): Promise<readonly (Buffer | null)[] | undefined> {
    return this.#call(this.#deadlines.readMs, () => this.#tier.getMany(keys))
  }

  claim(entries: readonly SharedEntry[]): Promise<readonly string[] | undefined> {
    return this.#call(this.#deadlines.readMs, () => this.#tier.setIfMissing(entries))
  }

  async write(
    entries: readonly SharedEntry[],
    { keys, ttlMs }: Lasting = { keys: [], ttlMs: 0 },
  ): Promise<boolean> {
    const isWritten = await this.#call(this.#deadlines.writeMs, async () => {
      // In one tick, and so in one round trip.
      await Promise.all([
        this.#tier.setMany(entries),
        keys.length > 0 ? this.#tier.extend(keys, ttlMs) : undefined,
      ])
      return true
    })
    return isWritten ?? false
  }

  async remove(keys: readonly string[]): Promise<boolean> {
    const isDone = await this.#call(this.#deadlines.writeMs, () =>
      this.#tier.deleteMany(keys).then(() => true),
    )
    return isDone ?? false
  }

  /** No deadline for the whole: it takes as long as there are keys. Each step has one. */
  async *scan(prefixes: readonly string[]): AsyncGenerator<readonly string[]> {
    const steps = this.#tier.scan(prefixes)[Symbol.asyncIterator]()
    for (;;) {
      const step = await this.#call(this.#deadlines.writeMs, () => steps.next())
      if (step === undefined) throw new Error('The shared tier could not be asked for all of its keys.')
      if (step.done === true) return
      yield step.value
    }
  }

  /** Passes while probing too: else a steady stream of writes would overtake every probe, and none would succeed. */
  async invalidate(versionKeys: readonly string[]): Promise<InvalidateOutcome> {
    if (this.#breaker.mode !== 'open') {
      const isDone = await this.#attempt(this.#deadlines.writeMs, () =>
        this.#tier.deleteMany(versionKeys).then(() => true),
      )
      if (isDone) return 'applied'
    }
    this.#mayHaveLost = true
    this.#breaker.trip()
    return 'queued'
  }

  async #call<T>(deadlineMs: number, ask: () => Promise<T>): Promise<T | undefined> {
    return this.isTrusted ? this.#attempt(deadlineMs, ask) : undefined
  }

  /** The answer, or undefined: failed, or past its deadline; a late reply is dropped. */
  async #attempt<T>(deadlineMs: number, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await withDeadline(this.#clock, deadlineMs, ask())
      this.#breaker.succeeded()
      return answer
    } catch {
      this.#breaker.failed()
      return undefined
    }
  }

  async #regainTrust(): Promise<void> {
    const deadlineMs = this.#deadlines.writeMs
    await withDeadline(this.#clock, deadlineMs, this.#tier.ping())
    while (this.#mayHaveLost) {
      this.#mayHaveLost = false
      try {
        await withDeadline(this.#clock, deadlineMs, this.#tier.deleteMany(this.#allTables()))
      } catch (error) {
        this.#mayHaveLost = true
        throw error
      }
    }
  }
}

/** Settles as the promise does, or rejects when the deadline passes first. */
function withDeadline<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => {
      reject(new Error('deadline passed'))
    })
    promise.finally(timer.cancel).then(resolve, reject)
  })
}
