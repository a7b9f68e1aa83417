import type { Model, Take, Violate } from './explore.ts'
import { flag, kind, maybeUpTo, upTo, Words } from './layout.ts'
import type { Safeguard } from './safeguards.ts'

/**
 * Two keys in two shards of a Redis Cluster, each with a replica, which fail over one by one. Each key is written once,
 * and a writer may die. One instance reads and fences; it has no memory.
 */

/** Some of the two keys, as the sum of their bits: whose changes a position has. */
const someKeys = upTo(3)
const maybeValue = maybeUpTo(1)
const version = maybeUpTo(4)

const shardKind = kind({
  version,
  entry: maybeValue,
  stamp: version,
  watermark: someKeys,
  /** Of a replica: it has all that the primary has, and nothing need be kept here. Else this is what it got last. */
  isFollowing: flag,
})
const surroundingsKind = kind({
  committed: someKeys,
  failovers: upTo(2),
  writerDeaths: upTo(1),
  isBelieving: flag,
})
const keyKind = kind({
  write: ['idle', 'committed', 'acknowledged', 'dead'],
  read: ['idle', 'asking', 'arriving', 'loading', 'loaded'],
  captured: version,
  found: upTo(1),
  isOwedNew: flag,
})
const fenceKind = kind({
  at: ['idle', 'asking the log', 'catching up y', 'catching up x', 'ending'],
  watermarkX: someKeys,
  watermarkY: someKeys,
  position: someKeys,
  isSpoilt: flag,
})

type Shard = ReturnType<typeof shardKind.at>

/** A key, its shard and its read and write. */
type Key = ReturnType<typeof keyKind.at> & {
  readonly name: 'x' | 'y'
  readonly bit: number
  readonly shard: Shard
  readonly replica: Shard
}

interface World {
  readonly without: Safeguard | undefined
  readonly surroundings: ReturnType<typeof surroundingsKind.at>
  readonly fence: ReturnType<typeof fenceKind.at>
  readonly x: Key
  readonly y: Key
}

/** How often each may happen. */
export interface ShardFaults {
  readonly failovers: 1 | 2
  readonly writerDeaths: 0 | 1
}

/** The model, whole or without one safeguard. */
export function partitions(faults: ShardFaults, without?: Safeguard): Model {
  const words = new Words()
  const createKey = (name: 'x' | 'y', bit: number): Key =>
    Object.assign(words.part(keyKind), {
      name,
      bit,
      shard: words.part(shardKind),
      replica: words.part(shardKind),
    })
  const world = {
    without,
    surroundings: words.part(surroundingsKind),
    fence: words.part(fenceKind),
    x: createKey('x', 1),
    y: createKey('y', 2),
  }
  const keys = [world.x, world.y]
  return {
    words: words.taken,
    starts: [
      {
        say: 'Both shards hold the old value of their key.',
        set: () => {
          start(world, keys, faults)
        },
      },
    ],
    steps: (take) => {
      if (without === undefined && keys.every((key) => isAllNew(world, key))) return
      for (const key of keys) {
        writeSteps(world, key, take)
        readSteps(world, key, take)
        failoverSteps(world, keys, key, take)
      }
      fenceSteps(world, take)
    },
    settle: () => {
      for (const key of keys) settle(key)
    },
    check: (violate) => {
      if (keys.some((key) => isCoveredButOld(world, key))) violate('G4')
    },
  }
}

/** It is written, and no copy of what was before is left: whatever happens, nobody can return one. */
function isAllNew({ surroundings }: World, { bit, shard, replica, read, found }: Key): boolean {
  const hasOld = (read === 'arriving' || read === 'loaded') && found === 0
  return (surroundings.committed & bit) !== 0 && shard.entry !== 0 && replica.entry !== 0 && !hasOld
}

function start({ surroundings }: World, keys: readonly Key[], faults: ShardFaults): void {
  surroundings.failovers = faults.failovers
  surroundings.writerDeaths = faults.writerDeaths
  surroundings.isBelieving = true
  for (const { shard, replica } of keys) {
    replica.isFollowing = true
    shard.version = 1
    shard.entry = 0
    shard.stamp = 1
  }
}

