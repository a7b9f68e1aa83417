import { readdirSync, readFileSync } from 'node:fs'
import type { Postgres } from '@cay/servers'
import { expect } from 'vitest'

/** Stops every process of the cluster (SIGSTOP): connections stay open and can be made, nothing is answered. Linux only. */
export async function freeze({ pid = 0 }: Postgres): Promise<Disposable> {
  // The postmaster first: from then on there are no new ones.
  process.kill(pid, 'SIGSTOP')
  const all = [pid, ...childrenOf(pid)]
  for (const one of all) process.kill(one, 'SIGSTOP')
  // Or on their way out when they were told.
  const isDown = (one: number): boolean => ['T', 'Z', undefined].includes(stateOf(one)?.state)
  await expect.poll(() => all.every(isDown)).toBe(true)
  return {
    [Symbol.dispose]: () => {
      for (const one of all) if (stateOf(one) !== undefined) process.kill(one, 'SIGCONT')
    },
  }
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => stateOf(pid)?.parent === parent)
}

/** Undefined where it has just gone. */
function stateOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    // `pid (name) state parent …`; the name may contain spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return undefined
  }
}
