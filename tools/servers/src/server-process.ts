import { spawn } from 'node:child_process'
import type { Account } from './account.ts'

export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  /** Where it runs; somewhere its account may enter. */
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly account: Account | undefined
  /** What the server prints once it accepts connections. */
  readonly readyLine: string
}

export interface ServerProcess {
  readonly pid: number
  readonly ready: Promise<void>
  readonly exited: Promise<void>
  readonly hasExited: () => boolean
  readonly signal: (signal: NodeJS.Signals) => void
}

/** The port was taken by someone else between its choice and the server's bind. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken'
}

const readyDeadlineMs = 60_000

/**
 * Spawns a server in a session of its own, so that a Ctrl-C in the terminal reaches the tests and not their servers.
 * It is ready when it says so itself: a connection that succeeds proves nothing, another server may hold the port.
 */
export function spawnServer(launch: Launch, onOutput: (text: string) => void): ServerProcess {
  const child = spawn(launch.command, launch.args, {
    cwd: launch.folder,
    env: launch.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...launch.account,
  })
  const exited = Promise.withResolvers<undefined>()
  const ready = Promise.withResolvers<undefined>()
  const deadline = setTimeout(() => {
    ready.reject(new Error(`${launch.command} was not ready within ${readyDeadlineMs} ms:\n${output}`))
    child.kill('SIGKILL')
  }, readyDeadlineMs)
  let output = ''
  let hasExited = false

  const read = (text: string): void => {
    onOutput(text)
    if (output.includes(launch.readyLine)) return
    output += text
    if (output.includes(launch.readyLine)) ready.resolve(undefined)
  }
  child.stdout.setEncoding('utf8').on('data', read)
  child.stderr.setEncoding('utf8').on('data', read)
  child.on('error', ready.reject)
  // `close` and not `exit`: by then the last words of a server that failed have been read.
  child.on('close', () => {
    hasExited = true
    exited.resolve(undefined)
    const isPortTaken = output.includes('Address already in use')
    ready.reject(
      isPortTaken
        ? new PortTaken(output)
        : new Error(`${launch.command} ended before it was ready:\n${output}`),
    )
  })
  ready.promise.then(
    () => {
      clearTimeout(deadline)
      // A server that was forgotten must not keep the process of its test alive; the warden ends it.
      child.unref()
      for (const stream of [child.stdout, child.stderr]) (stream as unknown as { unref: () => void }).unref()
    },
    () => {
      clearTimeout(deadline)
    },
  )

  return {
    pid: child.pid ?? 0,
    ready: ready.promise,
    exited: exited.promise,
    hasExited: () => hasExited,
    signal: (signal) => {
      child.kill(signal)
    },
  }
}
