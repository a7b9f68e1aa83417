import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { findOrProvision } from '@cay/servers'

export interface Workload {
  readonly url: string
  /** One transaction, in pgbench's own language. */
  readonly script: string
  readonly clients: number
  readonly seconds: number
  /** Transactions a second, all clients together. Default as many as they can. */
  readonly rate?: number
}

/** What one run of a workload came to. */
export interface Throughput {
  readonly perSecond: number
  readonly averageMs: number
}

/**
 * Runs a workload with pgbench, which comes with the server: prepared statements, one thread, and far less CPU for a
 * transaction than a client of Node's. A transaction that fails fails the run.
 */
export async function pgbench({ url, script, clients, seconds, rate }: Workload): Promise<Throughput> {
  const { folder, env } = await findOrProvision('postgres')
  const options = ['--no-vacuum', '--protocol=prepared', `--client=${clients}`, `--time=${seconds}`]
  if (rate !== undefined) options.push(`--rate=${rate}`)
  const child = spawn(join(folder, 'pgbench'), [...options, '--file=-', url], { env })
  const exited = once(child, 'exit') as Promise<[number | null]>
  child.stdin.end(script)
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(output)?.[1])
  const averageMs = Number(/^latency average = ([\d.]+) ms/m.exec(output)?.[1])
  if (code !== 0 || !(perSecond > 0)) throw new Error(`pgbench ended with ${code}: ${errors}${output}`)
  return { perSecond, averageMs }
}
