import type { Fault } from './faults.ts'
import { countOriginReads } from './origin-reads.ts'
import { play, type Lengths, type Outcome, type Scene } from './scenario.ts'
import { startInstances, startServers } from './stage.ts'
import type { Postgres } from '@cay/servers'

export interface LaneOptions {
  readonly postgres: Postgres
  readonly lengths: Lengths
  /** Whether what is read from the database is counted: PostgreSQL must have been started for it. */
  readonly isCounting: boolean
  readonly seed: number
  /** Told of each fault when it is over. */
  readonly played: (outcome: Outcome) => void
}

/** So many that not all of what is asked is in memory when it is asked. */
const people = 300
const instanceCount = 2

/**
 * Plays faults one after another, on the same servers and processes: two processes, so that each changes what the other
 * has in memory. One that is there at the start can only be the first.
 * @returns what the processes have written
 */
export async function playAll(
  faults: readonly Fault[],
  { postgres, lengths, isCounting, seed, played }: LaneOptions,
): Promise<string> {
  const [first] = faults
  await using servers = await startServers(postgres)
  const mendFirst = first?.isAtStart === true ? await first.inflict(servers) : undefined
  await using instances = await startInstances(servers, { count: instanceCount, people })
  await using originReads = isCounting ? await countOriginReads(servers.databaseUrl) : undefined
  const scene: Scene = { servers, instances, originReads, lengths, seed }
  for (const fault of faults)
    played(await play(fault, scene, fault.isAtStart === true ? mendFirst : undefined))
  return instances.outputs().join('')
}
