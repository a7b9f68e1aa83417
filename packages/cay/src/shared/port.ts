/**
 * A shared tier: a dumb map of keys to bytes that several processes see. What the keys mean, when a value may be
 * believed and how long a call may take are not its business.
 */
export interface SharedTier {
  /** What it is, for people: `redis`, `memory`, `none`. */
  readonly backend: string
  /** Begins to connect, and keeps trying. Never throws and never waits. */
  readonly start: (events: SharedTierEvents) => void
  readonly close: () => Promise<void>
  readonly ping: () => Promise<void>
  /** The values of these keys, in order, null where there is none: one round trip. */
  readonly getMany: (keys: readonly string[]) => Promise<readonly (Buffer | null)[]>
  /** Stores each, unless a value stands already; returns what stands. One round trip. */
  readonly setIfMissing: (entries: readonly SharedEntry[]) => Promise<readonly string[]>
  readonly setMany: (entries: readonly SharedEntry[]) => Promise<void>
  readonly deleteMany: (keys: readonly string[]) => Promise<void>
}

export interface SharedEntry {
  readonly key: string
  readonly value: Buffer | string
  readonly ttlMs: number
}

export interface SharedTierEvents {
  /** Connected, for the first time or again. */
  readonly connected: () => void
  /** The connection is gone: whatever was in the air may or may not have been applied. */
  readonly disconnected: () => void
}
