import { reportTier } from '../observe/statistics.ts'
import { Belief, type Moment } from '../runtime/belief.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import { Breaker, type BreakerMode } from './breaker.ts'
import { Deadline } from './deadline.ts'
import type { MarkedChange, SharedEntry, SharedTier, SharedTierEvents } from './port.ts'

/** Whether an invalidation has reached the shared tier, or waits until it can. */
export type InvalidateOutcome = 'applied' | 'queued'

/** Every call's deadline, in milliseconds. */
interface Deadlines {
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
  /** Whether what it holds may be believed now: it is there, and nothing that changed is missing in it. */
  readonly isTrusted: boolean
  /** For how long more; 0: it is not believed. */
  readonly trustedForMs: number
  /**
   * Why it is not used, or not for storing, by the code of what failed last: `TIMEOUT`, a refusal such as `OOM` or `READONLY`,
   * `ECONNREFUSED`. Undefined where nothing is wrong.
   */
  readonly reason: string | undefined
  readonly start: (events: SharedEvents) => void
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
  /** The marks that stand, null where there is none; undefined where the tier could not be asked. Asked though not believed. */
  readonly marks: (keys: readonly string[]) => Promise<readonly (string | null)[] | undefined>
  /** Which server it is; undefined where it could not be asked. Asked though not believed. */
  readonly identity: () => Promise<string | undefined>
  /** Whether each was applied; undefined: some may not have been. Tried though the tier is not believed. */
  readonly apply: (changes: readonly MarkedChange[]) => Promise<readonly boolean[] | undefined>
  /** Changes whenever belief has ended: what was found out before is no ground for believing again. */
  readonly generation: number
  /** Believes it for so long from that moment, unless belief has ended since that generation. */
  readonly believe: (from: Moment, ms: number, generation: number) => void
  /** Ends belief. */
  readonly distrust: () => void
  /** Opens the breaker, which probes after its back-off. */
  readonly trip: () => void
  /** Probes now, if the breaker is open. */
  readonly probe: () => void
}

/** What the guard tells of its tier. */
export type SharedEvents = Pick<SharedTierEvents, 'disconnected' | 'message' | 'listening' | 'deaf'> & {
  /** Called by the probe: makes the tier believed again, or rejects. */
  readonly regain: () => Promise<void>
}

export interface GuardOptions {
  readonly tier: SharedTier
  readonly clock: Clock
  readonly random: Random
  readonly deadlines: Deadlines
}

/** Deadlines, breaker and belief around a shared tier. */
export class Guard implements Shared {
  readonly backend: string
  readonly #tier: SharedTier
  readonly #clock: Clock
  readonly #reading: Deadline
  readonly #writing: Deadline
  readonly #breaker: Breaker
  readonly #belief: Belief
  #events: SharedEvents | undefined
  #generation = 0
  /** What went wrong last, since all was well. */
  #reason: string | undefined
  /** How the last attempt to store was refused. */
  #refusal: string | undefined

