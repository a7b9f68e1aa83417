import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from './redis.ts'

const deadlineMs = 30_000
const pollMs = 10

/** Of a server that is to follow another, or to be followed. */
export function replicationArguments(password: string | undefined): readonly string[] {
  return [
    // Without it a replica waits five seconds for others to come along.
    ...['--repl-diskless-sync-delay', '0'],
    ...(password === undefined ? [] : ['--masterauth', password]),
  ]
}

/** Resolves when the replica has all that the primary has now. */
export async function inSync(primary: Redis, replica: Redis): Promise<void> {
  const wanted = Number(
    field(await persistently(() => primary.command('INFO', 'replication')), 'master_repl_offset'),
  )
  await persistently(async () => {
    const state = await replica.command('INFO', 'replication')
    const isUp = field(state, 'master_link_status') === 'up'
    if (!isUp || Number(field(state, 'slave_repl_offset')) < wanted)
      throw new Error(`The replica does not follow:\n${state}`)
  })
}

/** Again until it succeeds: a server that is made a replica hangs up on everyone, on who asks it this as well. */
export async function persistently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(pollMs)
    }
  }
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1]
}
