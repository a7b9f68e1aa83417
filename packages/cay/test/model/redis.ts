import type { Redis, World } from './world.ts'

/** What Redis does in one command or script, each in one step: nothing comes between. */

/** Whether the entry would be served: it is there, with its version, and the stamp is that version. */
export function isServable({ without, redis }: World): boolean {
  if (redis.entry === null) return false
  if (redis.version === null) return without === 'a missing version matches nothing'
  return redis.stamp === redis.version
}

/** SET version NX GET: the version that stands from now on. */
export function claimVersion(world: World): number {
  const { redis, without } = world
  redis.version ??= without === 'versions are random, never counters' ? 1 : randomVersion
  return redis.version
}

/** Unlike every one there is: the states know at most two that stand, as `settle` names them. */
const randomVersion = 3

/** UNLINK versions, and PUBLISH: the beginning of every script. */
export function invalidate({ redis, without, configuration }: World): void {
  if (without === 'versions are random, never counters') redis.version = (redis.version ?? 0) + 1
  else redis.version = null
  redis.hasPublished = configuration.messages !== 'lost'
}

export function sayInvalidate({ redis, without }: World): string {
  if (without !== 'versions are random, never counters') return 'delete the version'
  return `count the version up to ${(redis.version ?? 0) + 1}`
}

/** Eviction of the entry. */
export function forgetEntry(redis: Redis): void {
  redis.entry = null
  redis.stamp = null
}

/** FLUSHALL, or a restart without a snapshot. */
export function forgetAll(redis: Redis): void {
  forgetEntry(redis)
  redis.version = null
  redis.watermark = null
}

export function copyRedis(from: Redis, to: Redis): void {
  to.version = from.version
  to.entry = from.entry
  to.stamp = from.stamp
  to.watermark = from.watermark
}
