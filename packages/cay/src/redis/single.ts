import type { Timer } from '../runtime/clock.ts'
import type { SharedTierEvents } from '../shared/port.ts'
import type { ServerAddress } from './address.ts'
import type { Connection } from './connection.ts'
import type { LinkSetting } from './link.ts'
import { Master } from './master.ts'

/** From finding that the server is a replica to looking the name up again. */
const renewAfterMs = 2_000

/** A connection to one server. */
export function singleConnection(address: ServerAddress, setting: LinkSetting): Connection {
  const single = new SingleConnection(address, setting)
  return {
    partitions: 1,
    start: (events) => {
      single.start(events)
    },
    close: () => {
      single.close()
    },
    ping: () => single.master.ping(),
    info: () => single.master.info(),
    ask: (work) => single.master.ask(work),
  }
}

/**
 * SAFEGUARD Where a failover moves a name, as managed services do, the connections that stand go on leading to the old
 * primary, which is a replica now and would refuse for ever: they are given up for new ones.
 */
class SingleConnection {
  readonly #address: ServerAddress
  readonly #setting: LinkSetting
  #master: Master | undefined
  #timer: Timer | undefined

  constructor(address: ServerAddress, setting: LinkSetting) {
    this.#address = address
    this.#setting = setting
  }

  /** @throws before the start */
  get master(): Master {
    if (this.#master === undefined) throw new Error('Redis is not connected.')
    return this.#master
  }

  start(events: SharedTierEvents): void {
    const renew = (): void => {
      this.#timer = this.#setting.clock.after(renewAfterMs, () => {
        if (!master.isReplica) return
        master.close()
        this.start(events)
      })
    }
    const master = new Master(this.#address, this.#setting, events, renew)
    this.#master = master
  }

  close(): void {
    this.#timer?.cancel()
    this.#master?.close()
  }
}
