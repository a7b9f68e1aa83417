import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * A shell that waits for its input to end, which happens when the process that started it ends in any way,
 * kill -9 included; then it ends the server named last and removes the folder.
 *
 * SIGCONT because a server that is stopped (SIGSTOP) does not see the signal. The wait is for PostgreSQL,
 * whose processes would otherwise go on writing into the folder that is being removed. A zombie has ended: it only
 * waits to be noticed by process 1, which in a container may never do so.
 */
const script = `
is_zombie() {
  case "$(cat "/proc/$pid/stat")" in *') Z '*) return 0 ;; esac
  return 1
}
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ] && kill -s "$2" "$pid"; then
  kill -s CONT "$pid"
  tries=0
  while kill -0 "$pid" && ! is_zombie && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL "$pid"
fi 2>/dev/null
rm -rf -- "$1"
`

/** Guards one server and its folder: they do not outlive the process that started them. */
export class Warden {
  readonly #shell: ChildProcess

  constructor(folder: string, endSignal: NodeJS.Signals) {
    this.#shell = spawn('/bin/sh', ['-c', script, 'warden', folder, endSignal.replace('SIG', '')], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    // Its input breaks only if someone has killed the shell; the server can still be stopped without it.
    this.#shell.stdin?.on('error', () => undefined)
    this.#shell.unref()
    ;(this.#shell.stdin as unknown as { unref: () => void }).unref()
  }

  watch(pid: number): void {
    this.#shell.stdin?.write(`${pid}\n`)
  }

  /** The server has ended by itself or by its owner: its number may soon be another process's. */
  forget(): void {
    this.#shell.stdin?.write('\n')
  }

  /** Removes the folder, and the server if it still runs. */
  async dismiss(): Promise<void> {
    if (this.#shell.exitCode !== null || this.#shell.signalCode !== null) return
    this.#shell.ref()
    const exited = once(this.#shell, 'exit')
    this.#shell.stdin?.end()
    await exited
  }
}
