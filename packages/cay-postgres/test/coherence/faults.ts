import type { ProxyFault } from '@cay/servers'
import type { Dice } from './draw.ts'
import type { Member } from './member.ts'
import { watermarkKey, type Stage, type Ways } from './stage.ts'
import type { Timeline } from './timeline.ts'

/** What faults are done to. */
export interface Victims {
  readonly stage: Stage
  readonly timeline: Timeline
  readonly dice: Dice
  /** The instance at this place now. */
  readonly member: (place: number) => Member
  /** Puts another in the place of one that was killed; resolves when it is ready. */
  readonly respawn: (place: number) => Promise<void>
  readonly databaseCrashed: () => void
  /** What is wrong stays so for so long, or less where there is little time. */
  readonly last: (ms: number) => Promise<void>
}

/** Something that goes wrong, lasts, and is mended when it resolves. */
export interface Fault {
  readonly name: string
  readonly inflict: (victims: Victims) => Promise<void>
}

function waysOf({ ways }: Stage, place: number): Ways {
  const found = ways[place]
  if (found === undefined) throw new Error(`There is no place ${place}`)
  return found
}

function fault(name: string, inflict: Fault['inflict']): Fault {
  return { name, inflict }
}

/** Of the servers: one of these at a time. */
export const serverFaults: readonly Fault[] = [
  fault('Redis killed, restarted empty', async ({ stage, timeline, dice, last }) => {
    await timeline.replacing(async () => {
      await stage.redis.primary.kill()
      await last(dice.oneOf([0, 50, dice.between(100, 2_500)]))
      await stage.redis.primary.restart()
    })
  }),
  fault('Redis killed, restarted from an old snapshot', async ({ stage, timeline, dice, last }) => {
    const { primary } = stage.redis
    const snapshot = await primary.snapshot()
    await last(dice.between(100, 3_000))
    await timeline.replacing(async () => {
      await primary.kill()
      await last(dice.oneOf([0, 0, dice.between(50, 1_500)]))
      await primary.restart({ snapshot })
    })
  }),
  fault('Redis stopped with SIGSTOP', async ({ stage, dice, last }) => {
    await stage.redis.primary.pause()
    await last(dice.oneOf([30, dice.between(50, 600), dice.between(600, 3_500)]))
    stage.redis.primary.resume()
  }),
  fault('Redis flushed', async ({ stage, dice, last }) => {
    for (let i = dice.even(3); i >= 0; i--) {
      await stage.redis.primary.command('FLUSHALL')
      await last(dice.between(0, 400))
    }
  }),
  fault('Redis connections killed', async ({ stage, dice, last }) => {
    for (let i = dice.even(4); i >= 0; i--) {
      await stage.redis.primary.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      await stage.redis.primary.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
      await last(dice.between(0, 500))
    }
  }),
  fault('lagging replica promoted', failOver),
  fault('Redis short of memory', async ({ stage, dice, last }) => {
    const { primary } = stage.redis
    const used = Number(/used_memory:(\d+)/.exec(await primary.command('INFO', 'memory'))?.[1])
    const policy = dice.oneOf(['allkeys-lru', 'allkeys-random', 'noeviction'])
    await primary.command('CONFIG', 'SET', 'maxmemory-policy', policy)
    await primary.command('CONFIG', 'SET', 'maxmemory', String(Math.round(used * dice.between(0.5, 0.98))))
    await last(dice.between(1_000, 3_000))
    await primary.command('CONFIG', 'SET', 'maxmemory', '0')
  }),
  fault('watermark evicted', async ({ stage, dice, last }) => {
    for (let i = 1 + dice.even(6); i >= 0; i--) {
      await stage.redis.primary.command('UNLINK', watermarkKey)
      await last(dice.between(0, 600))
    }
  }),
  fault('PostgreSQL restarted', async ({ stage, timeline, dice, databaseCrashed, last }) => {
    await timeline.databaseAway(async () => {
      if (dice.fraction() < 0.5) {
        await stage.postgres.kill()
        databaseCrashed()
      }
      await last(dice.oneOf([0, dice.between(0, 1_000)]))
      await stage.postgres.restart()
    })
  }),
]

