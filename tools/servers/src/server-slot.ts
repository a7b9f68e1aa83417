import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Launch, type ServerProcess, spawnServer } from './server-process.ts'
import { Warden } from './warden.ts'

const keptLogLength = 64 * 1024
const endDeadlineMs = 10_000

/** The place of one server: a folder and at most one process, which can be ended, frozen and started again. */
export class ServerSlot {
  readonly folder: string
  readonly #warden: Warden
  #process: ServerProcess | undefined
  #log = ''

  constructor(folder: string, endSignal: NodeJS.Signals) {
    this.folder = folder
    this.#warden = new Warden(folder, endSignal)
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  get log(): string {
    return this.#log
  }

  async start(launch: Omit<Launch, 'folder'>): Promise<void> {
    const started = spawnServer({ ...launch, folder: this.folder }, (text) => {
      this.#log = (this.#log + text).slice(-keptLogLength)
    })
    this.#process = started
    if (started.pid !== 0) this.#warden.watch(started.pid)
    started.exited.then(
      () => {
        if (this.#process !== started) return
        this.#process = undefined
        this.#warden.forget()
      },
      () => undefined,
    )
    await started.ready
  }

  /** Sends the signal and waits until the process is gone. One that does not go is killed. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const ending = this.#process
    if (ending === undefined) return
    ending.signal(signal)
    ending.signal('SIGCONT')
    const deadline = setTimeout(() => {
      ending.signal('SIGKILL')
    }, endDeadlineMs)
    await ending.exited
    clearTimeout(deadline)
  }

  async pause(): Promise<void> {
    const { pid } = this.#running()
    process.kill(pid, 'SIGSTOP')
    if (process.platform !== 'linux') return
    // The signal is delivered when the process is next scheduled: until then it may still answer.
    const deadline = Date.now() + 5000
    while (!isStopped(pid)) {
      if (Date.now() > deadline) throw new Error(`Process ${pid} does not stop`)
      await sleep(1)
    }
  }

  resume(): void {
    this.#running().signal('SIGCONT')
  }

  async remove(): Promise<void> {
    await this.#warden.dismiss()
  }

  #running(): ServerProcess {
    if (this.#process === undefined) throw new Error('The server does not run')
    return this.#process
  }
}

function isStopped(pid: number): boolean {
  // `pid (name) state …`; the name may contain spaces and brackets.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
}
