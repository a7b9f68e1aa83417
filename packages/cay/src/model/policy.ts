import { CayError } from '../errors.ts'
import { byteCount, type ByteSize } from './bytes.ts'
import { durationMs, type Duration } from './duration.ts'

/**
 * How sure a read must be. `cached`: either tier. `fresh`: no local tier and no joining; the shared tier still serves.
 * `strong`: the origin itself, and nothing is stored.
 */
export type ReadLevel = 'cached' | 'fresh' | 'strong'

const readLevels: readonly ReadLevel[] = ['cached', 'fresh', 'strong']

/** Limits of a family's local tier. */
export interface LocalLimits {
  /** Entries it may keep. Default 100,000. */
  readonly maxEntries?: number | undefined
  /** Bytes it may keep, as estimated. Default 128 MB. */
  readonly maxBytes?: ByteSize | undefined
}

/** A family's times and limits. Options inherit: the defaults → the cache's → the family's → the call's. */
export interface PolicyOptions {
  /** How long a value is fresh. Default 5 minutes. A backstop: invalidation is what keeps values right. */
  readonly ttl?: Duration | undefined
  /** For how long after its ttl a value may still be served, while it is refreshed or while the origin fails. Default 0. */
  readonly staleFor?: Duration | undefined
  /** How long an absence ("no such user") is remembered. Default 30 seconds. */
  readonly missTtl?: Duration | undefined
  /** How long one load may take, its wait included, before its callers get CAY_LOAD_TIMEOUT. Default 10 seconds. */
  readonly loadTimeout?: Duration | undefined
  /** How many loads of the family may run at a time; the rest wait in turn. Default 64. */
  readonly loads?: number | undefined
  /** How many may wait for their turn; the callers of one more get CAY_LOAD_QUEUE_FULL at once. 0: none. Default 1,000. */
  readonly loadQueue?: number | undefined
  /** What the family may keep in memory. */
  readonly local?: LocalLimits | undefined
  /** A value that takes more bytes than this, encoded, is served and not stored. Default 1 MB. */
  readonly maxValueBytes?: ByteSize | undefined
  /** Whether a hot value is refreshed behind its readers before its ttl ends. Default true. */
  readonly refreshAhead?: boolean | undefined
  /** How reads are made that don't say. Default `cached`; `strong` switches the cache off. */
  readonly read?: ReadLevel | undefined
}

/** Every option, none left open. */
type Defaults<Options> = { readonly [K in keyof Options]-?: Exclude<Options[K], undefined> }

/** A policy, resolved once. */
export interface Policy {
  readonly ttlMs: number
  readonly staleForMs: number
  readonly missTtlMs: number
  readonly loadTimeoutMs: number
  readonly loads: number
  readonly loadQueue: number
  readonly maxEntries: number
  readonly maxBytes: number
  readonly maxValueBytes: number
  readonly refreshAhead: boolean
  readonly read: ReadLevel
}

const localDefaults = Object.freeze({ maxEntries: 100_000, maxBytes: '128mb' } as const)

/** The defaults of every option; `docs/options.md` lists them, and a test holds the two together. */
export const policyDefaults: Defaults<PolicyOptions> = Object.freeze({
  ttl: '5m',
  staleFor: 0,
  missTtl: '30s',
  loadTimeout: '10s',
  loads: 64,
  loadQueue: 1_000,
  local: localDefaults,
  maxValueBytes: '1mb',
  refreshAhead: true,
  read: 'cached',
})

/** Each value lives up to this much shorter or longer, so that what was filled together does not expire together. */
export const ttlJitter = 0.1

/** @throws {CayError} CAY_OPTION_INVALID, naming family and option */
export function resolvePolicy(family: string, ...layers: readonly PolicyOptions[]): Policy {
  const given = layered<Defaults<PolicyOptions>>(policyDefaults, layers)
  const ms = (option: 'ttl' | 'staleFor' | 'missTtl' | 'loadTimeout', least: number): number => {
    const value = durationMs(given[option], `${family}: ${option}`)
    if (value >= least) return value
    throw new CayError('CAY_OPTION_INVALID', `${family}: ${option} must be at least ${least} ms.`, { family })
  }
  const local = layered<Defaults<LocalLimits>>(
    localDefaults,
    layers.map((layer) => layer.local ?? {}),
  )
  const count = (value: number, option: string, least = 1): number => {
    if (Number.isSafeInteger(value) && value >= least) return value
    const message = `${family}: ${option} is not a whole number of at least ${least}.`
    throw new CayError('CAY_OPTION_INVALID', message, { family })
  }
  const read = given.read
  if (!readLevels.includes(read)) {
    throw new CayError('CAY_OPTION_INVALID', `${family}: read must be one of ${readLevels.join(', ')}.`, {
      family,
    })
  }
  return Object.freeze({
    ttlMs: ms('ttl', 1),
    staleForMs: ms('staleFor', 0),
    missTtlMs: ms('missTtl', 0),
    loadTimeoutMs: ms('loadTimeout', 1),
    loads: count(given.loads, 'loads'),
    loadQueue: count(given.loadQueue, 'loadQueue', 0),
    maxEntries: count(local.maxEntries, 'local.maxEntries'),
    maxBytes: byteCount(local.maxBytes, `${family}: local.maxBytes`),
    maxValueBytes: byteCount(given.maxValueBytes, `${family}: maxValueBytes`),
    refreshAhead: given.refreshAhead,
    read,
  })
}

/** The last word on each option; one that is there and undefined inherits, like one that is not there. */
function layered<T extends object>(
  defaults: T,
  layers: readonly { readonly [K in keyof T]?: T[K] | undefined }[],
): T {
  return layers.reduce<T>((all, layer) => {
    const said = Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined))
    return { ...all, ...said }
  }, defaults)
}