function writeSteps({ surroundings }: World, key: Key, take: Take): void {
  const { name, bit } = key
  if (key.write === 'idle')
    take(
      () => `commit: the writer of ${name} commits the new value.`,
      () => {
        surroundings.committed |= bit
        key.write = 'committed'
      },
    )
  if (key.write !== 'committed') return
  take(
    () => `applyShared, acknowledge: the writer of ${name} has its shard delete the version, and answers.`,
    () => {
      key.shard.version = null
      key.write = 'acknowledged'
    },
  )
  if (surroundings.writerDeaths > 0)
    take(
      () => `The writer of ${name} dies: nobody hears of its commit.`,
      () => {
        surroundings.writerDeaths--
        key.write = 'dead'
      },
    )
}

function isServable({ shard }: Key): boolean {
  return shard.entry !== null && shard.version !== null && shard.stamp === shard.version
}

/** Unlike the two that stand at most, as `settle` names them. */
const randomVersion = 3

function readSteps({ surroundings }: World, key: Key, take: Take): void {
  const { name, shard, bit } = key
  const current = surroundings.committed & bit ? 1 : 0
  if (key.read === 'idle')
    take(
      () => `launch: a reader of ${name} starts a flight${surroundings.isBelieving ? '' : ', past Redis'}.`,
      () => {
        key.isOwedNew = key.write === 'acknowledged'
        key.read = surroundings.isBelieving ? 'asking' : 'loading'
      },
    )
  if (key.read === 'asking' && isServable(key))
    take(
      () =>
        `askShared: the reader of ${name} finds the ${sayValue(shard.entry)} in its shard, and it is valid.`,
      () => {
        key.found = shard.entry ?? 0
        key.read = 'arriving'
      },
    )
  else if (key.read === 'asking')
    take(
      () =>
        `askShared, captureVersions: the reader of ${name} finds nothing valid in its shard, and has a version.`,
      () => {
        shard.version ??= randomVersion
        key.captured = shard.version
        key.read = 'loading'
      },
    )
  if (key.read === 'loading')
    take(
      () => `callLoader: the reader of ${name} reads the ${sayValue(current)} in the database.`,
      () => {
        key.found = current
        key.read = 'loaded'
      },
    )
  if (key.read === 'arriving' || key.read === 'loaded')
    take(
      () =>
        `${key.captured === null ? '' : 'storeShared: '}the reader of ${name} answers the ${sayValue(key.found)}.`,
      (violate) => {
        answer(key, violate)
      },
    )
}

function sayValue(value: number | null): string {
  return value === 1 ? 'new value' : 'old value'
}

function answer(key: Key, violate: Violate): void {
  const { captured, found, shard } = key
  if (key.isOwedNew && found === 0) violate('G1')
  if (captured !== null) {
    shard.entry = found
    shard.stamp = captured
  }
  key.read = 'idle'
  key.captured = null
  key.found = 0
  key.isOwedNew = false
}

/** One shard by itself. Its connection is lost, and belief in all of Redis with it. */
function failoverSteps({ surroundings, fence }: World, keys: readonly Key[], key: Key, take: Take): void {
  const { name, shard, replica } = key
  if (surroundings.failovers === 0) return
  if (replica.isFollowing)
    take(
      () => `The replica of the shard of ${name} gets nothing more from here on.`,
      () => {
        copy(shard, replica)
        replica.isFollowing = false
      },
    )
  take(
    () => `Failover of the shard of ${name} alone: its replica is the primary now. distrustShared.`,
    () => {
      surroundings.failovers--
      if (!replica.isFollowing) copy(replica, shard)
      clearReplica(replica)
      surroundings.isBelieving = false
      if (fence.at !== 'idle') fence.isSpoilt = true
      for (const one of keys) passRedisBy(one)
    },
  )
}

/** What was asked before belief ended gets no answer that counts. */
function passRedisBy(key: Key): void {
  if (key.read !== 'asking' && key.read !== 'arriving') return
  key.read = 'loading'
  key.found = 0
}

function copy(from: Shard, to: Shard): void {
  to.version = from.version
  to.entry = from.entry
  to.stamp = from.stamp
  to.watermark = from.watermark
}

function clearReplica(replica: Shard): void {
  replica.version = null
  replica.entry = null
  replica.stamp = null
  replica.watermark = 0
  replica.isFollowing = true
}

