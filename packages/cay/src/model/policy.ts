import { CayError } from '../errors.ts'
import { durationMs, type Duration } from './duration.ts'

/**
 * How sure a read must be. `cached`: either tier. `fresh`: no local tier and no joining; the shared tier still serves.
 * `strong`: the origin itself, and nothing is stored.
 */
export type ReadLevel = 'cached' | 'fresh' | 'strong'

/** A family's times. Options inherit: the cache's → the family's → the call's. */
export interface PolicyOptions {
  /** How long a value is fresh. Default 5 minutes. A backstop: invalidation is what keeps values right. */
  readonly ttl?: Duration
  /** For how long after its ttl a value may still be served, while it is refreshed or while the origin fails. Default 0. */
  readonly staleFor?: Duration
  /** How long an absence ("no such user") is remembered. Default 30 seconds. */
  readonly missTtl?: Duration
  /** How long one load may take before its callers get CAY_LOAD_TIMEOUT. Default 10 seconds. */
  readonly loadTimeout?: Duration
  /** How reads are made that don't say. Default `cached`; `strong` switches the cache off. */
  readonly read?: ReadLevel
}

/** A policy, resolved once. */
export interface Policy {
  readonly ttlMs: number
  readonly staleForMs: number
  readonly missTtlMs: number
  readonly loadTimeoutMs: number
  readonly read: ReadLevel
}

/** The defaults of every option; `docs/options.md` lists them, and a test holds the two together. */
export const policyDefaults: Required<PolicyOptions> = Object.freeze({
  ttl: '5m',
  staleFor: 0,
  missTtl: '30s',
  loadTimeout: '10s',
  read: 'cached',
})

/** Each value lives up to this much shorter or longer, so that what was filled together does not expire together. */
export const ttlJitter = 0.1

/** @throws {CayError} CAY_OPTION_INVALID, naming family and option */
export function resolvePolicy(family: string, ...layers: readonly PolicyOptions[]): Policy {
  const ms = (option: 'ttl' | 'staleFor' | 'missTtl' | 'loadTimeout'): number => {
    const given = layers.findLast((layer) => layer[option] !== undefined)?.[option]
    return durationMs(given ?? policyDefaults[option], `${family}: ${option}`)
  }
  const policy = {
    ttlMs: ms('ttl'),
    staleForMs: ms('staleFor'),
    missTtlMs: ms('missTtl'),
    loadTimeoutMs: ms('loadTimeout'),
    read: readLevel(family, layers),
  }
  for (const [option, value] of [
    ['ttl', policy.ttlMs],
    ['loadTimeout', policy.loadTimeoutMs],
  ] as const) {
    if (value < 1)
      throw new CayError('CAY_OPTION_INVALID', `${family}: ${option} must be at least 1ms.`, { family })
  }
  return Object.freeze(policy)
}

function readLevel(family: string, layers: readonly PolicyOptions[]): ReadLevel {
  const level = layers.findLast((layer) => layer.read !== undefined)?.read ?? policyDefaults.read
  if (readLevels.includes(level)) return level
  throw new CayError('CAY_OPTION_INVALID', `${family}: read must be one of ${readLevels.join(', ')}.`, {
    family,
  })
}

const readLevels: readonly ReadLevel[] = ['cached', 'fresh', 'strong']
