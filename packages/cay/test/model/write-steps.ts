import type { Take } from './explore.ts'
import { distrustShared, dropHere } from './instance.ts'
import { invalidate, sayInvalidate } from './redis.ts'
import { sayValue, type World, type Write } from './world.ts'

/** The steps of a write through the door. One by anybody else is a commit, and its writer dies. */
export function writeSteps(world: World, write: Write, take: Take): void {
  if (write.at === 'idle') commit(world, write, take)
  if (write.at !== 'committed') return
  if (write.done === 0 && world.surroundings.writerDeath > 0)
    take(
      () => `${write.name} dies: nobody hears of its commit.`,
      () => {
        world.surroundings.writerDeath--
        finish(write, 'dead')
      },
    )
  stepsAfterCommit(world)[write.done]?.(world, write, take)
}

/** The row and its line in the log are seen by others from one moment on. */
function commit(world: World, write: Write, take: Take): void {
  const { surroundings } = world
  take(
    () => `commit: ${write.name} commits ${sayValue(world, surroundings.row + 1)}.`,
    () => {
      surroundings.row++
      write.at = 'committed'
      write.value = surroundings.row
    },
  )
}

type Step = (world: World, write: Write, take: Take) => void

function stepsAfterCommit({ without }: World): readonly Step[] {
  if (without === 'Redis first, then the local tier') return [justDropHere, applyShared, justAcknowledge]
  if (without === 'the local tier first, then the answer') return [applyShared, justAcknowledge, justDropHere]
  return [applyShared, dropHereAndAcknowledge]
}

/** The script. One without an answer may have been run or not. */
function applyShared(world: World, write: Write, take: Take): void {
  const { instance } = write
  const applied = (): void => {
    invalidate(world)
    // Only what reads fresh is promised anything for that.
    write.hasReachedRedis = world.hasFreshReaders
  }
  if (instance.isConnected)
    take(
      () => `applyShared: ${write.name} has Redis ${sayInvalidate(world)} and tell everybody.`,
      () => {
        applied()
        next(world, write)
      },
    )
  else
    take(
      () => `applyShared: ${write.name} can't reach Redis. distrustShared.`,
      () => {
        distrustAfterFailure(world, write)
        next(world, write)
      },
    )
  if (!instance.isConnected || world.surroundings.silence === 0) return
  for (const isRun of [false, true])
    take(
      () =>
        `applyShared: ${write.name} gets no answer; the script was ${isRun ? '' : 'not '}run. distrustShared.`,
      () => {
        world.surroundings.silence--
        if (isRun) applied()
        distrustAfterFailure(world, write)
        next(world, write)
      },
    )
}

function distrustAfterFailure(world: World, { instance }: Write): void {
  if (world.without !== 'what Redis may have missed ends belief') distrustShared(world, instance)
}

/** In one turn. */
function dropHereAndAcknowledge(world: World, write: Write, take: Take): void {
  take(
    () => `dropHere, acknowledge: ${write.name} drops what its instance has, and answers.`,
    () => {
      dropHere(write.instance)
      write.isAcknowledged = true
      next(world, write)
    },
  )
}

/** A step of its own only where a safeguard is removed, as the next one is. */
function justDropHere(world: World, write: Write, take: Take): void {
  take(
    () => `dropHere: ${write.name} drops what its instance has.`,
    () => {
      dropHere(write.instance)
      next(world, write)
    },
  )
}

function justAcknowledge(world: World, write: Write, take: Take): void {
  take(
    () => `acknowledge: ${write.name} answers.`,
    () => {
      write.isAcknowledged = true
      next(world, write)
    },
  )
}

function next(world: World, write: Write): void {
  if (write.done + 1 < stepsAfterCommit(world).length) write.done++
  else finish(write, 'finished')
}

function finish(write: Write, how: 'finished' | 'dead'): void {
  write.at = how
  write.done = 0
}
