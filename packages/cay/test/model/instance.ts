import type { Instance, Read, World } from './world.ts'

/** What an instance does by itself, in one turn of its event loop: nothing comes between. */

/** Forgets what depends on the tags: the entry in memory; and every flight in the air is overtaken. */
export function dropHere(instance: Instance): void {
  instance.local = null
  for (const read of instance.reads) if (isInTheAir(read)) read.isOvertaken = true
}

/**
 * Ends belief in Redis. It is a new generation: a fence that began before may not believe again, and whoever has asked
 * Redis gets no answer that counts, and goes on to the database.
 */
export function distrustShared({ without }: World, instance: Instance): void {
  instance.isBelieving = false
  if (instance.fence.couldReadWatermark) instance.fence.isSpoilt = true
  if (without === 'an answer from before belief ended is none') return
  for (const read of instance.reads) if (read.at === 'asking' || read.at === 'arriving') passRedisBy(read)
}

function passRedisBy(read: Read): void {
  read.found = 0
  read.at = 'loading'
}

/** The connection is lost. */
export function disconnect(world: World, instance: Instance): void {
  instance.isConnected = false
  distrustShared(world, instance)
}

/** Whether it has a flight of its own that has not landed. */
export function isInTheAir({ at }: Read): boolean {
  return at !== 'idle' && at !== 'joined' && at !== 'landed'
}
