import { channel } from 'node:diagnostics_channel'

/**
 * How a read ended: `local` (fresh, in memory), `stale` (older than its ttl, within staleFor), `joined` (another
 * reader's flight), `shared` (the shared tier), `origin` (loaded), `nothing` (in no tier, and no loader to ask), `failed`
 * (the loader threw and nothing was kept).
 */
export type ReadOutcome = 'local' | 'stale' | 'joined' | 'shared' | 'origin' | 'nothing' | 'failed'

/** Published on `cay:read`, once for each read. No values, no keys. */
export interface ReadEvent {
  readonly family: string
  readonly outcome: ReadOutcome
}

/** Published on `cay:load`, once for each call of a loader. */
export interface LoadEvent {
  readonly family: string
  /** How many keys were asked for. */
  readonly keys: number
  readonly milliseconds: number
  readonly outcome: 'loaded' | 'failed' | 'timeout'
}

/** Published on `cay:invalidate`, once for each call, after it was applied here. */
export interface InvalidateEvent {
  readonly tags: readonly string[]
  readonly outcome: 'applied' | 'queued'
}

/** Published on `cay:tier` when the breaker of the shared tier changes its mode. */
export interface TierEvent {
  readonly backend: string
  readonly breaker: 'closed' | 'open' | 'probing'
  /** What went wrong last, as a code: `TIMEOUT`, `ECONNREFUSED`, `READONLY`; null: nothing. */
  readonly reason: string | null
}

/** Published on `cay:fence`, once for each time the change log was asked. */
export interface FenceEvent {
  /** `failed`: it could not be asked in time; memory is believed to its deadline. */
  readonly outcome: 'done' | 'failed'
  /** How many tags were dropped here. */
  readonly tags: number
  readonly milliseconds: number
}

/** Published on `cay:audit`, once for each hit that was compared with the origin. */
export interface AuditEvent {
  readonly family: string
  /** `overtaken`: it changed after the hit, and was dropped as it should; `stale`: the old value went on being served. */
  readonly outcome: 'same' | 'overtaken' | 'stale'
  /** From the hit until the old value was gone, in steps of 50 ms, up to 10 seconds. */
  readonly staleMs: number
}

/** The channels of `node:diagnostics_channel` that Cay publishes on. */
export const channels = Object.freeze({
  read: channel('cay:read'),
  load: channel('cay:load'),
  invalidate: channel('cay:invalidate'),
  tier: channel('cay:tier'),
  fence: channel('cay:fence'),
  audit: channel('cay:audit'),
})
