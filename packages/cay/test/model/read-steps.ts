import type { Take, Violate } from './explore.ts'
import { isInTheAir } from './instance.ts'
import { claimVersion, isServable } from './redis.ts'
import { sayValue, type Instance, type Read, type World } from './world.ts'

/** The steps of a read. Between any two of them anything else may happen. */
export function readSteps(world: World, instance: Instance, read: Read, take: Take): void {
  switch (read.at) {
    case 'idle':
      if (read.level === 'cached' && instance.local !== null) serveLocal(world, instance, read, take)
      else joinOrLaunch(world, instance, read, take)
      break
    case 'joined':
      // It is answered when the flight that it has joined lands.
      break
    case 'asking':
      askShared(world, instance, read, take)
      break
    case 'capturing':
      captureVersions(world, instance, read, take)
      break
    case 'loading':
      callLoader(world, instance, read, take)
      break
    case 'arriving':
      keepShared(world, instance, read, take)
      break
    case 'loaded':
      keepLoaded(world, instance, read, take)
      storeShared(world, instance, read, take)
      break
    case 'landed':
      storeShared(world, instance, read, take)
      break
  }
}

function serveLocal(world: World, instance: Instance, read: Read, take: Take): void {
  const { local } = instance
  take(
    () => `serveLocal: ${read.name} is answered from memory: ${sayValue(world, local)}.`,
    (violate) => {
      begin(world, instance, read)
      answer(read, local ?? 0, violate)
    },
  )
}

function joinOrLaunch(world: World, instance: Instance, read: Read, take: Take): void {
  let canJoin = false
  for (const other of instance.reads) {
    if (read.level === 'fresh' || !isJoinable(world, other)) continue
    canJoin = true
    take(
      () => `join: ${read.name} joins the flight of ${other.name}.`,
      () => {
        begin(world, instance, read)
        read.joined = other.number
        read.at = 'joined'
      },
    )
  }
  if (canJoin) return
  take(
    () => `launch: ${read.name} starts a flight${instance.isBelieving ? '' : ', past Redis'}.`,
    () => {
      begin(world, instance, read)
      read.at = instance.isBelieving ? 'asking' : 'loading'
    },
  )
}

function isJoinable({ without }: World, other: Read): boolean {
  return isInTheAir(other) && (!other.isOvertaken || without === "reads don't join an overtaken flight")
}

/** MGET. That its answer counts for nothing once belief has ended is a matter of `distrustShared`. */
function askShared(world: World, instance: Instance, read: Read, take: Take): void {
  const { redis, without } = world
  if (!instance.isConnected) return
  if (isServable(world)) {
    take(
      () => `askShared: ${read.name} finds ${sayValue(world, redis.entry)} in Redis, and it is valid.`,
      () => {
        read.found = redis.entry ?? 0
        read.at = 'arriving'
      },
    )
    return
  }
  const { version } = redis
  take(
    () =>
      `askShared: ${read.name} finds nothing valid in Redis${version === null ? ', and no version' : ''}.`,
    () => {
      const isCapturedLate = without === 'versions are read before the database'
      read.captured = isCapturedLate ? null : version
      read.at = version === null && !isCapturedLate ? 'capturing' : 'loading'
    },
  )
}

/** SET version NX GET. */
function captureVersions(world: World, instance: Instance, read: Read, take: Take): void {
  take(
    () => `captureVersions: ${read.name} ${instance.isConnected ? 'has a version' : 'gets no version'}.`,
    () => {
      if (instance.isConnected) read.captured = claimVersion(world)
      read.at = world.without === 'versions are read before the database' ? 'loaded' : 'loading'
    },
  )
}

/** The SELECT. Its answer arrives later. */
function callLoader(world: World, instance: Instance, read: Read, take: Take): void {
  const { without, surroundings } = world
  const load = (row: number, where: string): void => {
    take(
      () => `callLoader: ${read.name} reads ${sayValue(world, row)} in ${where}.`,
      () => {
        const isLate = without === 'versions are read before the database'
        read.found = row
        read.at = isLate && instance.isBelieving ? 'capturing' : 'loaded'
      },
    )
  }
  load(surroundings.row, 'the database')
  if (without === 'loads read the primary in a snapshot of their own' && surroundings.row > 0)
    load(surroundings.row - 1, 'a replica of the database, or an old snapshot')
}

/** A value of Redis arrives. */
function keepShared(world: World, instance: Instance, read: Read, take: Take): void {
  const isKept =
    !read.isOvertaken || world.without === 'a value on its way from shared to local is dropped if overtaken'
  land(world, instance, { read, isKept }, take)
}

/** A value of the database arrives. It is stored in Redis before or after that. */
function keepLoaded(world: World, instance: Instance, read: Read, take: Take): void {
  const isKept = !read.isOvertaken || world.without === 'a loaded value is dropped if overtaken'
  land(world, instance, { read, isKept }, take)
}

function land(
  world: World,
  instance: Instance,
  { read, isKept }: { readonly read: Read; readonly isKept: boolean },
  take: Take,
): void {
  take(
    () =>
      `keepLocal: ${read.name} ${isKept ? 'keeps' : 'does not keep'} ${sayValue(world, read.found)}, and is answered with it.`,
    (violate) => {
      const { found, captured } = read
      if (isKept) instance.local = found
      answer(read, found, violate)
      for (const passenger of instance.reads)
        if (passenger.at === 'joined' && passenger.joined === read.number) answer(passenger, found, violate)
      if (captured !== null) {
        read.at = 'landed'
        read.found = found
        read.captured = captured
      }
    },
  )
}

/** SET entry. It may come as late as it likes, on the next connection too, or be lost with this one. */
function storeShared(world: World, instance: Instance, read: Read, take: Take): void {
  const { captured, found } = read
  const { isConnected } = instance
  if (captured === null) return
  take(
    () =>
      isConnected
        ? `storeShared: ${read.name} stores ${sayValue(world, found)} in Redis, under the version it has.`
        : `storeShared: what ${read.name} would store is lost with the connection.`,
    () => {
      if (isConnected) {
        world.redis.entry = found
        world.redis.stamp = captured
      }
      if (read.at === 'landed') clear(read)
      else read.captured = null
    },
  )
}

/** The read begins: from now on it may not return less than what has been promised so far. */
function begin({ writes }: World, instance: Instance, read: Read): void {
  for (const { isAcknowledged, value, hasReachedRedis, instance: through } of writes) {
    if (!isAcknowledged) continue
    if (through === instance) read.owedByAnswer = Math.max(read.owedByAnswer, value)
    if (hasReachedRedis && read.level === 'fresh') read.owedByReach = Math.max(read.owedByReach, value)
  }
  read.owedByFence = instance.cursor
}

/** The read returns this value. */
function answer(read: Read, value: number, violate: Violate): void {
  if (value < read.owedByAnswer) violate('G1')
  else if (value < read.owedByReach) violate('G2')
  else if (value < read.owedByFence) violate('G3')
  clear(read)
}

function clear(read: Read): void {
  read.at = 'idle'
  read.joined = 0
  read.isOvertaken = false
  read.captured = null
  read.found = 0
  oweNothing(read)
}

export function oweNothing(read: Read): void {
  if (read.owedByAnswer !== 0) read.owedByAnswer = 0
  if (read.owedByReach !== 0) read.owedByReach = 0
  if (read.owedByFence !== 0) read.owedByFence = 0
}
