import { startFaultProxy, startRedisSentinel, type FaultProxy, type RedisSentinel } from '@cay/servers'
import { at, fault, onTheWay, type Fault } from './faults.ts'
import { faultsOf, textOf, watermarkKey } from './primary-faults.ts'
import type { RedisStage } from './redis-stage.ts'

/** Long enough for a primary that is only slow on a machine with other work to do. */
const downAfterMs = 1_500

/**
 * A Redis with a replica, and three Sentinels that name the primary; a way to each Sentinel for each instance. There are
 * no ways to Redis: the Sentinels tell instances where it is.
 */
export async function startSentinelRedis(instances: number): Promise<RedisStage> {
  await using started = new AsyncDisposableStack()
  const watched = started.use(await startRedisSentinel({ downAfterMs }))
  const ways: FaultProxy[][] = []
  for (let i = 0; i < instances; i++) {
    ways.push([])
    for (const { port } of watched.sentinels) ways[i]?.push(started.use(await startFaultProxy(port)))
  }
  const all = started.move()
  return {
    placeFor: (instance) => ({
      sentinel: {
        name: watched.name,
        urls: at(ways, instance).map(({ port }) => `redis://127.0.0.1:${port}`),
      },
    }),
    partitionOf: () => 0,
    watermarks: async () => [textOf(await watched.primary.command('GET', watermarkKey))],
    serverFaults: [
      ...failovers(watched),
      ...restarts(watched),
      ...sentinelFaults(watched),
      ...faultsOf(() => watched.primary),
    ],
    instanceFaults: [
      onTheWay(ways.flat(), 'way to a Sentinel cut', () => ({ kind: 'cut' })),
      onTheWay(ways.flat(), 'way to a Sentinel black-holed', () => ({ kind: 'black hole' })),
    ],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

function failovers(watched: RedisSentinel): readonly Fault[] {
  const failOver = (name: string, how: 'kill' | 'hang' | 'command'): Fault =>
    fault(name, async ({ timeline, dice, last }) => {
      await watched.inSync()
      await watched.holdReplication()
      await last(dice.between(100, 3_000))
      await timeline.replacing(async () => {
        await watched.failOver(how)
        await last(dice.between(0, 1_000))
        if (how === 'hang') {
          // It takes itself for the primary until somebody tells it.
          watched.replica.resume()
          await last(dice.between(0, 1_500))
        }
        await watched.rejoin()
      })
    })
  return [
    failOver('primary killed, lagging replica promoted', 'kill'),
    failOver('primary hung, lagging replica promoted', 'hang'),
    failOver('failover commanded, lagging replica promoted', 'command'),
    fault(
      'failover while a Sentinel hangs, which is late to learn of it',
      async ({ timeline, dice, last }) => {
        const sentinel = at(watched.sentinels, dice.even(watched.sentinels.length))
        await sentinel.pause()
        await timeline.replacing(async () => {
          await watched.failOver('kill')
          sentinel.resume()
          await last(dice.between(0, 1_000))
          await watched.rejoin()
        })
      },
    ),
  ]
}

/** Too short for the Sentinels to notice; if they do all the same, `rejoin` follows them. */
function restarts(watched: RedisSentinel): readonly Fault[] {
  return [
    fault('Redis killed, restarted empty', async ({ timeline, dice, last }) => {
      await timeline.replacing(async () => {
        await watched.primary.kill()
        await last(dice.oneOf([0, 50, dice.between(50, 400)]))
        await watched.primary.restart()
        await last(dice.between(0, 500))
        await watched.rejoin()
      })
    }),
    fault('Redis stopped with SIGSTOP', async ({ timeline, dice, last }) => {
      await timeline.replacing(async () => {
        await watched.primary.pause()
        await last(dice.oneOf([30, dice.between(50, 600)]))
        watched.primary.resume()
        await watched.rejoin()
      })
    }),
  ]
}

function sentinelFaults({ sentinels }: RedisSentinel): readonly Fault[] {
  return [
    fault('Sentinels killed', async ({ dice, last }) => {
      const some = dice.shuffled(sentinels).slice(dice.even(sentinels.length))
      for (const sentinel of some) await sentinel.kill()
      await last(dice.between(100, 3_000))
      for (const sentinel of some) await sentinel.restart()
    }),
    fault('Sentinels stopped with SIGSTOP', async ({ dice, last }) => {
      const some = dice.shuffled(sentinels).slice(dice.even(sentinels.length))
      for (const sentinel of some) await sentinel.pause()
      await last(dice.between(100, 3_500))
      for (const sentinel of some) sentinel.resume()
    }),
  ]
}
