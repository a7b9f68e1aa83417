import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The API as `npm start` runs it: a process of its own, with data of its own. */
export interface StartedServer extends AsyncDisposable {
  readonly origin: string
  /** All it has written, to either stream. */
  readonly output: () => string
  readonly signal: (signal: NodeJS.Signals) => void
  /** Its exit code, when it has ended. */
  readonly exited: Promise<number | null>
}

/** Longer than it takes to stop by itself. */
const killAfterMs = 15_000

export async function startServer(env: Readonly<Record<string, string>> = {}): Promise<StartedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cay-api-'))
  const server = join(import.meta.dirname, '../src/server.ts')
  const child = spawn(process.execPath, ['--conditions=cay-source', server], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      SEED_DEMO: 'true',
      // Everybody in a test comes from one address.
      REGISTRATIONS_PER_HOUR: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { promise: started, resolve, reject } = Promise.withResolvers<string>()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk)
      const [origin] = /http:\/\/[\d.]+:\d+/.exec(output) ?? []
      if (origin !== undefined && output.includes('Ctrl+C')) resolve(origin)
    })
  }
  // `close`, not `exit`: by then all it wrote has been read.
  const exited = once(child, 'close').then(() => child.exitCode)
  exited.then(
    (code) => {
      reject(new Error(`The server ended with ${code ?? 'a signal'}: ${output}`))
    },
    () => undefined,
  )
  // Nothing runs on when whoever started it ends without ending it.
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const killer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    await exited
    clearTimeout(killer)
    process.off('exit', kill)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return {
      origin: await started,
      output: () => output,
      exited,
      signal: (signal) => child.kill(signal),
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
