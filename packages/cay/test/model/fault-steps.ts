import type { Take } from './explore.ts'
import { disconnect, dropHere } from './instance.ts'
import { copyRedis, forgetAll, forgetEntry } from './redis.ts'
import type { Instance, World } from './world.ts'

/** What goes wrong, each as often as the configuration says; and what mends itself. */
export function faultSteps(world: World, take: Take): void {
  for (const instance of world.instances) {
    if (world.redis.hasPublished && instance.isConnected) hearChange(instance, take)
    if (!instance.isConnected) reconnect(world, instance, take)
    else if (world.surroundings.brokenConnection > 0) breakConnection(world, instance, take)
  }
  const { failover, emptyRestart, flush, eviction } = world.surroundings
  if (failover > 0) {
    stopFollowing(world, take)
    failOver(world, take)
  }
  if (emptyRestart > 0) restartEmpty(world, take)
  if (flush > 0) flushAll(world, take)
  if (eviction > 0) evict(world, take)
}

function hearChange(instance: Instance, take: Take): void {
  take(
    () => `hearChange: ${instance.name} hears a message. dropHere.`,
    () => {
      dropHere(instance)
    },
  )
}

function reconnect({ without }: World, instance: Instance, take: Take): void {
  take(
    () => `${instance.name} is connected to Redis again.`,
    () => {
      instance.isConnected = true
      if (without === 'no trust after a reconnect before a fence' || without === 'there is a log')
        instance.isBelieving = true
    },
  )
}

function breakConnection(world: World, instance: Instance, take: Take): void {
  take(
    () => `${instance.name} loses its connection to Redis. distrustShared.`,
    () => {
      world.surroundings.brokenConnection--
      disconnect(world, instance)
    },
  )
}

/** The replica lags from now on. That a snapshot is written, to be restored later, is the same. */
function stopFollowing({ redis, replica }: World, take: Take): void {
  if (!replica.isFollowing) return
  take(
    () => 'The replica gets nothing more from here on.',
    () => {
      replica.isFollowing = false
      copyRedis(redis, replica)
    },
  )
}

function failOver(world: World, take: Take): void {
  const { surroundings, replica, redis, configuration, instances } = world
  const isSeen = configuration.failovers !== 'hidden'
  take(
    () =>
      `Failover: the replica is the primary now.${isSeen ? ' All connections are lost.' : ' Nobody notices.'}`,
    () => {
      surroundings.failover--
      if (!replica.isFollowing) copyRedis(replica, redis)
      forgetAll(replica)
      replica.isFollowing = true
      if (isSeen) for (const instance of instances) disconnect(world, instance)
      else redis.isReplaced = !redis.isReplaced
    },
  )
}

function restartEmpty(world: World, take: Take): void {
  const { surroundings, redis, instances } = world
  take(
    () => 'Redis restarts, empty. All connections are lost.',
    () => {
      surroundings.emptyRestart--
      forgetAll(redis)
      for (const instance of instances) disconnect(world, instance)
    },
  )
}

function flushAll({ surroundings, redis }: World, take: Take): void {
  take(
    () => 'FLUSHALL: Redis forgets everything.',
    () => {
      surroundings.flush--
      forgetAll(redis)
    },
  )
}

/** Any of the keys. */
function evict({ surroundings, redis }: World, take: Take): void {
  const victims = [
    { name: 'version', isThere: redis.version !== null, forget: () => (redis.version = null) },
    {
      name: 'entry',
      isThere: redis.entry !== null,
      forget: () => {
        forgetEntry(redis)
      },
    },
    { name: 'watermark', isThere: redis.watermark !== null, forget: () => (redis.watermark = null) },
  ]
  for (const { name, isThere, forget } of victims)
    if (isThere)
      take(
        () => `Redis evicts the ${name}.`,
        () => {
          surroundings.eviction--
          forget()
        },
      )
}
