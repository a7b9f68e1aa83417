import { noChanges } from './changes/none.ts'
import type { Changes } from './changes/port.ts'
import { CayError } from './errors.ts'
import { byteCount, type ByteSize } from './model/bytes.ts'
import { durationMs, type Duration } from './model/duration.ts'
import type { Fields } from './model/fields.ts'
import type { Json } from './model/json.ts'
import { aliasHash, versionKey } from './model/key.ts'
import { resolvePolicy, type PolicyOptions } from './model/policy.ts'
import { assertTag, type Tag } from './model/tag.ts'
import { hitsAndMisses, type FamilyCounts } from './observe/statistics.ts'
import type { FamilySetting, ManagedFamily, Surroundings } from './paths/family.ts'
import { invalidate } from './paths/invalidate.ts'
import { QueryFamily, type QueryOptions } from './query.ts'
import { RecordFamily, type RecordOptions } from './record.ts'
import { Background } from './runtime/background.ts'
import { systemClock, type Clock } from './runtime/clock.ts'
import { systemRandom, type Random } from './runtime/random.ts'
import type { BreakerMode } from './shared/breaker.ts'
import { Guard, type InvalidateOutcome, type Shared } from './shared/guard.ts'
import { noShared } from './shared/none.ts'
import type { SharedTier } from './shared/port.ts'
import { Store, type StoreOptions } from './store.ts'

/** Limits of the local tier. */
export interface LocalOptions {
  /** Entries a family may keep in memory. Default 100,000. */
  readonly maxEntries?: number
  /** Bytes a family may keep in memory, as estimated from its encoded values. Default 128 MB. */
  readonly maxBytes?: ByteSize
}

/** Options of a cache. Times given here are the defaults of its families. */
export interface CayOptions extends PolicyOptions {
  /** The shared tier. Default none: memory alone. */
  readonly shared?: SharedTier
  /** The change log. Default none: explicit invalidation. */
  readonly changes?: Changes
  readonly local?: LocalOptions
  /** How long a read of the shared tier may take before the read goes on without it. Default 50 ms. */
  readonly readDeadline?: Duration
  /** How long a write or an invalidation may take there. Default 250 ms. */
  readonly writeDeadline?: Duration
  /** Keys the hash that stands for an alias in the shared tier. Without it a guessed e-mail can be confirmed there. */
  readonly secret?: string
  /** Time and randomness, for tests. */
  readonly clock?: Clock
  readonly random?: Random
}

/** How the cache is now. */
export interface CayHealth {
  /** `degraded`: a shared tier is configured and is not believed now; reads go on without it. */
  readonly status: 'healthy' | 'degraded'
  readonly backend: string
  readonly breaker: BreakerMode
  /** One PING, in milliseconds; null where there was no answer, or nobody to ask. */
  readonly latencyMs: number | null
}

export interface CayStatistics {
  readonly hits: number
  readonly misses: number
  readonly localEntries: number
  readonly localBytes: number
  readonly families: Readonly<Record<string, FamilyCounts>>
}

const defaults = Object.freeze({
  maxEntries: 100_000,
  maxBytes: '128mb',
  readDeadline: 50,
  writeDeadline: 250,
} as const)

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
  readonly #limits: { readonly maxEntries: number; readonly maxBytes: number }
  readonly #shared: Shared
  readonly #changes: Changes
  readonly #surroundings: Surroundings
  readonly #families = new Map<string, ManagedFamily>()
  #isClosed = false

  constructor(options: CayOptions) {
    const { clock = systemClock, random = systemRandom(), changes = noChanges } = options
    resolvePolicy('cay', options)
    this.#options = options
    this.#limits = localLimits(options.local)
    const deadlines = {
      readMs: durationMs(options.readDeadline ?? defaults.readDeadline, 'readDeadline'),
      writeMs: durationMs(options.writeDeadline ?? defaults.writeDeadline, 'writeDeadline'),
    }
    const allTables = (): string[] =>
      [...new Set([...this.#families.values()].flatMap(({ tables }) => [...tables]))].map(versionKey)
    this.#shared = options.shared
      ? new Guard({ tier: options.shared, clock, random, deadlines, allTables })
      : noShared
    this.#surroundings = {
      shared: this.#shared,
      clock,
      random,
      background: new Background(),
      assertOpen: () => {
        this.#assertOpen()
      },
    }
    this.#changes = changes
    changes.attach({ invalidate: (tags) => this.#invalidate(tags) })
    this.#shared.start()
  }

  /** A record family. */
  record<const F extends Fields, const I extends keyof F & string, A extends string = never>(
    options: RecordOptions<F, I, A>,
  ): RecordFamily<F, I, A> {
    return new RecordFamily(options, this.#setting(options.name, options))
  }

  /** A query family. */
  query<Args, V extends Json>(options: QueryOptions<Args, V>): QueryFamily<Args, V> {
    return new QueryFamily(options, this.#setting(options.name, options))
  }

  /** Plain keys. */
  store<V extends Json = Json>(name: string, options: StoreOptions = {}): Store<V> {
    return new Store(name, this.#setting(name, options))
  }

  /** Forgets whatever depends on these tags, in both tiers. `queued`: the shared tier is away. */
  async invalidate(tags: readonly Tag[]): Promise<InvalidateOutcome> {
    for (const tag of tags) assertTag(tag, 'invalidate')
    this.#assertOpen()
    return this.#invalidate(tags)
  }

  async health(): Promise<CayHealth> {
    const { backend, mode } = this.#shared
    const latencyMs = (await this.#shared.latencyMs()) ?? null
    return {
      status: this.#shared.mode === 'closed' ? 'healthy' : 'degraded',
      backend,
      breaker: mode,
      latencyMs,
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
      families: Object.fromEntries(families.map(({ name, statistics }) => [name, statistics.counts()])),
    }
  }

  /** Ends loads and fills under way, then the connection. Reads from now on throw CAY_CLOSED, except local hits. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#changes.close()
    await this.#surroundings.background.drain()
    await this.#shared.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
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
      ...this.#limits,
      aliasHash: aliasHash(this.#options.secret),
      invalidate: (tags) => this.#invalidate(tags),
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

  #invalidate(tags: readonly Tag[]): Promise<InvalidateOutcome> {
    return invalidate(this.#shared, this.#families.values(), tags)
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new CayError('CAY_CLOSED', 'The cache is closed.')
  }
}

function localLimits(options: LocalOptions = {}): { maxEntries: number; maxBytes: number } {
  const { maxEntries = defaults.maxEntries, maxBytes = defaults.maxBytes } = options
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new CayError(
      'CAY_OPTION_INVALID',
      `local.maxEntries: ${maxEntries} is not a whole number of at least 1.`,
    )
  }
  return { maxEntries, maxBytes: byteCount(maxBytes, 'local.maxBytes') }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
