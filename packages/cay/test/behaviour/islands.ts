import { createCay, type Cay, type CayOptions } from 'cay'
import {
  faultyTier,
  manualClock,
  memoryTier,
  seededRandom,
  type FaultyTier,
  type ManualClock,
  MemoryLog,
  type MemoryFollower,
  type MemoryTier,
} from 'cay/testing'
import { People, peopleFamily, settled, type PeopleFamily } from './people.ts'

/** One process: its cache, its way to the shared tier, and its door to the database. */
interface Island {
  readonly cay: Cay
  readonly family: PeopleFamily
  /** Its connection to what all share: only what it asks for suffers. */
  readonly line: FaultyTier
  readonly log: MemoryFollower
  /** Changes a person through the door. */
  readonly rename: (id: number, name: string) => Promise<void>
}

/** Several processes on one database with a change log, and on one shared tier if there is one. */
export interface Islands {
  readonly clock: ManualClock
  readonly people: People
  readonly log: MemoryLog
  readonly shared: MemoryTier
  readonly join: (options?: IslandOptions) => Promise<Island>
  /** A person changed past every door. */
  readonly renameBehind: (id: number, name: string) => void
}

type IslandOptions = CayOptions & {
  readonly isExclusive?: boolean
  readonly isAlone?: boolean
  readonly times?: Parameters<typeof peopleFamily>[2]
}

/** Longer than the longest wait from one fence to the next. */
export const oneFenceMs = 610

export function islands(): Islands {
  const clock = manualClock()
  const people = new People('ann', 'bob')
  const log = new MemoryLog('person:*')
  const shared = memoryTier(clock)
  let seed = 1
  return {
    clock,
    people,
    log,
    shared,
    renameBehind: (id, name) => {
      people.change(id, { name })
      log.commit(`person:${id}`)
    },
    join: async ({ isExclusive = false, isAlone = false, times = {}, ...options } = {}) => {
      const line = faultyTier(shared, clock)
      const follower = log.follower({ isExclusive })
      const random = seededRandom(seed++)
      const cay = createCay({
        clock,
        random,
        changes: follower,
        ...(isAlone ? {} : { shared: line }),
        ...options,
      })
      const family = peopleFamily(cay, people, times)
      await settled()
      await settled()
      const rename = (id: number, name: string): Promise<void> =>
        follower.write(() => {
          people.change(id, { name })
        }, `person:${id}`)
      return { cay, family, line, log: follower, rename }
    },
  }
}
