import type { Socket } from 'node:net'

/** What can be wrong with a connection that stands. */
export type LinkFault =
  /** Nothing arrives and nothing breaks, not even where the other end is gone: as if the packets were lost. Default both ways. */
  | { readonly kind: 'black hole'; readonly towards?: 'server' | 'client' }
  /** Everything arrives so much later, a break included, in order. */
  | { readonly kind: 'delay'; readonly ms: number }

/** Bytes; or that no more will come; or that the connection broke. */
type Parcel = Buffer | 'end' | 'broken'

/** One connection through a proxy: two sockets and two lanes. */
export class FaultyLink {
  /** Resolves when both sockets are closed. */
  readonly gone: Promise<void>
  readonly #client: Socket
  readonly #server: Socket
  readonly #toServer: Lane
  readonly #toClient: Lane

  constructor(client: Socket, server: Socket, fault: LinkFault | undefined) {
    this.#client = client
    this.#server = server
    this.#toServer = new Lane(client, server)
    this.#toClient = new Lane(server, client)
    this.gone = Promise.all([closed(client), closed(server)]).then(() => undefined)
    this.become(fault)
  }

  become(fault: LinkFault | undefined): void {
    const isHole = fault?.kind === 'black hole'
    const delayMs = fault?.kind === 'delay' ? fault.ms : 0
    this.#toServer.become({ isHeld: isHole && fault.towards !== 'client', delayMs })
    this.#toClient.become({ isHeld: isHole && fault.towards !== 'server', delayMs })
  }

  reset(): void {
    this.#toServer.close()
    this.#toClient.close()
    this.#client.resetAndDestroy()
    this.#server.resetAndDestroy()
  }
}

/** One direction of a link. */
class Lane {
  readonly #from: Socket
  readonly #to: Socket
  readonly #queue: { readonly parcel: Parcel; readonly dueAt: number }[] = []
  #timer: NodeJS.Timeout | undefined
  #isHeld = false
  #isFull = false
  #delayMs = 0

  constructor(from: Socket, to: Socket) {
    this.#from = from
    this.#to = to
    from.on('data', (bytes: Buffer) => {
      this.#send(bytes)
    })
    from.on('end', () => {
      this.#send('end')
    })
    // Follows as `close`.
    from.on('error', () => undefined)
    from.on('close', (isBroken: boolean) => {
      if (isBroken) this.#send('broken')
    })
    to.on('drain', () => {
      this.#isFull = false
      this.#regulate()
    })
  }

  become({ isHeld, delayMs }: { readonly isHeld: boolean; readonly delayMs: number }): void {
    this.#isHeld = isHeld
    this.#delayMs = delayMs
    this.#regulate()
    this.#deliver()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
  }

  #send(parcel: Parcel): void {
    this.#queue.push({ parcel, dueAt: performance.now() + this.#delayMs })
    this.#deliver()
  }

  #deliver(): void {
    clearTimeout(this.#timer)
    while (!this.#isHeld) {
      const [next] = this.#queue
      if (next === undefined) return
      const waitMs = this.#delayMs === 0 ? 0 : next.dueAt - performance.now()
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#deliver()
        }, waitMs)
        return
      }
      this.#queue.shift()
      this.#hand(next.parcel)
    }
  }

  #hand(parcel: Parcel): void {
    if (parcel === 'broken') this.#to.resetAndDestroy()
    else if (parcel === 'end') this.#to.end()
    else if (!this.#to.write(parcel)) {
      this.#isFull = true
      this.#regulate()
    }
  }

  /** What is not read waits in the kernel, and its sender learns nothing: as if its packets were lost. */
  #regulate(): void {
    if (this.#isHeld || this.#isFull) this.#from.pause()
    else this.#from.resume()
  }
}

function closed(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  socket.on('close', () => {
    resolve(undefined)
  })
  return promise
}
