import type { Redis } from '@cay/servers'
import { fault, type Fault } from './faults.ts'

/** Where one Redis says which commits it reflects. */
export const watermarkKey = 'cay:{cay}:w'

/** What can go wrong with the contents and the connections of a server that stays what it is. */
export function primaryFaults(primary: () => Pick<Redis, 'command'>): readonly Fault[] {
  return [
    fault('Redis flushed', async ({ dice, last }) => {
      for (let i = dice.even(3); i >= 0; i--) {
        await primary().command('FLUSHALL')
        await last(dice.between(0, 400))
      }
    }),
    fault('Redis connections killed', async ({ dice, last }) => {
      for (let i = dice.even(4); i >= 0; i--) {
        await primary().command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
        await primary().command('CLIENT', 'KILL', 'TYPE', 'pubsub')
        await last(dice.between(0, 500))
      }
    }),
    fault('Redis short of memory', async ({ dice, last }) => {
      const server = primary()
      const used = Number(/used_memory:(\d+)/.exec(await server.command('INFO', 'memory'))?.[1])
      const policy = dice.oneOf(['allkeys-lru', 'allkeys-random', 'noeviction'])
      await server.command('CONFIG', 'SET', 'maxmemory-policy', policy)
      await server.command('CONFIG', 'SET', 'maxmemory', String(Math.round(used * dice.between(0.5, 0.98))))
      await last(dice.between(1_000, 3_000))
      await server.command('CONFIG', 'SET', 'maxmemory', '0')
    }),
  ]
}

/** Of one server that holds all. */
export function watermarkEvicted(primary: () => Pick<Redis, 'command'>): Fault {
  return fault('watermark evicted', async ({ dice, last }) => {
    for (let i = 1 + dice.even(6); i >= 0; i--) {
      await primary().command('UNLINK', watermarkKey)
      await last(dice.between(0, 600))
    }
  })
}

/** The text of a reply: empty where there is none. */
export function textOf(reply: string): string {
  return /^\$\d+\r\n(.*)\r\n$/.exec(reply)?.[1] ?? ''
}
