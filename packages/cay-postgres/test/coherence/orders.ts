import type { RedisPlace } from 'cay/redis'

/** How an instance is started: the one argument of its process, as JSON. */
export interface InstanceSetting {
  /** Every start of a process is a life of its own: G1 speaks of one instance. */
  readonly life: number
  readonly seed: number
  readonly redis: RedisPlace
  readonly databaseUrl: string
  /** Begin of the clock that all processes share, in nanoseconds of CLOCK_MONOTONIC. */
  readonly clockBegin: string
  readonly readsPerSecond: number
  readonly writesPerSecond: number
}

/** What an instance is told to do. */
export type Order =
  /** Be killed between the next commit and its invalidation. */
  | 'die after the next commit'
  | 'stop writing'
  /** Read everything at every level; answers `swept`. */
  | 'sweep'
  /** End; answers `ended`. */
  | 'end'

export type Answer = 'ready' | 'swept' | 'ended'

/** Milliseconds on one clock for all processes of this machine. */
export function sharedClock(clockBegin: bigint): () => number {
  return () => Number(process.hrtime.bigint() - clockBegin) / 1e6
}
