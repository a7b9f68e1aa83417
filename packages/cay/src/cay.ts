import type { Changes, UnfollowedTable } from './changes/port.ts'
import { CayError } from './errors.ts'
import type { Codec } from './model/codec.ts'
import { durationMs, type Duration } from './model/duration.ts'
import type { Fields } from './model/fields.ts'
import type { Json, JsonCompatible } from './model/json.ts'
import { aliasHash } from './model/key.ts'
import { keyspace } from './model/keyspace.ts'
import { decodeMessage } from './model/message.ts'
import { resolvePolicy, type PolicyOptions } from './model/policy.ts'
import { createSealing } from './model/sealing.ts'
import { assertTag, tableTag, type Tag } from './model/tag.ts'
import { hitsAndMisses, type FamilyCounts } from './observe/statistics.ts'
import { createAuditor } from './paths/audit.ts'
import type { Coherence } from './paths/coherence.ts'
import type { Explanation } from './paths/explain.ts'
import { closedError, type FamilySetting, type ManagedFamily, type Surroundings } from './paths/family.ts'
import { Fence } from './paths/fence.ts'
import { dropHere, invalidate, type Invalidation } from './paths/invalidate.ts'
import { ToldOnly } from './paths/told.ts'
import { QueryFamily, type QueryOptions } from './query.ts'
import { RecordFamily, type RecordOptions } from './record.ts'
import { Background } from './runtime/background.ts'
import { Belief } from './runtime/belief.ts'
import { systemClock, type Clock } from './runtime/clock.ts'
import { systemRandom, type Random } from './runtime/random.ts'
import { WriteScope } from './runtime/write-scope.ts'
import type { BreakerMode } from './shared/breaker.ts'
import { Guard, type InvalidateOutcome, type Shared } from './shared/guard.ts'
import { noShared } from './shared/none.ts'
import type { SharedTier } from './shared/port.ts'
import { Store, type StoreOptions } from './store.ts'

/** Options of a cache. A policy given here is the default of its families. */
export interface CayOptions extends PolicyOptions {
  /** The shared tier. Default none: memory alone. */
  readonly shared?: SharedTier | undefined
  /** The change log. Default none: explicit invalidation. */
  readonly changes?: Changes | undefined
  /** How long a read of the shared tier may take before the read goes on without it. Default 50 ms. */
  readonly readDeadline?: Duration | undefined
  /** How long a write or an invalidation may take there. Default 250 ms. */
  readonly writeDeadline?: Duration | undefined
  /** Keys the hash that stands for an alias in the shared tier. Without it a guessed e-mail can be confirmed there. */
  readonly secret?: string | undefined
  /**
   * Encrypts what stands in the shared tier (AES-256-GCM): 32 bytes in base64. Of several keys the first encrypts and all
   * decrypt: to change keys, put the new one first, and remove the old one when its entries have expired. Default none.
   */
  readonly encrypt?: string | readonly string[] | undefined
  /**
   * Compares this share of the hits with the origin, behind their readers, and counts what was found stale and for how long:
   * a measuring instrument for production. Above 0, at most 1; 0.001 is one in a thousand. Default none.
   */
  readonly audit?: { readonly rate: number } | undefined
  /** Time and randomness, for tests. */
  readonly clock?: Clock | undefined
  readonly random?: Random | undefined
}

/** How the cache is now. */
export interface CayHealth {
  /** `degraded`: the shared tier is away or refuses to store, the change log can't be asked, or a table is not cached; reads go on without. */
  readonly status: 'healthy' | 'degraded'
  /** Where reads are served from beside memory; `memory` where that is all there is now. */
  readonly backend: string
  readonly breaker: BreakerMode
  /**
   * Why the shared tier is not used, or nothing is stored there, by the code of what went wrong last: `OOM`, `READONLY`,
   * `WRONGPASS`, `ECONNREFUSED`, `TIMEOUT`, …; null: nothing is wrong.
   */
  readonly reason: string | null
  /** One PING, in milliseconds; null where there was no answer, or nobody to ask. */
  readonly latencyMs: number | null
  /** `followed`; `behind`: it could not be asked in time, and memory is not believed until it can; `none`: there is none. */
  readonly log: 'followed' | 'behind' | 'none'
  /** Milliseconds since everything committed was last known to be applied here; null: never, or there is no log. */
  readonly fencedMsAgo: number | null
  /** What is not cached, for its changes might not reach the log. */
  readonly uncached: readonly {
    readonly table: string
    readonly families: readonly string[]
    /** Why, and what to do about it. */
    readonly because: string
  }[]
}

export interface CayStatistics {
  readonly hits: number
  readonly misses: number
  readonly localEntries: number
  readonly localBytes: number
  readonly families: Readonly<Record<string, FamilyCounts>>
  /** The keys read most, by a sample of the reads; aliases, which tell who somebody is, are not among them. */
  readonly hottest: readonly { readonly family: string; readonly key: string; readonly reads: number }[]
}

