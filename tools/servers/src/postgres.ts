import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Account, temporaryFolderFor, unprivilegedAccount } from './account.ts'
import { type Executables, findOrProvision } from './executables.ts'
import { withFreePort } from './free-port.ts'
import { ServerSlot } from './server-slot.ts'

export interface PostgresOptions {
  /** Writes reach the disk before a commit is answered. Off by default; on where that cost is what is measured. */
  readonly fsync?: boolean
  /** Further settings, by their names in postgresql.conf; they win over the ones given here. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A PostgreSQL server of one's own on 127.0.0.1, with a cluster (and system identifier) of its own. */
export interface Postgres extends AsyncDisposable {
  /** The database `postgres`, as the superuser `postgres`. */
  readonly url: string
  readonly port: number
  /** Holds the cluster, in `data`. */
  readonly folder: string
  readonly pid: number | undefined
  /** The last of what it printed. */
  readonly log: string
  /** An empty database; answers its URL. */
  createDatabase(name?: string): Promise<string>
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>
  /** Ends it as a crash would: connections break, nothing is checkpointed, `restart` begins with recovery. */
  kill(): Promise<void>
  /** The same port and the same data. */
  restart(): Promise<void>
}

/** A hot standby of a server: it follows, and answers reads. */
export interface Standby extends Postgres {
  /** Makes it a primary, on a timeline of its own. Its primary should be gone by then. */
  promote(): Promise<void>
}

interface Cluster {
  readonly slot: ServerSlot
  readonly executables: Executables
  readonly account: Account | undefined
  readonly options: PostgresOptions
  /** What it prints once it answers. */
  readonly readyLine: string
}

const execute = promisify(execFile)

export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const executables = await findOrProvision('postgres')
  const account = unprivilegedAccount()
  const slot = new ServerSlot(await mkdtemp(join(temporaryFolderFor(account), 'cay-postgres-')), 'SIGQUIT')
  const cluster: Cluster = {
    slot,
    executables,
    account,
    options,
    readyLine: 'database system is ready to accept connections',
  }
  try {
    if (account !== undefined) await chown(slot.folder, account.uid, account.gid)
    await initialise(cluster)
    const port = await withFreePort(async (candidate) => {
      await launch(cluster, candidate)
      return candidate
    })
    return new RunningPostgres(cluster, port)
  } catch (error) {
    await slot.remove()
    throw error
  }
}

/** A hot standby, made as one is in production: by a base backup of the running server, which it then follows. */
export async function startStandby(primary: Postgres): Promise<Standby> {
  const executables = await findOrProvision('postgres')
  const account = unprivilegedAccount()
  const slot = new ServerSlot(await mkdtemp(join(temporaryFolderFor(account), 'cay-standby-')), 'SIGQUIT')
  const cluster: Cluster = { slot, executables, account, options: {}, readyLine: 'ready to accept read' }
  try {
    if (account !== undefined) await chown(slot.folder, account.uid, account.gid)
    await execute(
      join(executables.folder, 'pg_basebackup'),
      [
        '--dbname',
        primary.url,
        '--pgdata',
        join(slot.folder, 'data'),
        '--write-recovery-conf',
        '--no-sync',
        '--checkpoint=fast',
      ],
      { cwd: slot.folder, env: executables.env, ...account },
    )
    const port = await withFreePort(async (candidate) => {
      await launch(cluster, candidate)
      return candidate
    })
    return new RunningStandby(cluster, port)
  } catch (error) {
    await slot.remove()
    throw error
  }
}

async function initialise({ slot, executables, account }: Cluster): Promise<void> {
  await execute(
    join(executables.folder, 'initdb'),
    [
      ...['--pgdata', join(slot.folder, 'data'), '--username', 'postgres', '--auth', 'trust', '--no-sync'],
      // Sorted by code point on every machine, and `lower` knows more letters than ASCII has.
      ...['--encoding', 'UTF8', '--locale', process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'],
    ],
    { cwd: slot.folder, env: executables.env, ...account },
  )
}

async function launch(
  { slot, executables, account, options, readyLine }: Cluster,
  port: number,
): Promise<void> {
  const isDurable = options.fsync === true
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: isDurable ? 'on' : 'off',
    full_page_writes: isDurable ? 'on' : 'off',
    max_connections: '200',
    // Its library is left out where the server was provisioned, and short queries only lose by it.
    jit: 'off',
    // Known without the zone files, which a bare machine may lack.
    timezone: 'GMT',
    log_timezone: 'GMT',
    ...options.settings,
  }
  await slot.start({
    command: join(executables.folder, 'postgres'),
    args: [
      ...['-D', join(slot.folder, 'data')],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    env: executables.env,
    account,
    readyLine,
  })
}

class RunningPostgres implements Postgres {
  readonly port: number
  readonly url: string
  readonly #cluster: Cluster

  constructor(cluster: Cluster, port: number) {
    this.port = port
    this.url = this.#urlOf('postgres')
    this.#cluster = cluster
  }

  get folder(): string {
    return this.#cluster.slot.folder
  }

  get pid(): number | undefined {
    return this.#cluster.slot.pid
  }

  get log(): string {
    return this.#cluster.slot.log
  }

  async createDatabase(name = `test_${randomBytes(6).toString('hex')}`): Promise<string> {
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`Not a name for a database: ${name}`)
    await this.run(`create database ${name}`)
    return this.#urlOf(name)
  }

  /** One statement, as the superuser. */
  protected async run(sql: string): Promise<void> {
    const { executables, slot } = this.#cluster
    await execute(
      join(executables.folder, 'psql'),
      ['--no-psqlrc', '--quiet', '--dbname', this.url, '--command', sql],
      { cwd: slot.folder, env: executables.env },
    )
  }

  async stop(): Promise<void> {
    await this.kill()
    await this.#cluster.slot.remove()
  }

  // The immediate shutdown and not SIGKILL: the same recovery follows, and no process of the cluster is left
  // behind that would keep the next one from starting.
  async kill(): Promise<void> {
    await this.#cluster.slot.end('SIGQUIT')
  }

  async restart(): Promise<void> {
    await this.#cluster.slot.end('SIGINT')
    await launch(this.#cluster, this.port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  #urlOf(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`
  }
}

class RunningStandby extends RunningPostgres implements Standby {
  async promote(): Promise<void> {
    await this.run('select pg_promote()')
  }
}
