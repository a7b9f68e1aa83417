import type { SharedTierEvents } from '../shared/port.ts'
import type { ServerAddress } from './address.ts'
import { infoCommand } from './connection.ts'
import { listen } from './ears.ts'
import { createLink, type Client, type Link, type LinkSetting } from './link.ts'
import { NotPrimary } from './trouble.ts'

/**
 * Connections to a server, which count as one that is there while all of them stand and the server says that it is a
 * master: one that has been made a replica goes on answering reads.
 */
export class Master {
  readonly #commands: readonly Link[]
  readonly #ears: Link
  readonly #events: SharedTierEvents
  readonly #onReplica: () => void
  readonly #ready = new Set<Link>()
  #next = 0
  #isReplica = false
  #isThere = false
  #isListening = false
  #isClosed = false

  /**
   * Begins to connect.
   * @param onReplica called when the server turns out to be a replica
   */
  constructor(
    address: ServerAddress,
    setting: LinkSetting,
    events: SharedTierEvents,
    onReplica: () => void = () => undefined,
  ) {
    this.#events = events
    this.#onReplica = onReplica
    this.#commands = Array.from({ length: setting.pool }, () => this.#connect(address, setting))
    this.#ears = createLink(address, setting)
    listen(this.#ears, {
      ...events,
      listening: () => {
        this.#hear(true)
      },
      deaf: () => {
        this.#hear(false)
      },
    })
  }

  get isThere(): boolean {
    return this.#isThere
  }

  get isReplica(): boolean {
    return this.#isReplica
  }

  /** Tells that it is gone, if it was there. */
  close(): void {
    this.#become(false)
    this.#hear(false)
    this.#isClosed = true
    for (const link of [...this.#commands, this.#ears]) link.close()
  }

  /** Each call on the next of the connections. Rejects at once while it is not there. */
  ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    this.#next = (this.#next + 1) % this.#commands.length
    const link = this.#commands[this.#next]
    if (this.#isThere && link !== undefined) return work(link.client)
    return Promise.reject(this.#isReplica ? new NotPrimary() : new Error('Redis is not connected.'))
  }

  ping(): Promise<unknown> {
    return this.#askAll((client) => client.ping())
  }

  /** By each of the connections: behind a proxy they may lead to different servers. */
  info(): Promise<readonly string[]> {
    return this.#askAll(async (client) => String(await client.sendCommand<Buffer>(infoCommand)))
  }

  async #askAll<T>(work: (client: Client) => Promise<T>): Promise<readonly T[]> {
    return Promise.all(this.#commands.map(() => this.ask(work)))
  }

  #connect(address: ServerAddress, setting: LinkSetting): Link {
    const link = createLink(address, setting, () => this.#look(link))
    link.open({
      up: () => {
        this.#look(link).catch(() => undefined)
      },
      failed: (code) => {
        if (!this.#isClosed) this.#events.failed(code)
      },
      down: () => {
        this.#ready.delete(link)
        this.#become(false)
      },
    })
    return link
  }

  async #look(link: Link): Promise<void> {
    // Which every user may send. What stands between may leave the role out.
    const { role } = await link.client.hello()
    const isReplica = /^(replica|slave)$/.test(String(role))
    if (isReplica || !link.client.isReady) this.#ready.delete(link)
    else this.#ready.add(link)
    this.#become(this.#ready.size === this.#commands.length)
    this.#becomeReplica(isReplica)
  }

  #becomeReplica(isReplica: boolean): void {
    if (this.#isClosed) return
    if (isReplica) this.#events.failed('READONLY')
    const isNews = isReplica && !this.#isReplica
    this.#isReplica = isReplica
    if (isNews) this.#onReplica()
  }

  #become(isThere: boolean): void {
    if (this.#isClosed || isThere === this.#isThere) return
    this.#isThere = isThere
    if (isThere) this.#events.connected()
    else this.#events.disconnected()
  }

  #hear(isListening: boolean): void {
    if (this.#isClosed || isListening === this.#isListening) return
    this.#isListening = isListening
    if (isListening) this.#events.listening()
    else this.#events.deaf()
  }
}