/** What of a family `explain` needs. */
interface Explainable {
  readonly explain: (key: never) => Promise<Explanation>
}

const hottestShown = 20

const defaults = Object.freeze({ readDeadline: 50, writeDeadline: 250 } as const)

/**
 * Wires a cache. It begins to connect at once, and serves whether that succeeds or not.
 * @throws {CayError} CAY_OPTION_INVALID
 */
export function createCay(options: CayOptions = {}): Cay {
  return new Cay(options)
}

/** A cache: its families, its tiers, its start and its close. */
export class Cay {
  readonly #options: CayOptions
  readonly #shared: Shared
  readonly #changes: Changes | undefined
  readonly #coherence: Coherence
  readonly #surroundings: Surroundings
  readonly #families = new Map<string, ManagedFamily>()
  readonly #explainable = new Map<string, Explainable>()
  #isClosed = false

  constructor(options: CayOptions) {
    const { clock = systemClock, random = systemRandom(), changes, encrypt = [] } = options
    resolvePolicy('cay', options)
    this.#options = options
    const deadlines = {
      readMs: durationMs(options.readDeadline ?? defaults.readDeadline, 'readDeadline'),
      writeMs: durationMs(options.writeDeadline ?? defaults.writeDeadline, 'writeDeadline'),
    }
    this.#shared = options.shared ? new Guard({ tier: options.shared, clock, random, deadlines }) : noShared
    const background = new Background()
    this.#surroundings = {
      shared: this.#shared,
      keyspace: keyspace(options.shared?.partitions ?? 1),
      sealing: createSealing(typeof encrypt === 'string' ? [encrypt] : encrypt, random.bytes),
      clock,
      random,
      background,
      auditor: options.audit && createAuditor(options.audit.rate, { random, background }),
      localBelief: new Belief(clock),
      writes: new WriteScope(),
      unfollowed: new Set(),
      instance: random.version(),
      isClosed: () => this.#isClosed,
    }
    this.#changes = changes
    this.#coherence = this.#follow(changes)
    this.#start()
  }

  /** A record family. */
  record<const F extends Fields, const I extends keyof F & string, A extends string = never>(
    options: RecordOptions<F, I, A>,
  ): RecordFamily<F, I, A> {
    return this.#kept(new RecordFamily(options, this.#setting(options.name, options)))
  }

  /** A query family. Its values are JSON, unless it brings a codec. */
  query<Args, V>(
    options: QueryOptions<Args, V, Promise<V> & Promise<JsonCompatible<V>>>,
  ): QueryFamily<Args, V>
  query<Args, V>(options: QueryOptions<Args, V> & { readonly codec: Codec<V> }): QueryFamily<Args, V>
  query<Args, V>(options: QueryOptions<Args, V>): QueryFamily<Args, V> {
    return this.#kept(new QueryFamily(options, this.#setting(options.name, options)))
  }

  /** Plain keys. */
  store<V extends Json = Json>(name: string, options: StoreOptions = {}): Store<V> {
    return this.#kept(new Store<V>(name, this.#setting(name, options)))
  }

  /** Forgets whatever depends on these tags, in both tiers. `queued`: the shared tier is away. */
  async invalidate(tags: readonly Tag[]): Promise<InvalidateOutcome> {
    for (const tag of tags) assertTag(tag, 'invalidate')
    this.#assertOpen()
    return this.#invalidateExplicitly(tags)
  }

  /**
   * Applies to both tiers whatever was committed before the call, by whomever. Without a change log there is nothing to do.
   * @throws {CayError} CAY_LOG_UNAVAILABLE
   */
  async fence(): Promise<void> {
    this.#assertOpen()
    await this.#coherence.fence()
  }

  async health(): Promise<CayHealth> {
    const latencyMs = (await this.#shared.latencyMs()) ?? null
    const { log, fencedMsAgo, unfollowed } = this.#coherence.state()
    const { mode, isTrusted, reason = null } = this.#shared
    const hasAll = this.#shared === noShared || (isTrusted && reason === null)
    const isWell = hasAll && log !== 'behind' && unfollowed.length === 0
    return {
      status: isWell ? 'healthy' : 'degraded',
      backend: isTrusted ? this.#shared.backend : 'memory',
      breaker: mode,
      reason,
      latencyMs,
      log,
      fencedMsAgo,
      uncached: this.#uncached(unfollowed),
    }
  }

  stats(): CayStatistics {
    const families = [...this.#families.values()]
    const tallies = families.map(({ statistics }) => hitsAndMisses(statistics.counts()))
    const sizes = families.map(({ localSize }) => localSize())
    return {
      hits: sum(tallies.map(({ hits }) => hits)),
      misses: sum(tallies.map(({ misses }) => misses)),
      localEntries: sum(sizes.map(({ entries }) => entries)),
      localBytes: sum(sizes.map(({ bytes }) => bytes)),
      hottest: families
        .flatMap(({ name, statistics }) =>
          statistics
            .hottest(hottestShown)
            .map(({ key, count }) => ({ family: name, key: String(key), reads: count })),
        )
        .sort((a, b) => b.reads - a.reads)
        .slice(0, hottestShown),
      families: Object.fromEntries(families.map(({ name, statistics }) => [name, statistics.counts()])),
    }
  }

  /**
   * What is held for a key of a family, and what a read of it would do: a record's id, a query's arguments, a store's key.
   * @throws {CayError} CAY_KEY_INVALID where there is no such family, or the key can't be one of it
   */
  async explain(family: string, key: unknown): Promise<Explanation> {
    const found = this.#explainable.get(family)
    if (found !== undefined) return found.explain(key as never)
    throw new CayError(
      'CAY_KEY_INVALID',
      `There is no record, query or store named ${JSON.stringify(family)}.`,
    )
  }

  /** Ends loads and fills under way, then the connection. Reads from now on throw CAY_CLOSED, except local hits. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#coherence.close()
    await this.#changes?.close()
    await this.#surroundings.background.drain()
    await this.#shared.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #kept<T extends Explainable & { readonly name: string }>(family: T): T {
    this.#explainable.set(family.name, family)
    return family
  }

  #setting(name: string, policy: PolicyOptions): FamilySetting {
    this.#assertOpen()
    if (!/^[a-z][a-z0-9_:-]{0,63}$/i.test(name)) {
      throw new CayError(
        'CAY_OPTION_INVALID',
        `${JSON.stringify(name)} can't name a family: letters, digits, "_", "-" and ":", 64 at most.`,
      )
    }
    return {
      surroundings: this.#surroundings,
      policy: resolvePolicy(name, this.#options, policy),
      aliasHash: aliasHash(this.#options.secret),
      invalidate: (tags) => this.#invalidateExplicitly(tags),
      register: (family) => {
        this.#register(family)
      },
    }
  }

  #register(family: ManagedFamily): void {
    if (this.#families.has(family.name)) {
      throw new CayError('CAY_NAME_TAKEN', `There is a family named ${family.name} already.`, {
        family: family.name,
      })
    }
    this.#families.set(family.name, family)
  }

  #invalidate(invalidation: Invalidation): Promise<InvalidateOutcome> {
    return invalidate(this.#surroundings, this.#coherence, this.#families.values(), invalidation)
  }

  /** With a change log it goes there first: so it survives this process, and reaches every other without the shared tier. */
  async #invalidateExplicitly(tags: readonly Tag[]): Promise<InvalidateOutcome> {
    const isLogged = this.#changes !== undefined && tags.length > 0 && (await recorded(this.#changes, tags))
    return this.#invalidate({ tags, isLogged })
  }

  #follow(changes: Changes | undefined): Coherence {
    const families = (): Iterable<ManagedFamily> => this.#families.values()
    if (changes === undefined) return new ToldOnly(this.#surroundings, families)
    const fence = new Fence(this.#surroundings, changes, families)
    changes.attach({
      duringWrite: (transaction) => this.#surroundings.writes.run(transaction),
      invalidate: (tags) => this.#invalidate({ tags, isLogged: true }),
      reconsider: () => fence.reconsider().catch(() => undefined),
    })
    return fence
  }

  #start(): void {
    const coherence = this.#coherence
    coherence.start()
    this.#shared.start({
      regain: () => coherence.regain(),
      disconnected: () => {
        coherence.disconnected()
      },
      listening: () => {
        coherence.listening()
      },
      deaf: () => {
        coherence.deaf()
      },
      message: (text) => {
        this.#hear(text)
      },
    })
  }

  /** A message only drops: it saves time, it carries no truth. What this process tells, it has applied itself. */
  #hear(text: string): void {
    const message = decodeMessage(text)
    if (message !== undefined && message.from !== this.#surroundings.instance)
      dropHere(this.#families.values(), message.tags)
  }

  #uncached(unfollowed: readonly UnfollowedTable[]): CayHealth['uncached'] {
    const families = [...this.#families.values()]
    return unfollowed.map(({ table, tags, because }) => ({
      table,
      families: families
        .filter(({ tables }) => tags.some((tag) => tables.has(tableTag(tag))))
        .map(({ name }) => name),
      because,
    }))
  }

  #assertOpen(): void {
    if (this.#isClosed) throw closedError()
  }
}

async function recorded(changes: Changes, tags: readonly Tag[]): Promise<boolean> {
  return changes.record(tags).then(
    () => true,
    () => false,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
