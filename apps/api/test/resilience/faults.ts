import type { ProxyFault } from '@cay/servers'
import { pause } from './pause.ts'
import { redisUser, type Servers } from './stage.ts'

type Mend = () => Promise<unknown>
type Inflict = (servers: Servers) => Promise<Mend>

/** Something that goes wrong with Redis. */
export interface Fault {
  /** Goes on from “Redis is …”. */
  readonly name: string
  /** It is so when the processes start. */
  readonly isAtStart?: true
  /** Makes it so; what is returned mends it. */
  readonly inflict: Inflict
}

export const faults: readonly Fault[] = [
  { name: 'refused at the start', isAtStart: true, inflict: kill },
  { name: 'killed', inflict: kill },
  { name: 'stopped (SIGSTOP)', inflict: stop },
  // Half of it each way.
  { name: 'answering in 500 ms', inflict: onTheWay({ kind: 'delay', ms: 250 }) },
  { name: 'black-holed both ways', inflict: onTheWay({ kind: 'black hole' }) },
  { name: 'black-holed on the way there', inflict: onTheWay({ kind: 'black hole', towards: 'server' }) },
  { name: 'black-holed on the way back', inflict: onTheWay({ kind: 'black hole', towards: 'client' }) },
  { name: 'resetting connections', inflict: onTheWay({ kind: 'cut' }) },
  { name: 'out of memory', inflict: fill },
  { name: 'read-only', inflict: demote },
  { name: 'refusing the password', inflict: changePassword },
  { name: 'restarted every second', inflict: restartAgainAndAgain },
]

/** Its connections break, and nobody listens any more. */
async function kill({ redis, wayToRedis }: Servers): Promise<Mend> {
  await redis.kill()
  await wayToRedis.break({ kind: 'refuse' })
  return async () => {
    await redis.restart()
    await wayToRedis.heal()
  }
}

async function stop({ redis }: Servers): Promise<Mend> {
  await redis.pause()
  return () => {
    redis.resume()
    return Promise.resolve()
  }
}

function onTheWay(fault: ProxyFault): Inflict {
  return async ({ wayToRedis }) => {
    await wayToRedis.break(fault)
    return () => wayToRedis.heal()
  }
}

async function fill({ redis }: Servers): Promise<Mend> {
  await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  await redis.command('CONFIG', 'SET', 'maxmemory', '1')
  return () => redis.command('CONFIG', 'SET', 'maxmemory', '0')
}

/** A replica, of a primary that is not there: nobody listens on port 1. */
async function demote({ redis }: Servers): Promise<Mend> {
  await redis.command('REPLICAOF', '127.0.0.1', '1')
  return () => redis.command('REPLICAOF', 'NO', 'ONE')
}

async function changePassword({ redis }: Servers): Promise<Mend> {
  const { name, password } = redisUser
  await redis.command('ACL', 'SETUSER', name, 'resetpass', '>another')
  await redis.command('CLIENT', 'KILL', 'USER', name)
  return () => redis.command('ACL', 'SETUSER', name, 'resetpass', `>${password}`)
}

async function restartAgainAndAgain({ redis }: Servers): Promise<Mend> {
  const end = new AbortController()
  const restarting = (async () => {
    while (!end.signal.aborted) {
      await redis.restart()
      await pause(1_000)
    }
  })()
  await Promise.resolve()
  return () => {
    end.abort()
    return restarting
  }
}
