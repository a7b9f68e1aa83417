import type { Take } from './explore.ts'
import { distrustShared, dropHere } from './instance.ts'
import { invalidate, sayInvalidate } from './redis.ts'
import type { Fence, Instance, World } from './world.ts'

/** The steps of a fence. Each instance fences again and again, one at a time. */
export function fenceSteps(world: World, instance: Instance, take: Take): void {
  if (world.without === 'there is a log') return
  switch (instance.fence.at) {
    case 'idle':
      readWatermarks(world, instance, take)
      break
    case 'asking the log':
      askLog(world, instance, take)
      break
    case 'catching up':
      catchUpShared(world, instance, take)
      break
    case 'setting the watermark':
      setWatermark(world, instance, take)
      break
    case 'ending':
      end(world, instance, take)
      break
  }
}

function readWatermarks({ redis }: World, { name, isConnected, fence }: Instance, take: Take): void {
  const found = redis.watermark === null ? 'no watermark' : `the watermark ${redis.watermark}`
  take(
    () =>
      `readWatermarks: a fence of ${name} begins${isConnected ? ` and finds ${found}` : ' without Redis'}.`,
    () => {
      fence.at = 'asking the log'
      fence.couldReadWatermark = isConnected
      fence.foundReplaced = redis.isReplaced
      fence.watermark = isConnected ? redis.watermark : null
    },
  )
}

/** One SELECT: where the log stands, and what is new since the watermark and since the instance's own cursor. */
function askLog({ surroundings, without }: World, instance: Instance, take: Take): void {
  const { name, fence, cursor } = instance
  take(
    () => `askLog: the fence of ${name} finds the log at ${surroundings.row}.`,
    () => {
      fence.position = surroundings.row
      fence.at = 'catching up'
      const isTooSoon = without === 'the fence drops locally only what Redis has lost'
      if (isTooSoon && cursor < fence.position) dropHere(instance)
    },
  )
}

function catchUpShared(world: World, instance: Instance, take: Take): void {
  const { fence, isConnected, name } = instance
  if (!fence.couldReadWatermark || !isConnected)
    take(
      () => `catchUpShared: the fence of ${name} can't reach Redis. ${sayFinish(instance)}`,
      () => {
        finish(world, instance, 'failed')
      },
    )
  else if (fence.watermark !== null && fence.watermark >= fence.position)
    take(
      () => `catchUpShared: the fence of ${name} has nothing to do in Redis. ${sayFinish(instance)}`,
      () => {
        finish(world, instance, 'done')
      },
    )
  else if (fence.watermark !== world.redis.watermark)
    take(
      () => `catchUpShared: the fence of ${name} was beaten to it, and starts over.`,
      () => {
        clear(fence)
      },
    )
  else callScript(world, instance, take)
}

/** The watermark is as it was read. */
function callScript(world: World, instance: Instance, take: Take): void {
  const { fence, name } = instance
  take(
    () => `catchUpShared: the fence of ${name} has Redis ${sayScript(world, fence)}.`,
    () => {
      runScript(world, fence)
      const isSplit = world.without === 'invalidations and watermark in one script'
      fence.at = isSplit ? 'setting the watermark' : 'ending'
      fence.watermark = null
    },
  )
  if (world.surroundings.silence === 0) return
  for (const isRun of [false, true])
    take(
      () =>
        `catchUpShared: ${name} gets no answer; the script was ${isRun ? '' : 'not '}run. ${sayFinish(instance)}`,
      () => {
        world.surroundings.silence--
        if (isRun) runScript(world, fence)
        finish(world, instance, 'failed')
      },
    )
}

function sayScript(world: World, { watermark, position }: Fence): string {
  const isOnlySet = watermark === null && world.without === 'a missing watermark drops all table tags'
  const isSplit = world.without === 'invalidations and watermark in one script'
  const deletion = watermark === null ? 'delete all table tags' : sayInvalidate(world)
  return [...(isOnlySet ? [] : [deletion]), ...(isSplit ? [] : [`set the watermark to ${position}`])].join(
    ' and ',
  )
}

function runScript(world: World, { watermark, position }: Fence): void {
  const { without, redis } = world
  if (watermark !== null || without !== 'a missing watermark drops all table tags') invalidate(world)
  if (without !== 'invalidations and watermark in one script') redis.watermark = position
}

/** A command of its own only where that safeguard is removed. */
function setWatermark(world: World, instance: Instance, take: Take): void {
  const { fence, isConnected, name } = instance
  if (isConnected)
    take(
      () => `catchUpShared: the fence of ${name} sets the watermark to ${fence.position}.`,
      () => {
        world.redis.watermark = fence.position
        fence.at = 'ending'
      },
    )
  else
    take(
      () => `catchUpShared: the fence of ${name} can't set the watermark. ${sayFinish(instance)}`,
      () => {
        finish(world, instance, 'failed')
      },
    )
}

/** The script's answer arrives. */
function end(world: World, instance: Instance, take: Take): void {
  take(
    () => sayFinish(instance),
    () => {
      finish(world, instance, 'done')
    },
  )
}

/**
 * In one turn. Where the part in Redis has failed, belief ends before anything is dropped: else what is dropped could be
 * filled again from what Redis still holds.
 */
function finish(world: World, instance: Instance, shared: 'done' | 'failed'): void {
  const { without } = world
  const { fence, cursor } = instance
  if (shared === 'failed') distrustShared(world, instance)
  if (isDropping(instance) && without !== 'the fence drops locally only what Redis has lost')
    dropHere(instance)
  if (fence.foundReplaced !== instance.knowsReplaced && without !== 'a server that was replaced is noticed')
    dropHere(instance)
  instance.knowsReplaced = fence.foundReplaced
  instance.cursor = Math.max(cursor, fence.position)
  // Belief has ended since the fence began: what it has found out is no ground for believing again.
  const isHeld = fence.isSpoilt && without !== 'a fence under way when belief ends does not restore it'
  if (shared === 'done' && !isHeld) instance.isBelieving = true
  clear(fence)
}

function isDropping({ cursor, fence }: Instance): boolean {
  return cursor < fence.position
}

function sayFinish(instance: Instance): string {
  return `${isDropping(instance) ? 'dropHere, ' : ''}believe: the fence of ${instance.name} ends, at ${instance.fence.position}.`
}

function clear(fence: Fence): void {
  fence.at = 'idle'
  fence.couldReadWatermark = false
  fence.watermark = null
  fence.position = 0
  fence.isSpoilt = false
  fence.foundReplaced = false
}
