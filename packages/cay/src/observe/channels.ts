import { channel } from 'node:diagnostics_channel'

/**
 * How a read ended: `local` (fresh, in memory), `stale` (older than its ttl, within staleFor), `joined` (another
 * reader's flight), `shared` (the shared tier), `origin` (loaded), `nothing` (in no tier, and no loader to ask), `failed` (the loader threw and nothing was kept).
 */
export type ReadOutcome = 'local' | 'stale' | 'joined' | 'shared' | 'origin' | 'nothing' | 'failed'

/** Published on `cay:read`, once for each read. No values, no keys. */
export interface ReadEvent {
  readonly family: string
  readonly outcome: ReadOutcome
}

/** Published on `cay:invalidate`, once for each call, after it was applied here. */
export interface InvalidateEvent {
  readonly tags: readonly string[]
  readonly outcome: 'applied' | 'queued'
}

/** The channels of `node:diagnostics_channel` that Cay publishes on. */
export const channels = Object.freeze({
  read: channel('cay:read'),
  invalidate: channel('cay:invalidate'),
})
