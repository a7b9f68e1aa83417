import {
  startFaultProxy,
  startRedisPair,
  type FaultProxy,
  type ProxyFault,
  type RedisPair,
} from '@cay/servers'
import { at, fault, onTheWay, type Fault } from './faults.ts'
import { faultsOf, textOf, watermarkKey } from './primary-faults.ts'
import type { RedisStage } from './redis-stage.ts'

/** One Redis, with a replica to take its place, and a way to it for each instance. */
export async function startSingleRedis(instances: number): Promise<RedisStage> {
  await using started = new AsyncDisposableStack()
  const pair = started.use(await startRedisPair())
  const ways: FaultProxy[] = []
  for (let i = 0; i < instances; i++) ways.push(started.use(await startFaultProxy(pair.primary.port)))
  const all = started.move()
  return {
    placeFor: (instance) => ({ url: `redis://127.0.0.1:${at(ways, instance).port}` }),
    partitionOf: () => 0,
    watermarks: async () => [textOf(await pair.primary.command('GET', watermarkKey))],
    serverFaults: [...serverFaults(pair, ways), ...faultsOf(() => pair.primary)],
    instanceFaults: instanceFaults(ways),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

function serverFaults(pair: RedisPair, ways: readonly FaultProxy[]): readonly Fault[] {
  return [
    fault('Redis killed, restarted empty', async ({ timeline, dice, last }) => {
      await timeline.replacing(async () => {
        await pair.primary.kill()
        await last(dice.oneOf([0, 50, dice.between(100, 2_500)]))
        await pair.primary.restart()
      })
    }),
    fault('Redis killed, restarted from an old snapshot', async ({ timeline, dice, last }) => {
      const { primary } = pair
      const snapshot = await primary.snapshot()
      await last(dice.between(100, 3_000))
      await timeline.replacing(async () => {
        await primary.kill()
        await last(dice.oneOf([0, 0, dice.between(50, 1_500)]))
        await primary.restart({ snapshot })
      })
    }),
    fault('Redis stopped with SIGSTOP', async ({ dice, last }) => {
      await pair.primary.pause()
      await last(dice.oneOf([30, dice.between(50, 600), dice.between(600, 3_500)]))
      pair.primary.resume()
    }),
    fault('lagging replica promoted', async ({ timeline, dice, last }) => {
      await pair.inSync()
      await pair.holdReplication()
      await last(dice.between(100, 3_000))
      await timeline.replacing(async () => {
        await pair.failOver()
        for (const way of ways) way.leadTo(pair.primary.port)
      })
      await last(dice.between(0, 500))
      await pair.rejoin()
    }),
  ]
}

/** Of the way of one instance. */
function instanceFaults(ways: readonly FaultProxy[]): readonly Fault[] {
  return [
    onTheWay(ways, 'way to Redis cut', () => ({ kind: 'cut' })),
    onTheWay(ways, 'way to Redis refused', () => ({ kind: 'refuse' })),
    onTheWay(ways, 'way to Redis black-holed', () => ({ kind: 'black hole' })),
    onTheWay(ways, 'way towards Redis black-holed', () => ({ kind: 'black hole', towards: 'server' })),
    onTheWay(ways, 'way from Redis black-holed', () => ({ kind: 'black hole', towards: 'client' })),
    onTheWay(ways, 'way to Redis delayed', (dice) => ({
      kind: 'delay',
      ms: Math.round(dice.between(2, 120)),
    })),
    fault('connections of one instance to Redis reset', async ({ dice, last }) => {
      const way = at(ways, dice.even(ways.length))
      for (let i = dice.even(4); i >= 0; i--) {
        way.reset()
        await last(dice.between(0, 300))
      }
    }),
    fault('instance cut off from everything', async ({ ways: toPostgres, timeline, dice, member, last }) => {
      const place = dice.even(ways.length)
      const both = [at(ways, place), at(toPostgres, place)]
      // Its questions may still arrive: then what comes back later is old.
      const hole: ProxyFault =
        dice.fraction() < 0.5 ? { kind: 'black hole' } : { kind: 'black hole', towards: 'client' }
      await timeline.databaseAway(async () => {
        for (const way of both) await way.break(hole)
        await last(dice.between(300, 5_000))
        for (const way of both) await way.heal()
      }, member(place).life)
    }),
  ]
}
