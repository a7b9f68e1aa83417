import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificate } from './certificates.ts'
import { findOrProvision, type Executables } from './executables.ts'
import { withFreePort } from './free-port.ts'
import { sendCommand } from './redis-command.ts'
import { ServerSlot } from './server-slot.ts'

export interface SentinelOptions {
  /** What it calls the primary. */
  readonly name: string
  /** Where the primary is. */
  readonly port: number
  /** How many Sentinels have to agree that it is lost. */
  readonly quorum: number
  /** After so long without an answer it takes it for lost. */
  readonly downAfterMs: number
  /** Of the primary. */
  readonly password: string | undefined
  /** Its own. */
  readonly sentinelPassword: string | undefined
  readonly certificate: Certificate | undefined
}

/** One Sentinel, on 127.0.0.1. */
export interface Sentinel {
  readonly url: string
  readonly port: number
  readonly folder: string
  readonly pid: number | undefined
  readonly log: string
  /** Neither killed nor frozen. */
  readonly isRunning: boolean
  /** Ends it as a crash would (SIGKILL); `restart` starts it again, with all that it knew. */
  kill(): Promise<void>
  restart(): Promise<void>
  /** Freezes it (SIGSTOP): connections stay open, nothing is answered. */
  pause(): Promise<void>
  resume(): void
  /** Sends one command and answers the reply as Sentinel wrote it. @throws where that is an error */
  command(...command: readonly string[]): Promise<string>
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>
}

/**
 * What is of seconds by default; and a pause of the machine is no reason to stop looking for half a minute. A replica
 * that was not heard for five ping periods is not promoted, so they may not be much shorter.
 */
const periods = [
  ...['info-period', '200', 'publish-period', '200', 'ping-period', '300', 'ask-period', '100'],
  ...['tilt-trigger', '10000', 'tilt-period', '1000', 'min-link-reconnect-period', '500'],
]

const file = 'sentinel.conf'

export async function startSentinel(options: SentinelOptions): Promise<Sentinel> {
  const executables = await findOrProvision('redis')
  const slot = new ServerSlot(await mkdtemp(join(tmpdir(), 'cay-sentinel-')), 'SIGKILL')
  try {
    const port = await withFreePort(async (candidate) => {
      await writeFile(join(slot.folder, file), configuration(slot.folder, candidate, options))
      await launch(slot, executables)
      return candidate
    })
    const sentinel = new RunningSentinel(slot, executables, port, options)
    await sentinel.hurry()
    return sentinel
  } catch (error) {
    await slot.remove()
    throw error
  }
}

function configuration(folder: string, port: number, options: SentinelOptions): string {
  const { name, quorum, downAfterMs, password, sentinelPassword, certificate } = options
  return [
    ...['bind 127.0.0.1', `dir ${folder}`],
    ...(certificate === undefined ? [`port ${port}`] : tlsLines(port, certificate)),
    ...(sentinelPassword === undefined ? [] : [`requirepass ${sentinelPassword}`]),
    `sentinel monitor ${name} 127.0.0.1 ${options.port} ${quorum}`,
    ...(password === undefined ? [] : [`sentinel auth-pass ${name} ${password}`]),
    `sentinel down-after-milliseconds ${name} ${downAfterMs}`,
    `sentinel failover-timeout ${name} 1500`,
    '',
  ].join('\n')
}

function tlsLines(port: number, { authorityFile, certificateFile, keyFile }: Certificate): string[] {
  return [
    ...['port 0', `tls-port ${port}`, 'tls-auth-clients no', 'tls-replication yes'],
    ...[`tls-ca-cert-file ${authorityFile}`, `tls-cert-file ${certificateFile}`, `tls-key-file ${keyFile}`],
  ]
}

async function launch(slot: ServerSlot, { folder, env }: Executables): Promise<void> {
  await slot.start({
    command: join(folder, 'redis-server'),
    args: [join(slot.folder, file), '--sentinel'],
    env,
    account: undefined,
    readyLine: '+monitor master',
  })
}

class RunningSentinel implements Sentinel {
  readonly url: string
  readonly port: number
  readonly #slot: ServerSlot
  readonly #executables: Executables
  readonly #options: SentinelOptions
  #isPaused = false

  constructor(slot: ServerSlot, executables: Executables, port: number, options: SentinelOptions) {
    const { sentinelPassword, certificate } = options
    const credentials = sentinelPassword === undefined ? '' : `:${encodeURIComponent(sentinelPassword)}@`
    this.url = `${certificate === undefined ? 'redis' : 'rediss'}://${credentials}127.0.0.1:${port}`
    this.port = port
    this.#slot = slot
    this.#executables = executables
    this.#options = options
  }

  get folder(): string {
    return this.#slot.folder
  }

  get pid(): number | undefined {
    return this.#slot.pid
  }

  get log(): string {
    return this.#slot.log
  }

  get isRunning(): boolean {
    return this.pid !== undefined && !this.#isPaused
  }

  async kill(): Promise<void> {
    this.#isPaused = false
    await this.#slot.end('SIGKILL')
  }

  async restart(): Promise<void> {
    await this.kill()
    await launch(this.#slot, this.#executables)
    await this.hurry()
  }

  async pause(): Promise<void> {
    await this.#slot.pause()
    this.#isPaused = true
  }

  resume(): void {
    this.#slot.resume()
    this.#isPaused = false
  }

  command(...command: readonly string[]): Promise<string> {
    const { sentinelPassword, certificate } = this.#options
    const target = { port: this.port, password: sentinelPassword, hasTls: certificate !== undefined }
    return sendCommand(target, ...command)
  }

  async stop(): Promise<void> {
    await this.kill()
    await this.#slot.remove()
  }

  /** Lasts until it is started again: Sentinel does not write it down. */
  async hurry(): Promise<void> {
    await this.command('SENTINEL', 'DEBUG', ...periods)
  }
}
