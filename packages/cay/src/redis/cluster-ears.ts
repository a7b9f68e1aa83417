import type { Timer } from '../runtime/clock.ts'
import type { SharedTierEvents } from '../shared/port.ts'
import type { ServerAddress } from './address.ts'
import { listen } from './ears.ts'
import { createLink, type Link, type LinkSetting } from './link.ts'

/** A node that is not heard for so long is given up for another. */
const patienceMs = 2_000

/** Hears a Cluster at any one of its nodes, which pass messages on to each other; at another, when that one goes. */
export class ClusterEars {
  readonly #nodes: () => readonly ServerAddress[]
  readonly #setting: LinkSetting
  #link: Link | undefined
  #timer: Timer | undefined
  #tried = 0
  #isListening = false

  /** @param nodes where a node may be; asked again each time one is needed */
  constructor(nodes: () => readonly ServerAddress[], setting: LinkSetting) {
    this.#nodes = nodes
    this.#setting = setting
  }

  start(events: SharedTierEvents): void {
    const nodes = this.#nodes()
    const node = nodes[this.#tried++ % nodes.length]
    if (node !== undefined) this.#hear(createLink(node, this.#setting), events)
    this.#timer = this.#setting.clock.after(patienceMs, () => {
      this.#look(events)
    })
  }

  close(): void {
    this.#timer?.cancel()
    this.#link?.close()
  }

  #hear(link: Link, events: SharedTierEvents): void {
    this.#link = link
    listen(link, {
      ...events,
      listening: () => {
        this.#isListening = true
        events.listening()
      },
      deaf: () => {
        this.#isListening = false
        events.deaf()
      },
    })
  }

  #look(events: SharedTierEvents): void {
    if (this.#isListening) {
      this.#timer = this.#setting.clock.after(patienceMs, () => {
        this.#look(events)
      })
    } else {
      this.#link?.close()
      this.start(events)
    }
  }
}
