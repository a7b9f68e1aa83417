import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { withFreePort } from './free-port.ts'
import { FaultyLink, type LinkFault } from './faulty-link.ts'
import { PortTaken } from './server-process.ts'

/** What can be wrong with the way to a server. */
export type ProxyFault =
  | LinkFault
  /** Connections break, and a new one breaks as soon as it is made. */
  | { readonly kind: 'cut' }
  /** Connections break, and nobody listens: ECONNREFUSED. */
  | { readonly kind: 'refuse' }

/**
 * A way to a server on 127.0.0.1, of which anything that can go wrong with a network can be made to go wrong. While it is
 * whole it hides nothing: whoever hangs up, is reset or refused is so at the other end, too.
 */
export interface FaultProxy extends AsyncDisposable {
  /** Connect here instead. It stays the same. */
  readonly port: number
  /** How many connections stand now. */
  readonly connections: number
  /** Where new connections lead from now on. Those that stand stay where they are: `reset` them, or let their server die. */
  leadTo(port: number): void
  /** From now on, for connections that stand and those to come; instead of what was wrong before. */
  break(fault: ProxyFault): Promise<void>
  /** As good as new. What was held is delivered, unless its connection was reset meanwhile. */
  heal(): Promise<void>
  /** Breaks every connection at both ends, and loses what is on its way. */
  reset(): void
  /** Ends it for good. */
  stop(): Promise<void>
}

/** @param port where the server listens, on 127.0.0.1 */
export async function startFaultProxy(port: number): Promise<FaultProxy> {
  const proxy = new RunningProxy(port)
  await withFreePort((candidate) => proxy.listen(candidate))
  return proxy
}

class RunningProxy implements FaultProxy {
  readonly #links = new Set<FaultyLink>()
  readonly #server: Server
  #port = 0
  #leadsTo: number
  #fault: ProxyFault | undefined

  constructor(leadsTo: number) {
    this.#leadsTo = leadsTo
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#accept(client)
    })
  }

  get port(): number {
    return this.#port
  }

  get connections(): number {
    return this.#links.size
  }

  leadTo(port: number): void {
    this.#leadsTo = port
  }

  async break(fault: ProxyFault): Promise<void> {
    if (this.#fault?.kind === 'refuse' && fault.kind !== 'refuse') await this.listen(this.#port)
    this.#fault = fault
    const linkFault = fault.kind === 'cut' || fault.kind === 'refuse' ? undefined : fault
    for (const link of this.#links) link.become(linkFault)
    if (linkFault !== undefined) return
    this.reset()
    if (fault.kind === 'refuse') await this.#stopListening()
  }

  async heal(): Promise<void> {
    const wasRefusing = this.#fault?.kind === 'refuse'
    this.#fault = undefined
    for (const link of this.#links) link.become(undefined)
    if (wasRefusing) await this.listen(this.#port)
  }

  reset(): void {
    for (const link of this.#links) link.reset()
  }

  async stop(): Promise<void> {
    this.reset()
    await this.#stopListening()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async listen(port: number): Promise<void> {
    try {
      this.#server.listen(port, '127.0.0.1')
      await once(this.#server, 'listening')
      // What was forgotten must not keep the process of its test alive.
      this.#server.unref()
      this.#port = port
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      throw isTaken ? new PortTaken(error.message) : error
    }
  }

  async #stopListening(): Promise<void> {
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }

  #accept(client: Socket): void {
    const fault = this.#fault
    if (fault?.kind === 'cut' || fault?.kind === 'refuse') {
      client.on('error', () => undefined)
      client.resetAndDestroy()
      return
    }
    const server = connect({ port: this.#leadsTo, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    const link = new FaultyLink(client, server, fault)
    this.#links.add(link)
    link.gone.then(
      () => this.#links.delete(link),
      () => undefined,
    )
  }
}
