import { chown, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolderFor, unprivilegedAccount } from './account.ts'
import { findOrProvision } from './executables.ts'
import { withFreePort } from './free-port.ts'
import type { Postgres } from './postgres.ts'
import { ServerSlot } from './server-slot.ts'

/** PgBouncer in transaction mode before a server: each transaction may run on another of its connections. */
export interface PgBouncer extends AsyncDisposable {
  /** The address of a database of the server, by way of the pooler. */
  urlOf(databaseUrl: string): string
  readonly folder: string
  readonly pid: number | undefined
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>
}

/** Starts one of its own on 127.0.0.1. Whoever connects to it is the superuser `postgres`. */
export async function startPgBouncer({ port: serverPort }: Pick<Postgres, 'port'>): Promise<PgBouncer> {
  const executables = await findOrProvision('pgbouncer')
  const account = unprivilegedAccount()
  const slot = new ServerSlot(await mkdtemp(join(temporaryFolderFor(account), 'cay-pgbouncer-')), 'SIGKILL')
  const configuration = join(slot.folder, 'pgbouncer.ini')
  try {
    if (account !== undefined) await chown(slot.folder, account.uid, account.gid)
    const port = await withFreePort(async (candidate) => {
      await writeFile(configuration, configurationOf(candidate, serverPort))
      await slot.start({
        command: join(executables.folder, 'pgbouncer'),
        args: [configuration],
        env: executables.env,
        account,
        readyLine: 'process up',
      })
      return candidate
    })
    const stop = async (): Promise<void> => {
      await slot.end('SIGKILL')
      await slot.remove()
    }
    return {
      urlOf: (databaseUrl) => {
        const url = new URL(databaseUrl)
        url.port = String(port)
        return url.href
      },
      folder: slot.folder,
      pid: slot.pid,
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await slot.remove()
    throw error
  }
}

/** Two connections to the server for each database: fewer than clients, so that they take turns on them. */
function configurationOf(port: number, serverPort: number): string {
  return `
[databases]
* = host=127.0.0.1 port=${serverPort} user=postgres

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
ignore_startup_parameters = options, extra_float_digits
`
}
