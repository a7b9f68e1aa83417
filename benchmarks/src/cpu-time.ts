import { readdir, readFile } from 'node:fs/promises'

/** Of the kernel's clock for processes; the same on every Linux. */
const ticksPerSecond = 100

/**
 * Seconds of CPU that a process has used with its children, those that have ended among them: a PostgreSQL server with
 * all its backends. NaN where there is no /proc.
 */
export async function cpuSeconds(pid: number | undefined): Promise<number> {
  const all = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const seen = (await Promise.all(all.map(used))).flat()
  const own = seen.find((process) => process.pid === pid)
  if (own === undefined) return NaN
  const children = seen.filter(({ parent }) => parent === pid)
  const ticks = children.reduce((sum, child) => sum + child.ticks, own.ticks + own.ticksOfEnded)
  return ticks / ticksPerSecond
}

interface Used {
  readonly pid: number
  readonly parent: number
  readonly ticks: number
  readonly ticksOfEnded: number
}

async function used(name: string): Promise<readonly Used[]> {
  // It may have ended since it was listed.
  const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return []
  // The name before the last parenthesis may hold anything; the third field follows it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (n: number): number => Number(fields[n - 3])
  return [
    {
      pid: Number(name),
      parent: field(4),
      ticks: field(14) + field(15),
      ticksOfEnded: field(16) + field(17),
    },
  ]
}
