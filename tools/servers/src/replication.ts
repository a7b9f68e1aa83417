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
  const wanted = Number(field(await primary.command('INFO', 'replication'), 'master_repl_offset'))
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const state = await replica.command('INFO', 'replication')
    const isUp = field(state, 'master_link_status') === 'up'
    if (isUp && Number(field(state, 'slave_repl_offset')) >= wanted) return
    if (Date.now() > deadline) throw new Error(`The replica does not follow:\n${state}`)
    await sleep(pollMs)
  }
}

function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\r?$`, 'm').exec(info)?.[1]
}
