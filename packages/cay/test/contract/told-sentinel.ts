import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Where the master is, and by which failover. */
interface Told {
  /** Default 127.0.0.1. */
  readonly host?: string
  readonly port: number
  readonly epoch: number
}

/** A Sentinel that says what it is told to say: a real one that has been cut off learns too soon. */
export class ToldSentinel implements AsyncDisposable {
  says: Told
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(says: Told) {
    this.says = says
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => {
        socket.write(
          commandsIn(String(bytes))
            .map((command) => this.#replyTo(command))
            .join(''),
        )
      })
    })
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #replyTo(command: string): string {
    if (command.startsWith('HELLO')) return `%1\r\n${bulk('proto')}:3\r\n`
    if (command.startsWith('PING')) return '+PONG\r\n'
    if (command.startsWith('SENTINEL GET')) {
      return `*2\r\n${bulk(this.says.host ?? '127.0.0.1')}${bulk(String(this.says.port))}`
    }
    if (!command.startsWith('SENTINEL MASTER')) return '+OK\r\n'
    return `%1\r\n${bulk('config-epoch')}${bulk(String(this.says.epoch))}`
  }
}

/** Each with its words: `*2 $4 PING $1 x`, on lines of their own, and so on. */
function commandsIn(text: string): string[] {
  return text
    .split(/^\*\d+\r\n/m)
    .slice(1)
    .map((command) =>
      command
        .split('\r\n')
        .filter((line) => !line.startsWith('$'))
        .join(' '),
    )
}

function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`
}