function fenceSteps(world: World, take: Take): void {
  const { surroundings, fence, x, y } = world
  if (fence.at === 'idle')
    take(
      () => 'readWatermarks: a fence begins.',
      () => {
        fence.watermarkX = x.shard.watermark
        fence.watermarkY = isVouchingForAll(world) ? 0 : y.shard.watermark
        fence.at = 'asking the log'
      },
    )
  if (fence.at === 'asking the log')
    take(
      () => `askLog: the fence finds the log with the changes of ${sayKeys(surroundings.committed)}.`,
      () => {
        fence.position = surroundings.committed
        fence.at = 'catching up y'
      },
    )
  if (fence.at === 'catching up y') catchUpShared(world, { key: y, then: 'catching up x' }, take)
  if (fence.at === 'catching up x') catchUpShared(world, { key: x, then: 'ending' }, take)
  if (fence.at === 'ending')
    take(
      () =>
        `believe: the fence ends${fence.isSpoilt ? ' without Redis, as belief has ended meanwhile' : ''}.`,
      () => {
        if (!fence.isSpoilt) surroundings.isBelieving = true
        clearFence(fence)
      },
    )
}

function sayKeys(some: number): string {
  return ['no key', 'x', 'y', 'x and y'][some] ?? ''
}

/** With that safeguard removed, the watermark in the shard of x is the only one. */
function isVouchingForAll({ without }: World): boolean {
  return without === 'a watermark vouches only for its own partition'
}

function catchUpShared(
  world: World,
  { key, then }: { readonly key: Key; readonly then: 'catching up x' | 'ending' },
  take: Take,
): void {
  const { fence, x } = world
  const isOnlyOne = isVouchingForAll(world)
  const watermark = isOnlyOne || key === x ? fence.watermarkX : fence.watermarkY
  const changes = fence.position & ~watermark
  const hasWatermark = !isOnlyOne || key === x
  // A partition has the tags of its own key. The only watermark there is moves with the last partition.
  const isDeleting = (changes & key.bit) !== 0
  const isMoving = hasWatermark && (isOnlyOne ? changes !== 0 : isDeleting)
  if (isMoving && key.shard.watermark !== watermark)
    take(
      () => `catchUpShared: the fence was beaten to it in the shard of ${key.name}, and starts over.`,
      () => {
        clearFence(fence)
      },
    )
  else
    take(
      () =>
        `catchUpShared: the fence has the shard of ${key.name} ${sayScript(fence, isDeleting, isMoving)}.`,
      () => {
        if (isDeleting) key.shard.version = null
        if (isMoving) key.shard.watermark = fence.position
        fence.at = then
      },
    )
}

function sayScript({ position }: World['fence'], isDeleting: boolean, isMoving: boolean): string {
  const parts = [
    ...(isDeleting ? ['delete the version'] : []),
    ...(isMoving ? [`set its watermark to the changes of ${sayKeys(position)}`] : []),
  ]
  return parts.join(' and ') || 'do nothing'
}

function clearFence(fence: World['fence']): void {
  fence.at = 'idle'
  fence.watermarkX = 0
  fence.watermarkY = 0
  fence.position = 0
  fence.isSpoilt = false
}

/** The watermark that vouches for this key covers its change, and its shard would still serve the old value. */
function isCoveredButOld(world: World, key: Key): boolean {
  const { watermark } = (isVouchingForAll(world) ? world.x : key).shard
  return (watermark & key.bit) !== 0 && isServable(key) && key.shard.entry === 0
}

/** The name of every version that stands nowhere any more: it equals none that does. */
const gone = 4

/** Which versions they are does not matter, only which are equal; and no stamp will ever match but the one that does. */
function settle(key: Key): void {
  const { shard, replica } = key
  const { version: standing } = shard
  const { version: replicated } = replica
  const renamed = (old: number): number => {
    if (old === standing) return 1
    return old === replicated ? 2 : gone
  }
  if (key.captured !== null) key.captured = renamed(key.captured)
  for (const one of [shard, replica]) {
    if (one.stamp !== one.version) one.entry = one.stamp = null
    if (one.stamp !== null) one.stamp = renamed(one.stamp)
  }
  if (standing !== null) shard.version = 1
  if (replicated !== null) replica.version = renamed(replicated)
}