async function failOver({ stage, timeline, dice, last }: Victims): Promise<void> {
  await stage.redis.inSync()
  await stage.redis.holdReplication()
  await last(dice.between(100, 3_000))
  await timeline.replacing(async () => {
    await stage.redis.failOver()
    for (const { redis } of stage.ways) redis.leadTo(stage.redis.primary.port)
  })
  await last(dice.between(0, 500))
  await stage.redis.rejoin()
}

/** Of one instance, or of its way to Redis: one of these at a time. */
export const instanceFaults: readonly Fault[] = [
  onTheWayToRedis('way to Redis cut', () => ({ kind: 'cut' })),
  onTheWayToRedis('way to Redis refused', () => ({ kind: 'refuse' })),
  onTheWayToRedis('way to Redis black-holed', () => ({ kind: 'black hole' })),
  onTheWayToRedis('way towards Redis black-holed', () => ({ kind: 'black hole', towards: 'server' })),
  onTheWayToRedis('way from Redis black-holed', () => ({ kind: 'black hole', towards: 'client' })),
  onTheWayToRedis('way to Redis delayed', (dice) => ({
    kind: 'delay',
    ms: Math.round(dice.between(2, 120)),
  })),
  fault('connections of one instance to Redis reset', async ({ stage, dice, last }) => {
    const way = waysOf(stage, dice.even(stage.ways.length)).redis
    for (let i = dice.even(4); i >= 0; i--) {
      way.reset()
      await last(dice.between(0, 300))
    }
  }),
  fault('killed between commit and apply', async ({ stage, dice, member, respawn }) => {
    for (let i = dice.even(3); i >= 0; i--) {
      const place = dice.even(stage.ways.length)
      member(place).order('die after the next commit')
      await member(place).ended
      await respawn(place)
    }
  }),
  onTheWayToPostgres('way to PostgreSQL cut', { kind: 'cut' }),
  onTheWayToPostgres('way to PostgreSQL black-holed', { kind: 'black hole' }),
  onTheWayToPostgres('way from PostgreSQL black-holed', { kind: 'black hole', towards: 'client' }),
  onTheWayToPostgres('way to PostgreSQL delayed', { kind: 'delay', ms: 40 }),
  fault('instance cut off from everything', async ({ stage, timeline, dice, member, last }) => {
    const place = dice.even(stage.ways.length)
    const { redis, postgres } = waysOf(stage, place)
    // Its questions may still arrive: then what comes back later is old.
    const hole: ProxyFault =
      dice.fraction() < 0.5 ? { kind: 'black hole' } : { kind: 'black hole', towards: 'client' }
    await timeline.databaseAway(async () => {
      for (const way of [redis, postgres]) await way.break(hole)
      await last(dice.between(300, 5_000))
      for (const way of [redis, postgres]) await way.heal()
    }, member(place).life)
  }),
  fault('instance stopped with SIGSTOP', async ({ stage, member, dice }) => {
    const ms = dice.oneOf([50, dice.between(100, 1_000), dice.between(1_000, 3_000)])
    await member(dice.even(stage.ways.length)).freeze(ms)
  }),
]

/** What was held on the way is delivered afterwards, or lost with the connection. */
function onTheWayToRedis(name: string, broken: (dice: Dice) => ProxyFault): Fault {
  return fault(name, async ({ stage, dice, last }) => {
    const way = waysOf(stage, dice.even(stage.ways.length)).redis
    await way.break(broken(dice))
    await last(dice.oneOf([40, dice.between(50, 500), dice.between(500, 3_500)]))
    if (dice.fraction() < 0.5) way.reset()
    await way.heal()
  })
}

/** Reads of this instance that need the database may fail meanwhile; those that it answers must be right. */
function onTheWayToPostgres(name: string, broken: ProxyFault): Fault {
  return fault(name, async ({ stage, timeline, dice, member, last }) => {
    const place = dice.even(stage.ways.length)
    const way = waysOf(stage, place).postgres
    await timeline.databaseAway(async () => {
      await way.break(broken)
      await last(dice.oneOf([50, dice.between(50, 800), dice.between(800, 4_000)]))
      if (dice.fraction() < 0.5) way.reset()
      await way.heal()
    }, member(place).life)
  })
}
