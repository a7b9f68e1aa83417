import type { RedisPlace } from 'cay/redis'
import type { Fault } from './faults.ts'

/** What stands for Redis: how an instance finds it, what it says of itself, and what can go wrong with it. */
export interface RedisStage extends AsyncDisposable {
  /** For the instance at this place. */
  readonly placeFor: (instance: number) => RedisPlace
  /** Where a change of this register is applied: an index of `watermarks`; undefined where others tell. */
  readonly partitionOf: (register: number) => number | undefined
  /** What each watermark says now, empty where there is none. */
  readonly watermarks: () => Promise<readonly string[]>
  /** Of the servers: one of these at a time. */
  readonly serverFaults: readonly Fault[]
  /** Of one instance's way: one of these at a time. */
  readonly instanceFaults: readonly Fault[]
}
