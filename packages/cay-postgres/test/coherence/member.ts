import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { FrameReader, type Frame } from './frames.ts'
import type { Answer, InstanceSetting, Order } from './orders.ts'

/** An instance, as the observer sees it: a process, what it tells and what it is told. */
export class Member {
  readonly life: number
  /** Resolves when it has ended and all that it told has been heard. */
  readonly ended: Promise<void>
  readonly #child: ChildProcess
  #said = ''

  /** @param script the file it runs */
  constructor(script: string, setting: InstanceSetting, hear: (frame: Frame) => void) {
    this.life = setting.life
    this.#child = spawn(process.execPath, ['--conditions=cay-source', script, JSON.stringify(setting)], {
      stdio: ['ignore', 'inherit', 'pipe', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text) => {
      this.#said = (this.#said + String(text)).slice(-8_192)
    })
    const reader = new FrameReader()
    const pipe = this.#child.stdio[3] as Readable
    pipe.on('data', (bytes: Buffer) => {
      for (const frame of reader.push(bytes)) hear(frame)
    })
    // `close`: by then the pipes have been read to their end.
    this.ended = once(this.#child, 'close').then(() => undefined)
  }

  /** What it said on stderr: nothing, unless something is wrong. */
  get said(): string {
    return this.#said
  }

  get wasKilled(): boolean {
    return this.#child.signalCode === 'SIGKILL'
  }

  /** @throws where it ends without giving that answer */
  async answered(wanted: Answer): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    this.#child.on('message', (answer) => {
      if (answer === wanted) resolve(undefined)
    })
    this.#child.on('close', () => {
      reject(new Error(`An instance ended before it was ${wanted}:\n${this.#said}`))
    })
    await promise
  }

  order(order: Order): void {
    if (this.#child.connected) this.#child.send(order)
  }

  /** SIGSTOP, and SIGCONT after so long: by a process of its own, so that nobody is left frozen if this one is killed. */
  async freeze(ms: number): Promise<void> {
    const script = 'kill -s STOP "$1"; sleep "$2"; kill -s CONT "$1"'
    const args = ['-c', script, 'freeze', String(this.#child.pid), String(ms / 1_000)]
    await once(spawn('/bin/sh', args, { stdio: 'ignore', detached: true }), 'exit')
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}
