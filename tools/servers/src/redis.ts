import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificateIn, makeCertificate, type Certificate, type CertificateOptions } from './certificates.ts'
import { type Executables, findOrProvision } from './executables.ts'
import { withFreePort } from './free-port.ts'
import { sendCommand } from './redis-command.ts'
import { ServerSlot } from './server-slot.ts'

export interface RedisOptions {
  readonly password?: string
  /**
   * It speaks TLS and nothing else, and asks its clients for no certificate. Its own is made for it, unless there is one.
   * Default false.
   */
  readonly tls?: boolean | CertificateOptions | Certificate
  /** Further arguments of redis-server, or what they are for the port it gets; they win over the ones given here. */
  readonly args?: readonly string[] | ((port: number) => readonly string[])
}

/** A Redis server of one's own on 127.0.0.1. It keeps nothing on disk unless told to. */
export interface Redis extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** With TLS: whom to trust, the authority that signed its certificate, as a PEM file. */
  readonly certificateFile: string | undefined
  /** Where it keeps what SAVE or an append-only file writes. */
  readonly folder: string
  readonly pid: number | undefined
  /** The last of what it printed. */
  readonly log: string
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>
  /** Ends it as a crash would (SIGKILL); `restart` starts it again. */
  kill(): Promise<void>
  /** Freezes it (SIGSTOP): connections stay open, nothing is answered. */
  pause(): Promise<void>
  resume(): void
  /** The same port, and empty, unless what was written to its folder is to be kept, or it is to hold a snapshot. */
  restart(options?: RedisRestart): Promise<void>
  /** What it holds now, for `restart`. */
  snapshot(): Promise<RedisSnapshot>
  /**
   * Sends one command, on a connection of its own, and answers the reply as Redis wrote it.
   * @throws where Redis answers with an error or breaks the connection; a Redis that is paused answers when it is resumed
   */
  command(...command: readonly string[]): Promise<string>
}

/** With what a Redis starts again. Default: with nothing. */
export type RedisRestart =
  | { readonly keepData?: boolean; readonly snapshot?: never }
  | { readonly snapshot: RedisSnapshot; readonly keepData?: never }

/** The contents of a Redis, as SAVE writes them. */
export interface RedisSnapshot {
  readonly bytes: Buffer
}

/** Where Redis saves its contents and looks for them at its start. */
const snapshotFile = 'dump.rdb'

/** Where its certificate is, in its folder. It outlives a restart, as the port does. */
const tlsFolder = 'tls'

/** What it is started with, each time. */
interface Launching {
  readonly executables: Executables
  readonly options: RedisOptions
  readonly certificate: Certificate | undefined
}

export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const executables = await findOrProvision('redis')
  const slot = new ServerSlot(await mkdtemp(join(tmpdir(), 'cay-redis-')), 'SIGKILL')
  try {
    const { tls = false } = options
    const certificate = tls === false ? undefined : await certificateFor(slot, tls === true ? {} : tls)
    const launching = { executables, options, certificate }
    const port = await withFreePort(async (candidate) => {
      await launch(slot, candidate, launching)
      return candidate
    })
    return new RunningRedis(slot, port, launching)
  } catch (error) {
    await slot.remove()
    throw error
  }
}

async function certificateFor(
  { folder }: ServerSlot,
  tls: CertificateOptions | Certificate,
): Promise<Certificate> {
  return 'keyFile' in tls ? tls : makeCertificate(join(folder, tlsFolder), tls)
}

/** What was made for this server, so that others can have the same. */
export function certificateOf({ folder, certificateFile }: Redis): Certificate | undefined {
  return certificateFile === undefined ? undefined : certificateIn(join(folder, tlsFolder))
}

async function launch(
  slot: ServerSlot,
  port: number,
  { executables, options, certificate }: Launching,
): Promise<void> {
  const { password, args = [] } = options
  await slot.start({
    command: join(executables.folder, 'redis-server'),
    args: [
      ...(certificate === undefined ? ['--port', String(port)] : tlsArguments(port, certificate)),
      ...['--bind', '127.0.0.1', '--dir', slot.folder],
      ...['--save', '', '--appendonly', 'no', '--daemonize', 'no'],
      ...(password === undefined ? [] : ['--requirepass', password]),
      ...(typeof args === 'function' ? args(port) : args),
    ],
    env: executables.env,
    account: undefined,
    readyLine: 'Ready to accept connections',
  })
}

function tlsArguments(port: number, { authorityFile, certificateFile, keyFile }: Certificate): string[] {
  return [
    ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
    ...['--tls-ca-cert-file', authorityFile, '--tls-cert-file', certificateFile, '--tls-key-file', keyFile],
  ]
}

class RunningRedis implements Redis {
  readonly port: number
  readonly url: string
  readonly certificateFile: string | undefined
  readonly #slot: ServerSlot
  readonly #launching: Launching

  constructor(slot: ServerSlot, port: number, launching: Launching) {
    const { options, certificate } = launching
    const credentials = options.password === undefined ? '' : `:${encodeURIComponent(options.password)}@`
    this.port = port
    this.url = `${certificate === undefined ? 'redis' : 'rediss'}://${credentials}127.0.0.1:${port}`
    this.certificateFile = certificate?.authorityFile
    this.#slot = slot
    this.#launching = launching
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

  async stop(): Promise<void> {
    await this.kill()
    await this.#slot.remove()
  }

  // SIGKILL also where an orderly end would do: there is nothing to save, and Redis looks for SIGTERM only ten
  // times a second.
  async kill(): Promise<void> {
    await this.#slot.end('SIGKILL')
  }

  async pause(): Promise<void> {
    await this.#slot.pause()
  }

  resume(): void {
    this.#slot.resume()
  }

  async restart({ keepData = false, snapshot }: RedisRestart = {}): Promise<void> {
    await this.kill()
    if (!keepData) {
      const names = (await readdir(this.folder)).filter((name) => name !== tlsFolder)
      for (const name of names) await rm(join(this.folder, name), { recursive: true })
    }
    if (snapshot !== undefined) await writeFile(join(this.folder, snapshotFile), snapshot.bytes)
    await launch(this.#slot, this.port, this.#launching)
  }

  async snapshot(): Promise<RedisSnapshot> {
    await this.command('SAVE')
    return { bytes: await readFile(join(this.folder, snapshotFile)) }
  }

  command(...command: readonly string[]): Promise<string> {
    const { options, certificate } = this.#launching
    const target = { port: this.port, password: options.password, hasTls: certificate !== undefined }
    return sendCommand(target, ...command)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
