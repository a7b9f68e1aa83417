import { createCluster } from '@redis/client'
import type { Timer } from '../runtime/clock.ts'
import type { SharedTierEvents } from '../shared/port.ts'
import { credentials, type ServerAddress } from './address.ts'
import { ClusterEars } from './cluster-ears.ts'
import {
  clientSettings,
  commandOptions,
  infoCommand,
  reconnectDelayMs,
  tlsOptions,
  type Connection,
} from './connection.ts'
import type { LinkSetting } from './link.ts'
import type { ClusterAddresses } from './place.ts'
import { troubleOf } from './trouble.ts'

/** Shards fail over one by one: each partition has versions of its own for that. For ever: it is part of every key. */
const partitions = 64

const beatMs = 500
/** So many beats without an answer from every node, and one of them hangs: 2 seconds. */
const mostMissed = 4
/** Discovery connects twice, one after the other; in three times that it would have succeeded. */
const patience = 3
/**
 * After so many attempts to connect a client that is not whole is given up: Node keeps a socket in memory for each of them, as a
 * listener on the signal that they all have.
 */
const mostAttempts = 50
/** How long a node is away before the client asks the others whether it has been replaced. */
const refreshAfterMs = 1_000

/** After any of these, nodes may have come or gone. */
const signs = ['connect', 'node-connect', 'node-ready', 'node-error', 'node-disconnect'] as const

export function clusterConnection(addresses: ClusterAddresses, setting: LinkSetting): Connection {
  const cluster = new ClusterConnection(addresses, setting)
  const ears = new ClusterEars(() => cluster.nodes(), setting)
  return {
    partitions,
    start: (events) => {
      cluster.start(events)
      ears.start(events)
    },
    close: () => {
      cluster.close()
      ears.close()
    },
    ping: () => cluster.ask((client) => client.ping()),
    info: () => cluster.ask(infoOfMasters),
    ask: (work) => cluster.ask(work),
  }
}

type Client = ReturnType<typeof createClusterClient>

/**
 * A connection to every master of a Cluster, which counts as connected while all of them are: an invalidation that one
 * shard has not got may be missing anywhere. A node lost, replaced, added or taken away is a break.
 *
 * The client mends itself but for this: it waits without end for a node that hangs or is gone before it was ever reached,
 * and then neither discovers anything else nor fails. So a client that is not whole again after some seconds is given up
 * for a new one.
 */
class ClusterConnection {
  readonly #addresses: ClusterAddresses
  readonly #setting: LinkSetting
  #events: SharedTierEvents | undefined
  #client: Client | undefined
  /** Ends whatever the client has begun. */
  #end = new AbortController()
  /** The masters' addresses while all are connected. */
  #whole: string | undefined
  #breaks = 0
  /** Since when it has not been whole. */
  #brokenAt = 0
  #missed = 0
  #attempts = 0
  /** The masters seen last: still there when the addresses that were configured are not any more. */
  #known: readonly NodePlace[] = []
  #timer: Timer | undefined

  constructor(addresses: ClusterAddresses, setting: LinkSetting) {
    this.#addresses = addresses
    this.#setting = setting
  }

  start(events: SharedTierEvents): void {
    this.#events = events
    this.#open()
    this.#beatLater()
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#giveUp()
  }