  constructor({ tier, clock, random, deadlines }: GuardOptions) {
    this.backend = tier.backend
    this.#tier = tier
    this.#clock = clock
    this.#reading = new Deadline(clock, deadlines.readMs)
    this.#writing = new Deadline(clock, deadlines.writeMs)
    this.#belief = new Belief(clock)
    this.#breaker = new Breaker({
      clock,
      random,
      regain: () => this.#regain(),
      answers: async () => (await this.#attempt(this.#reading, () => this.#pinged())) === true,
      changed: (breaker) => {
        if (breaker === 'closed') this.#reason = undefined
        reportTier({ backend: tier.backend, breaker, reason: this.#reason ?? null })
      },
    })
  }

  get mode(): BreakerMode {
    return this.#breaker.mode
  }

  get isTrusted(): boolean {
    return this.#breaker.mode === 'closed' && this.#belief.holds(this.#clock.now())
  }

  get trustedForMs(): number {
    return this.#breaker.mode === 'closed' ? this.#belief.remainingMs : 0
  }

  get reason(): string | undefined {
    return this.isTrusted ? this.#refusal : (this.#reason ?? this.#refusal)
  }

  get generation(): number {
    return this.#generation
  }

  start(events: SharedEvents): void {
    this.#events = events
    const { message, listening, deaf } = events
    this.#tier.start({
      message,
      listening,
      deaf,
      connected: () => {
        this.probe()
      },
      failed: (code) => {
        this.#reason = code
      },
      disconnected: () => {
        this.#reason = unreachable
        this.distrust()
        this.#breaker.trip()
        events.disconnected()
      },
    })
  }

  async close(): Promise<void> {
    this.#breaker.close()
    await this.#tier.close()
  }

  async latencyMs(): Promise<number | undefined> {
    const begun = this.#clock.now()
    const answer = await this.#reach(this.#reading, () => this.#pinged())
    return answer === undefined ? undefined : this.#clock.now() - begun
  }

  /** SAFEGUARD "no trust after a reconnect before a fence": an answer from before belief ended is not one. */
  async read(keys: readonly string[]): Promise<readonly (Buffer | null)[] | undefined> {
    const generation = this.#generation
    const values = await this.#call(this.#reading, () => this.#tier.getMany(keys))
    return generation === this.#generation ? values : undefined
  }

  /** A version that was claimed where belief ended meanwhile may stand nowhere any more: then it only never matches. */
  claim(entries: readonly SharedEntry[]): Promise<readonly string[] | undefined> {
    return this.#store(this.#reading, () => this.#tier.setIfMissing(entries))
  }

  async write(
    entries: readonly SharedEntry[],
    { keys, ttlMs }: Lasting = { keys: [], ttlMs: 0 },
  ): Promise<boolean> {
    const isWritten = await this.#store(this.#writing, async () => {
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
    const isDone = await this.#call(this.#writing, () => this.#tier.deleteMany(keys).then(() => true))
    return isDone ?? false
  }

  /** No deadline for the whole: it takes as long as there are keys. Each step has one. */
  async *scan(prefixes: readonly string[]): AsyncGenerator<readonly string[]> {
    const steps = this.#tier.scan(prefixes)[Symbol.asyncIterator]()
    for (;;) {
      const step = await this.#call(this.#writing, () => steps.next())
      if (step === undefined) throw new Error('The shared tier could not be asked for all of its keys.')
      if (step.done === true) return
      yield step.value
    }
  }

  identity(): Promise<string | undefined> {
    return this.#reach(this.#writing, () => this.#tier.identity())
  }

  async marks(keys: readonly string[]): Promise<readonly (string | null)[] | undefined> {
    const values = await this.#reach(this.#writing, () => this.#tier.getMany(keys))
    return values?.map((value) => value?.toString('latin1') ?? null)
  }

  /** Passes while probing too: else a steady stream of writes would overtake every probe, and none would succeed. */
  apply(changes: readonly MarkedChange[]): Promise<readonly boolean[] | undefined> {
    return this.#reach(this.#writing, () => this.#tier.apply(changes))
  }

  believe(from: Moment, ms: number, generation: number): void {
    if (generation !== this.#generation) return
    if (ms === Infinity) this.#belief.extendForEver()
    else this.#belief.extend(from, ms)
  }

  distrust(): void {
    this.#generation++
    this.#belief.end()
  }

  trip(): void {
    this.#breaker.trip()
  }

  probe(): void {
    this.#breaker.probe().catch(() => undefined)
  }

  #call<T>(deadline: Deadline, ask: () => Promise<T>): Promise<T | undefined> {
    return this.isTrusted ? this.#attempt(deadline, ask) : nothing
  }

  #reach<T>(deadline: Deadline, ask: () => Promise<T>): Promise<T | undefined> {
    return this.#breaker.mode === 'open' ? nothing : this.#attempt(deadline, ask)
  }

  /** A tier that refuses to store, as one that is full does, is there all the same: reads and invalidations go on. */
  async #store<T>(deadline: Deadline, ask: () => Promise<T>): Promise<T | undefined> {
    return this.#call(deadline, async () => {
      try {
        const answer = await ask()
        this.#refusal = undefined
        return answer
      } catch (error) {
        this.#refusal = this.#tier.refusal(error)
        if (this.#refusal === undefined) throw error
        return undefined
      }
    })
  }

  #pinged(): Promise<true> {
    return this.#tier.ping().then(() => true)
  }

  /** The answer, or undefined: failed, or past its deadline; a late reply is dropped. */
  #attempt<T>(deadline: Deadline, ask: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      const call = deadline.begin(() => {
        this.#failed('TIMEOUT', false)
        resolve(undefined)
      })
      started(ask).then(
        (answer) => {
          if (!deadline.end(call)) return
          this.#breaker.succeeded()
          resolve(answer)
        },
        (error: unknown) => {
          if (!deadline.end(call)) return
          const refusal = this.#tier.refusal(error)
          this.#failed(refusal, refusal !== undefined)
          resolve(undefined)
        },
      )
    })
  }

  /** @param code undefined: not known, which is no reason to forget the one that is */
  #failed(code: string | undefined, isRefused: boolean): void {
    this.#reason = code ?? this.#reason ?? unreachable
    this.#breaker.failed(isRefused)
  }

  async #regain(): Promise<void> {
    await this.#events?.regain()
    if (!this.#belief.holds(this.#clock.now())) throw new Error('The shared tier can not be believed yet.')
  }
}

/** Of what is not even asked: made once, for it is what every read gets while the tier is away. */
const nothing = Promise.resolve(undefined)

/** Why a tier is away of which nothing better is known. */
const unreachable = 'UNREACHABLE'

/** A tier that throws is no different from one that rejects. */
function started<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return ask()
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)))
  }
}
