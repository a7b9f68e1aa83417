/**
 * A shared tier: a dumb map of keys to bytes that several processes see. What the keys mean, when a value may be
 * believed and how long a call may take are not its business.
 */
export interface SharedTier {
  /** What it is, for people: `redis`, `memory`, `none`. */
  readonly backend: string
  /** In how many parts its keys are spread: 1, or 64 on a Cluster. Every process must agree on it. */
  readonly partitions: number
  /** Begins to connect, and keeps trying. Never throws and never waits. */
  readonly start: (events: SharedTierEvents) => void
  readonly close: () => Promise<void>
  readonly ping: () => Promise<void>
  /**
   * Which server this is: another text when another, or the same started anew, has taken its place. Rejects where it is a
   * replica; empty where that can't be found out.
   */
  readonly identity: () => Promise<string>
  /** The values of these keys, in order, null where there is none: one round trip. */
  readonly getMany: (keys: readonly string[]) => Promise<readonly (Buffer | null)[]>
  /** Stores each, unless a value stands already; returns what stands. One round trip. */
  readonly setIfMissing: (entries: readonly SharedEntry[]) => Promise<readonly string[]>
  readonly setMany: (entries: readonly SharedEntry[]) => Promise<void>
  /** Lets each of these live so long from now at least; one that is not there stays away. */
  readonly extend: (keys: readonly string[], ttlMs: number) => Promise<void>
  readonly deleteMany: (keys: readonly string[]) => Promise<void>
  /** Applies each, atomically or not at all; whether it did: false where its mark was not as expected. One round trip. */
  readonly apply: (changes: readonly MarkedChange[]) => Promise<readonly boolean[]>
  /** The keys that begin with one of these, in steps, on every node. What changes meanwhile may be missed or come twice. */
  readonly scan: (prefixes: readonly string[]) => AsyncIterable<readonly string[]>
  /**
   * The code with which a call was refused, if its error says so: the tier is there, and will not do it (`OOM`, `READONLY`).
   * Undefined for any other error. Never more than the code: messages can hold keys.
   */
  readonly refusal: (error: unknown) => string | undefined
}

export interface SharedEntry {
  readonly key: string
  readonly value: Buffer | string
  readonly ttlMs: number
}

/**
 * Keys to delete, people to tell, and a mark that says how far one has come: all at once, so that a replica or a snapshot
 * has either all of it or nothing. All of its keys are of one partition.
 */
export interface MarkedChange {
  readonly keys: readonly string[]
  /** Told to every process that listens. */
  readonly message: string
  readonly mark: Mark
}

export interface Mark {
  readonly key: string
  /** Undefined: the mark is neither looked at nor set. */
  readonly move?: {
    /** What must stand there; null: nothing. */
    readonly from: string | null
    readonly to: string
  }
}

export interface SharedTierEvents {
  /** Connected, for the first time or again. */
  readonly connected: () => void
  /** An attempt to connect has failed; why, as a code: `ECONNREFUSED`, `WRONGPASS`, `TIMEOUT`. */
  readonly failed: (code: string) => void
  /** The connection is gone: whatever was in the air may or may not have been applied. */
  readonly disconnected: () => void
  /** The message of a change that any process has applied. */
  readonly message: (message: string) => void
  /** From now on messages arrive; those before may have been missed. */
  readonly listening: () => void
  /** From now on messages may be missed. */
  readonly deaf: () => void
}