  /** Where its nodes are: those seen last, and those that were configured. */
  nodes(): readonly ServerAddress[] {
    const [first] = this.#addresses
    return [...this.#known.map((place) => ({ ...first, ...place })), ...this.#addresses]
  }

  /** @throws where it is not whole, or not any more when the answer is there: that may come from a node that replaced another */
  async ask<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const breaks = this.#breaks
    if (this.#client === undefined || this.#whole === undefined)
      throw new Error('The Cluster is not connected.')
    const answer = await work(this.#client)
    if (breaks !== this.#breaks) throw new Error('The Cluster broke while it was asked.')
    return answer
  }

  #open(): void {
    const { signal } = (this.#end = new AbortController())
    const roots = [...this.#addresses, ...this.#known]
    const attempted = (): void => {
      this.#attempts++
    }
    this.#attempts = 0
    const client = createClusterClient(roots, this.#addresses[0], { ...this.#setting, signal, attempted })
    this.#client = client
    this.#brokenAt = this.#setting.clock.now()
    for (const sign of signs) {
      client.on(sign, () => {
        if (!signal.aborted) this.#look(client)
      })
    }
    // Discovery that fails is seen in the next beat. Without a listener an EventEmitter throws.
    client.on('error', (error) => this.#events?.failed(troubleOf(error)))
    client.connect().catch(() => undefined)
  }

  /** Its discovery and its nodes' attempts to connect don't end with `destroy`; their sockets end with the signal. */
  #giveUp(): void {
    this.#end.abort()
    this.#client?.destroy()
    this.#client = undefined
  }

  #look(client: Client): void {
    const { isReady, masters } = client
    const isWhole =
      isReady && masters.length > 0 && masters.every((master) => master.client?.isReady === true)
    if (isWhole) this.#known = masters.map(({ host, port }) => ({ host, port }))
    const addresses = masters.map(({ address }) => address).sort()
    this.#become(isWhole ? addresses.join() : undefined)
  }

  #become(whole: string | undefined): void {
    if (whole === this.#whole) return
    if (this.#whole !== undefined) {
      this.#breaks++
      this.#brokenAt = this.#setting.clock.now()
      this.#events?.disconnected()
    }
    this.#whole = whole
    if (whole === undefined) return
    this.#missed = 0
    this.#events?.connected()
  }

  #beatLater(): void {
    this.#timer = this.#setting.clock.after(beatMs, () => {
      this.#beat()
      this.#beatLater()
    })
  }

  #beat(): void {
    const { connectTimeoutMs, clock } = this.#setting
    const isLate =
      clock.now() - this.#brokenAt >= patience * connectTimeoutMs || this.#attempts >= mostAttempts
    const isGivenUp = this.#whole === undefined && isLate
    if (this.#client?.isOpen !== true || isGivenUp || this.#missed >= mostMissed) {
      this.#renew()
    } else if (this.#whole !== undefined) {
      this.#missed++
      const answered = (): void => {
        this.#missed = 0
      }
      // An error is an answer; a lost connection is seen for itself.
      this.#client.ping().then(answered, answered)
    }
  }

  #renew(): void {
    this.#giveUp()
    this.#become(undefined)
    this.#open()
  }
}

async function infoOfMasters({ masters }: Client): Promise<readonly string[]> {
  const answers = masters.map(async ({ client }) => {
    if (client === undefined) throw new Error('A master is not connected.')
    return String(await client.sendCommand<Buffer>(infoCommand))
  })
  return Promise.all(answers)
}

/** All that a Cluster tells of a node. */
type NodePlace = Pick<ServerAddress, 'host' | 'port'>

type ClientSetting = LinkSetting & { readonly signal: AbortSignal; readonly attempted: () => void }

function createClusterClient(
  roots: readonly NodePlace[],
  { isEncrypted, username, password }: ServerAddress,
  { connectTimeoutMs, random, ca, signal, attempted }: ClientSetting,
) {
  return createCluster({
    rootNodes: roots.map(({ host, port }) => ({ socket: { host, port } })),
    commandOptions,
    topologyRefreshOnReconnectionAttemptStrategy: refreshAfterMs,
    defaults: {
      ...clientSettings,
      ...credentials(username, password),
      socket: {
        connectTimeout: connectTimeoutMs,
        signal,
        reconnectStrategy: (attempt: number) => {
          attempted()
          return !signal.aborted && reconnectDelayMs(attempt, random)
        },
        ...tlsOptions(isEncrypted, ca),
      },
    },
  })
}
