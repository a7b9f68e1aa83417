import type { SharedTierEvents } from '../shared/port.ts'
import { credentials, hostAndPort, type ServerAddress } from './address.ts'
import type { Connection } from './connection.ts'
import { createLink, type Client, type Link, type LinkSetting } from './link.ts'
import { Master } from './master.ts'
import type { SentinelAddresses } from './place.ts'

/** A connection to the master that Sentinels name. */
export function sentinelConnection(addresses: SentinelAddresses, setting: LinkSetting): Connection {
  const sentinels = new SentinelConnection(addresses, setting)
  return {
    partitions: 1,
    start: (events) => {
      sentinels.start(events)
    },
    close: () => {
      sentinels.close()
    },
    ping: () => sentinels.with((master) => master.ping()),
    info: () => sentinels.with((master) => master.info()),
    ask: (work) => sentinels.with((master) => master.ask(work)),
  }
}

/** Where a Sentinel says that the master is. */
interface Answer {
  readonly host: string
  readonly port: number
  /** Of the failover that made it master: the newest one counts. */
  readonly epoch: number
}

/**
 * Asks every Sentinel again and again where the master is, as the pulse of a connection to each, and follows it. While
 * none answers, the master that is known goes on being used.
 *
 * An answer of an older failover is listened to only while the master of the newer one is away: a Sentinel that was cut
 * off for a while still names the one before.
 */
class SentinelConnection {
  readonly #addresses: SentinelAddresses
  readonly #setting: LinkSetting
  readonly #answers = new Map<Link, Answer>()
  #links: readonly Link[] = []
  #events: SharedTierEvents | undefined
  #followed: { readonly place: string; readonly master: Master; epoch: number } | undefined

  constructor(addresses: SentinelAddresses, setting: LinkSetting) {
    this.#addresses = addresses
    this.#setting = setting
  }

  /** Rejects while none is known. */
  with<T>(work: (master: Master) => Promise<T>): Promise<T> {
    return this.#followed === undefined
      ? Promise.reject(new Error('No Sentinel has said yet where the master is.'))
      : work(this.#followed.master)
  }

  start(events: SharedTierEvents): void {
    this.#events = events
    this.#links = this.#addresses.sentinels.map((sentinel) => this.#listenTo(sentinel))
  }

  close(): void {
    this.#events = undefined
    for (const link of this.#links) link.close()
    this.#followed?.master.close()
  }

  #listenTo(sentinel: ServerAddress): Link {
    const ask = (): Promise<void> => this.#inquire(link)
    const link = createLink(sentinel, this.#setting, ask)
    link.open({
      up: () => {
        ask().catch(() => undefined)
      },
      failed: (code) => {
        // While there is a master, it has its own to tell.
        if (this.#followed === undefined) this.#events?.failed(code)
      },
      down: () => {
        this.#answers.delete(link)
      },
    })
    return link
  }

  async #inquire(link: Link): Promise<void> {
    const answer = await answerOf(link.client, this.#addresses.master.name).catch(() => undefined)
    if (answer === undefined) this.#answers.delete(link)
    else this.#answers.set(link, answer)
    this.#follow()
  }

  #follow(): void {
    const newest = Math.max(...[...this.#answers.values()].map(({ epoch }) => epoch))
    const named = [...this.#answers.values()].filter(({ epoch }) => epoch === newest)
    const [first] = named
    const followed = this.#followed
    if (first === undefined || this.#events === undefined) return
    if (followed !== undefined) {
      if (named.some((answer) => hostAndPort(answer) === followed.place)) {
        followed.epoch = Math.max(followed.epoch, newest)
        return
      }
      if (newest < followed.epoch && followed.master.isThere) return
    }
    this.#goTo(first, this.#events)
  }

  #goTo({ host, port, epoch }: Answer, events: SharedTierEvents): void {
    this.#followed?.master.close()
    const { username, password, database, isEncrypted } = this.#addresses.master
    const address = { host, port, database, isEncrypted, ...credentials(username, password) }
    this.#followed = {
      place: hostAndPort(address),
      master: new Master(address, this.#setting, events),
      epoch,
    }
  }
}

/** Both in one round trip: during a failover the first alone names who is to be master, and the second its epoch. */
async function answerOf(client: Client, name: string): Promise<Answer | undefined> {
  const [address, state] = await Promise.all([
    client.sendCommand<readonly Buffer[] | null>(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]),
    client.sendCommand<Readonly<Record<string, Buffer>>>(['SENTINEL', 'MASTER', name]),
  ])
  const [host, port] = address ?? []
  const epoch = Number(state['config-epoch'] ?? 0)
  return host === undefined ? undefined : { host: String(host), port: Number(port), epoch }
}
