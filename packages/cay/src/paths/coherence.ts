import type { UnfollowedTable } from '../changes/port.ts'
import type { Tag } from '../model/tag.ts'

/** What makes a cache's tiers believable: a change log that is followed (`fence.ts`), or only what it is told (`told.ts`). */
export interface Coherence {
  readonly start: () => void
  /** An invalidation has not reached the shared tier: it is not believed again before it has. */
  readonly missed: (tags: readonly Tag[], isLogged: boolean) => void
  /** Applies to both tiers whatever was committed before the call. */
  readonly fence: () => Promise<void>
  /** Called by the probe of the shared tier: makes it believed again, or rejects. */
  readonly regain: () => Promise<void>
  /** The connection to the shared tier broke. */
  readonly disconnected: () => void
  /** Messages arrive again. */
  readonly listening: () => void
  /** Messages may be missed from now on. */
  readonly deaf: () => void
  readonly state: () => CoherenceState
  readonly close: () => Promise<void>
}

/** How far the cache follows its change log. */
export interface CoherenceState {
  /** `followed`; `behind`: it could not be asked in time, and memory is not believed until it can; `none`: there is none. */
  readonly log: 'followed' | 'behind' | 'none'
  /** Milliseconds since everything committed had been applied; null: never, or there is no log. */
  readonly fencedMsAgo: number | null
  /** Tables whose changes may not reach the log. */
  readonly unfollowed: readonly UnfollowedTable[]
}
