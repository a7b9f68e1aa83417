import type { Model, Start, Take, Violate } from './explore.ts'
import { faultSteps } from './fault-steps.ts'
import { fenceSteps } from './fence-steps.ts'
import { oweNothing, readSteps } from './read-steps.ts'
import { forgetEntry, isServable } from './redis.ts'
import type { Safeguard } from './safeguards.ts'
import { createWorld, type Configuration, type Read, type World } from './world.ts'
import { writeSteps } from './write-steps.ts'

/** The protocol, whole or without one safeguard, as a model to explore. */
export function protocol(configuration: Configuration, without?: Safeguard): Model {
  const world = createWorld(configuration, without)
  return {
    words: world.words,
    starts: starts(world),
    steps: (take) => {
      steps(world, take)
    },
    settle: () => {
      settle(world)
    },
    check: (violate) => {
      check(world, violate)
    },
  }
}

/** Everything that may happen next, unless nothing can go wrong any more. */
function steps(world: World, take: Take): void {
  if (isAllNew(world)) return
  for (const write of world.writes) writeSteps(world, write, take)
  for (const instance of world.instances) {
    for (const read of instance.reads) readSteps(world, instance, read, take)
    fenceSteps(world, instance, take)
  }
  faultSteps(world, take)
}

/** Every write is committed, and no copy of what was before is left anywhere: whatever happens, nobody can return one. */
function isAllNew({ without, writes, surroundings, redis, replica, instances }: World): boolean {
  const { row } = surroundings
  return (
    without === undefined &&
    row === writes.length &&
    (redis.entry ?? row) === row &&
    (replica.entry ?? row) === row &&
    instances.every(
      ({ local, reads }) =>
        (local ?? row) === row && reads.every((read) => !hasFound(read) || read.found === row),
    )
  )
}

function hasFound({ at }: Read): boolean {
  return at === 'arriving' || at === 'loaded' || at === 'landed'
}

function starts(world: World): readonly Start[] {
  return [
    {
      say: 'Nothing is cached.',
      set: () => {
        start(world)
      },
    },
    {
      say: 'Redis holds the old value.',
      set: () => {
        start(world)
        fillRedis(world)
      },
    },
    {
      say: 'Redis and the memory of every instance hold the old value.',
      set: () => {
        start(world)
        fillRedis(world)
        for (const instance of world.instances) instance.local = 0
      },
    },
  ]
}

function start({ surroundings, configuration, redis, replica, instances }: World): void {
  Object.assign(surroundings, configuration.faults)
  redis.watermark = 0
  replica.isFollowing = true
  for (const instance of instances) {
    instance.isConnected = true
    instance.isBelieving = true
  }
}

function fillRedis({ redis }: World): void {
  redis.version = 1
  redis.entry = 0
  redis.stamp = 1
}

/** G4 and `rest`; the others are of reads, and checked as they are answered. */
function check(world: World, violate: Violate): void {
  const { redis } = world
  const isServed = isServable(world)
  if (isServed && (redis.entry ?? 0) < (redis.watermark ?? 0)) violate('G4')
  else if (isAtRest(world) && servesOld(world, isServed)) violate('rest')
}

/** Nothing is under way, and no fence would find anything to do. */
function isAtRest({ writes, instances, surroundings, redis, without }: World): boolean {
  const { row } = surroundings
  return (
    writes.every(({ at }) => at !== 'committed') &&
    (redis.watermark === row || without === 'there is a log') &&
    instances.every(
      ({ isConnected, cursor, knowsReplaced, fence, reads }) =>
        isConnected &&
        knowsReplaced === redis.isReplaced &&
        fence.at === 'idle' &&
        (cursor === row || without === 'there is a log') &&
        reads.every(({ at }) => at === 'idle'),
    )
  )
}

function servesOld({ instances, surroundings, redis }: World, isServed: boolean): boolean {
  return instances.some(
    ({ local, isBelieving }) =>
      (local ?? surroundings.row) < surroundings.row ||
      (isBelieving && isServed && (redis.entry ?? 0) < surroundings.row),
  )
}

/** The name of every version that stands nowhere any more: it equals none that does. */
const gone = 15

/**
 * Makes states that differ in nothing that matters the same. Which versions they are does not matter, only which are
 * equal; and as none is ever drawn twice, an entry whose stamp is not the version beside it will never be served.
 */
function settle({ without, redis, replica, instances }: World): void {
  if (without === 'versions are random, never counters') return
  const { version } = redis
  const { version: replicated } = replica
  const renamed = (old: number): number => {
    if (old === version) return 1
    return old === replicated ? 2 : gone
  }
  for (const { reads } of instances)
    for (const read of reads) {
      if (read.captured !== null) read.captured = renamed(read.captured)
      if (without === undefined && !isOpen(read)) oweNothing(read)
    }
  for (const tier of [redis, replica]) {
    if (tier.stamp !== tier.version && without !== 'a missing version matches nothing') forgetEntry(tier)
    if (tier.stamp !== null) tier.stamp = renamed(tier.stamp)
  }
  if (version !== null) redis.version = 1
  if (replicated !== null) replica.version = renamed(replicated)
}

/** Whether what the read will return is still to be found out elsewhere than in the database, which has it. */
function isOpen({ at }: Read): boolean {
  return at === 'asking' || at === 'joined' || at === 'arriving'
}
