import type { Tag } from '../model/tag.ts'

/** A place in a change log. Opaque: only the log that gave it can tell what was committed since. */
export type Position = string

/** Where changes come from: a change log in the database. A cache applies what it tells to both tiers: `paths/fence.ts`. */
export interface Changes {
  /** Called once by `createCay`. */
  readonly attach: (sink: ChangeSink) => void
  /**
   * True where nobody but this process can change the database (it is embedded): then what went through the door is all
   * there is, and memory is believed without following the log.
   */
  readonly isExclusive: boolean
  /**
   * What was committed since each of these positions, and where the log stands now: all of one snapshot of the primary.
   * Rejects where that could not be had within the deadline, on a standby too.
   */
  readonly since: (positions: readonly Position[], deadlineMs: number) => Promise<Delta>
  /** Writes these tags into the log, in a transaction of its own: an explicit invalidation that survives this process. */
  readonly record: (tags: readonly Tag[]) => Promise<void>
  /** Looks whether the log can be relied on, table by table. Rejects where that could not be found out within the deadline. */
  readonly inspect: (deadlineMs: number) => Promise<Inspection>
  /** The log's own housekeeping, where the last inspection found it due. What it can't do now is tried again. */
  readonly tidy: () => Promise<void>
  readonly close: () => Promise<void>
}

/** What changed. */
export interface Delta {
  /** Where the log stands. */
  readonly position: Position
  /** For each position asked for, in that order. `unknown`: of another database or older than the log reaches, so anything may have changed. */
  readonly changed: readonly (readonly Tag[] | 'unknown')[]
  /** The table tags of whatever the tables that are followed touch, whoever follows them: what "everything" is. */
  readonly tables: readonly Tag[]
}

/** What can't be relied on. */
export interface Inspection {
  /** Tables whose changes may not reach the log: what depends on them must not be cached. */
  readonly unfollowed: readonly UnfollowedTable[]
}

export interface UnfollowedTable {
  readonly table: string
  /** The table tags of whatever its rows touch: `user:*`. */
  readonly tags: readonly Tag[]
  /** Why, and what to do about it, in one sentence. */
  readonly because: string
}

/** What a cache does with changes. */
export interface ChangeSink {
  /**
   * Runs a transaction of the application's own. Within it, and until it settles, reads through the cache are refused:
   * they could neither see its changes nor be told from others' reads.
   */
  readonly duringWrite: <T>(transaction: () => Promise<T>) => Promise<T>
  /** Forgets what depends on the tags, in both tiers. Resolves when no later read here can return what they replaced. */
  readonly invalidate: (tags: readonly Tag[]) => Promise<'applied' | 'queued'>
  /** Called when tables were brought under the log, or taken from it: inspects again, and resolves when that is done. */
  readonly reconsider: () => Promise<void>
}
