import type { SharedTierEvents } from '../shared/port.ts'
import type { ServerAddress } from './address.ts'
import { infoCommand } from './connection.ts'
import { createLink, type Client, type Link, type LinkSetting } from './link.ts'
import { listen } from './single.ts'

/**
 * A connection to a server that counts as connected while the server says that it is a master: one that has been made a
 * replica goes on answering reads.
 */
export class Master {
  readonly #commands: Link
  readonly #ears: Link
  readonly #events: SharedTierEvents
  #isThere = false
  #isListening = false
  #isClosed = false

  /** Begins to connect. */
  constructor(address: ServerAddress, setting: LinkSetting, events: SharedTierEvents) {
    this.#events = events
    this.#commands = createLink(address, setting, () => this.#look())
    this.#ears = createLink(address, setting)
    this.#commands.open({
      up: () => {
        this.#look().catch(() => undefined)
      },
      down: () => {
        this.#become(false)
      },
    })
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

  /** Tells that it is gone, if it was there. */
  close(): void {
    this.#become(false)
    this.#hear(false)
    this.#isClosed = true
    this.#commands.close()
    this.#ears.close()
  }

  /** @throws at once while it is not there */
  async ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    if (!this.#isThere) throw new Error('The master is not connected.')
    return work(this.#commands.client)
  }

  async info(): Promise<readonly string[]> {
    return this.ask(async (client) => [String(await client.sendCommand<Buffer>(infoCommand))])
  }

  async #look(): Promise<void> {
    const { client } = this.#commands
    // Which every user may send.
    const { role } = await client.hello()
    this.#become(client.isReady && String(role) === 'master')
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
