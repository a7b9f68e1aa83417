/** What a process holds, after a collection of garbage. */
export interface Holdings {
  readonly pid: number
  readonly heapBytes: number
  /** Of buffers, outside of the heap. */
  readonly externalBytes: number
  /** Objects that live: those of timers that were cleared and are not held by anybody are gone. */
  readonly timers: number
  readonly sockets: number
  readonly promises: number
}

/** Looks into a process that was started with `--inspect`, past anything the product offers. */
export class Inspector implements AsyncDisposable {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (reply: Reply) => void>()
  #sent = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply
      this.#waiting.get(reply.id)?.(reply)
      this.#waiting.delete(reply.id)
    })
  }

  /** @param output what the process has written: Node says there where it listens */
  static async connect(output: string): Promise<Inspector> {
    const [, address] = /Debugger listening on (ws:\/\/\S+)/.exec(output) ?? []
    if (address === undefined) throw new Error('The process was not started with --inspect.')
    const socket = new WebSocket(address)
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    socket.addEventListener('open', () => {
      resolve(undefined)
    })
    socket.addEventListener('error', () => {
      reject(new Error('The inspector of the process does not answer.'))
    })
    await promise
    return new Inspector(socket)
  }

  async holdings(): Promise<Holdings> {
    await this.#ask('HeapProfiler.collectGarbage')
    const [timers, sockets, promises] = [
      await this.#countOf(
        "Object.getPrototypeOf(process.getBuiltinModule('node:timers').setTimeout(() => {}).unref())",
      ),
      await this.#countOf("process.getBuiltinModule('node:net').Socket.prototype"),
      await this.#countOf('Promise.prototype'),
    ]
    const { result } = await this.#ask('Runtime.evaluate', {
      expression: '({ pid: process.pid, ...process.memoryUsage() })',
      returnByValue: true,
    })
    const { pid, heapUsed, external } = result?.value as { pid: number; heapUsed: number; external: number }
    return { pid, heapBytes: heapUsed, externalBytes: external, timers, sockets, promises }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#socket.addEventListener('close', () => {
      resolve(undefined)
    })
    this.#socket.close()
    await promise
  }

  async #countOf(prototype: string): Promise<number> {
    const objectGroup = 'counted'
    const { result } = await this.#ask('Runtime.evaluate', { expression: prototype, objectGroup })
    const { objects } = await this.#ask('Runtime.queryObjects', {
      prototypeObjectId: result?.objectId,
      objectGroup,
    })
    const { result: length } = await this.#ask('Runtime.callFunctionOn', {
      functionDeclaration: 'function () { return this.length }',
      objectId: objects?.objectId,
      returnByValue: true,
    })
    // What was looked at must not be held by the looking.
    await this.#ask('Runtime.releaseObjectGroup', { objectGroup })
    return Number(length?.value)
  }

  async #ask(method: string, params: object = {}): Promise<NonNullable<Reply['result']>> {
    const id = ++this.#sent
    const { promise, resolve } = Promise.withResolvers<Reply>()
    this.#waiting.set(id, resolve)
    this.#socket.send(JSON.stringify({ id, method, params }))
    const { result, error } = await promise
    if (result === undefined) throw new Error(`${method}: ${error?.message ?? 'no answer'}`)
    return result
  }
}

interface Remote {
  readonly objectId?: string
  readonly value?: unknown
}

/** Of the protocol of Node's inspector, as much as is asked here. */
interface Reply {
  readonly id: number
  readonly result?: { readonly result?: Remote; readonly objects?: Remote }
  readonly error?: { readonly message: string }
}
