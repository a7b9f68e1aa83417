import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from './clock.ts'

/** Nobody has asked for so long: whoever spreads the requests has turned away. */
const quietMs = 500
/** The listener is closed after so long at the latest. Whoever asks every second whether we are ready has heard by then. */
const longestMs = 4_000
const lookEveryMs = 25
/** Whoever asked twice in this time whether we are ready will ask again. */
const balancerMs = 15_000

/** Where a balancer asks whether to send more. */
export const readyPath = '/health/ready'

/** What is open now. */
export interface Open {
  readonly requests: number
  readonly connections: number
}

interface Connection {
  /** Of its requests, those that are not answered yet. HTTP/1.1 answers one after another, so rarely more than one. */
  requests: number
  /** When it was made, or last used. */
  usedAt: number
}

/**
 * Turning away without cutting anybody off. HTTP/1.1 has no word for “no more requests on this connection” but the header
 * of an answer: a connection that is closed while nothing is under way on it may have a request on its way. So, once told to
 * drain:
 *
 * 1. `/health/ready` says so. Requests go on being served, on old connections and on new ones; every answer carries
 *    `Connection: close`, which ends its connection in good order.
 * 2. The moment nobody has asked for 500 ms, and whoever used to ask whether we are ready has heard that we are not, or
 *    after 4 seconds, it is over: the listener can be closed, which waits for what is under way.
 *
 * What is still in the kernel's queue of connections when a listener closes is reset by the kernel, and nobody can help it:
 * which is why the listener stays open until nobody comes any more.
 */
export class Drain {
  readonly #clock: Clock
  readonly #connections = new Map<Socket, Connection>()
  readonly #responses = new Set<ServerResponse>()
  /** When somebody last asked for something: other than whether we are ready. */
  #askedAt = -Infinity
  /** When somebody last asked whether we are ready, and the time before. */
  #polledAt = [-Infinity, -Infinity] as const
  #isPollerTold = false
  #isDraining = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  get open(): Open {
    return { requests: this.#responses.size, connections: this.#connections.size }
  }

  /** To be called once, before the server listens. */
  watch(server: Server): void {
    server.on('connection', (socket) => {
      this.#connections.set(socket, { requests: 0, usedAt: this.#clock.now() })
      socket.once('close', () => this.#connections.delete(socket))
    })
    // Before the application, which may answer at once.
    server.prependListener('request', (request, response) => {
      this.#begun(request, response)
    })
  }

  /** Resolves when the server can be closed: at once, where nobody has asked lately. */
  async begin(): Promise<void> {
    this.#isDraining = true
    for (const response of this.#responses) closeAfter(response)
    const begun = this.#clock.now()
    const isPolled = begun - this.#polledAt[1] < balancerMs
    while (!this.#isOver(this.#clock.now() - begun, isPolled)) await this.#pause()
    this.#closeUnused()
  }

  #begun({ socket, url = '' }: IncomingMessage, response: ServerResponse): void {
    const connection = this.#connections.get(socket)
    const isPoll = url.startsWith(readyPath)
    const isTold = isPoll && this.#isDraining
    if (connection !== undefined) connection.requests++
    this.#responses.add(response)
    this.#used(connection, isPoll)
    if (this.#isDraining) closeAfter(response)
    else if (isPoll) this.#polledAt = [this.#clock.now(), this.#polledAt[0]]
    // Whether it was answered or its asker has gone.
    response.on('close', () => {
      if (connection !== undefined) connection.requests--
      this.#responses.delete(response)
      this.#used(connection, isPoll)
      if (isTold) this.#isPollerTold = true
    })
  }

  #used(connection: Connection | undefined, isPoll: boolean): void {
    const now = this.#clock.now()
    if (connection !== undefined) connection.usedAt = now
    if (!isPoll) this.#askedAt = now
  }

  #isOver(drainedMs: number, isPolled: boolean): boolean {
    if (drainedMs >= longestMs) return true
    if (isPolled && !this.#isPollerTold) return false
    return this.#clock.now() - this.#askedAt >= quietMs && !this.#isAnyNew()
  }

  /** A connection that was just made is about to be used. */
  #isAnyNew(): boolean {
    const now = this.#clock.now()
    for (const { usedAt } of this.#connections.values()) if (now - usedAt < quietMs) return true
    return false
  }

  /** Node closes those that were used and are not; one that never was, it would wait for. */
  #closeUnused(): void {
    for (const [socket, { requests }] of this.#connections) if (requests === 0) socket.destroySoon()
  }

  #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#clock.after(lookEveryMs, () => {
      resolve(undefined)
    })
    return promise
  }
}

/** An answer whose head is on its way can't say it any more: the next on that connection does. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}
