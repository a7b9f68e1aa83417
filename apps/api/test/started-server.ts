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
}

export async function startServer(env: Readonly<Record<string, string>> = {}): Promise<StartedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cay-api-'))
  const server = join(import.meta.dirname, '../src/server.ts')
  const child = spawn(process.execPath, ['--conditions=cay-source', server], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(folder, 'data'), SEED_DEMO: 'true', ...env },
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
  child.once('exit', (code) => {
    reject(new Error(`The server ended with ${code}: ${output}`))
  })
  // Nothing runs on when whoever started it ends without ending it.
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    if (child.exitCode === null) {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { origin: await started, output: () => output, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}
