import type { Redis } from '@cay/servers'
import { fault, type Fault, type Victims } from './faults.ts'

/** Where one Redis says which commits it reflects. */
export const watermarkKey = 'cay:{cay}:w'

type Server = Pick<Redis, 'command'>

/** Something that goes wrong with a server, whichever it is. */
interface ServerFault {
  readonly name: string
  readonly inflict: (server: Server, victims: Pick<Victims, 'dice' | 'last'>) => Promise<void>
}

/** What can go wrong with the contents and the connections of a server that stays what it is. */
export const primaryFaults: readonly ServerFault[] = [
  serverFault('Redis flushed', async (server, { dice, last }) => {
    for (let i = dice.even(3); i >= 0; i--) {
      await server.command('FLUSHALL')
      await last(dice.between(0, 400))
    }
  }),
  serverFault('Redis connections killed', async (server, { dice, last }) => {
    for (let i = dice.even(4); i >= 0; i--) {
      await server.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
      await server.command('CLIENT', 'KILL', 'TYPE', 'pubsub')
      await last(dice.between(0, 500))
    }
  }),
  serverFault('Redis short of memory', async (server, { dice, last }) => {
    const used = Number(/used_memory:(\d+)/.exec(await server.command('INFO', 'memory'))?.[1])
    const policy = dice.oneOf(['allkeys-lru', 'allkeys-random', 'noeviction'])
    await server.command('CONFIG', 'SET', 'maxmemory-policy', policy)
    const memory = String(Math.round(used * dice.between(0.5, 0.98)))
    await server.command('CONFIG', 'SET', 'maxmemory', memory)
    await last(dice.between(1_000, 3_000))
    await server.command('CONFIG', 'SET', 'maxmemory', '0')
  }),
]

function serverFault(name: string, inflict: ServerFault['inflict']): ServerFault {
  return { name, inflict }
}

/** Of the one server that holds everything. */
export function faultsOf(primary: () => Server): readonly Fault[] {
  return [
    ...primaryFaults.map(({ name, inflict }) => fault(name, (victims) => inflict(primary(), victims))),
    fault('watermark evicted', async ({ dice, last }) => {
      for (let i = 1 + dice.even(6); i >= 0; i--) {
        await primary().command('UNLINK', watermarkKey)
        await last(dice.between(0, 600))
      }
    }),
  ]
}

/** The text of a reply: empty where there is none. */
export function textOf(reply: string): string {
  return /^\$\d+\r\n(.*)\r\n$/.exec(reply)?.[1] ?? ''
}
