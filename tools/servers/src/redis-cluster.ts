import { setTimeout as sleep } from 'node:timers/promises'
import { certificateOf, startRedis, type Redis, type RedisOptions } from './redis.ts'

export interface RedisClusterOptions {
  /** Default 3: the fewest that can agree that one of them is lost. */
  readonly masters?: number
  /** Of each master. Default 0: the slots of a lost master are gone until it is back. */
  readonly replicas?: number
  readonly password?: string
  /** After so long without an answer a node is taken for lost. Default 2 seconds. */
  readonly nodeTimeoutMs?: number
  /** All of them speak TLS and nothing else, with one certificate. Default false. */
  readonly tls?: boolean
  /** Further arguments of every redis-server; they win over the ones given here. */
  readonly args?: readonly string[]
}

/** One node. It keeps its place in the Cluster, and nothing else, when it is started again. */
export interface RedisClusterNode extends Pick<
  Redis,
  'url' | 'port' | 'folder' | 'pid' | 'log' | 'kill' | 'pause' | 'resume' | 'command'
> {
  /** The same port and the same slots, and empty. */
  restart(): Promise<void>
}

/** A Redis Cluster of one's own on 127.0.0.1. */
export interface RedisCluster extends AsyncDisposable {
  /** What were masters when it was formed, in the order of their slots, which are shared out evenly. */
  readonly masters: readonly RedisClusterNode[]
  /** What were replicas when it was formed; the i-th is of the master i modulo their number. */
  readonly replicas: readonly RedisClusterNode[]
  /** Of every node. */
  readonly urls: readonly string[]
  /** With TLS: whom to trust, as a PEM file. */
  readonly certificateFile: string | undefined
  /** Resolves when every node sees the whole Cluster, and says that it is well. */
  ready(): Promise<void>
  /** Ends it for good and removes its folders. */
  stop(): Promise<void>
}

const slots = 16_384
const readyDeadlineMs = 60_000
const pollMs = 50

/** Formed by commands, as `redis-cli --cluster create` does it: nothing to confirm. */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  const { masters = 3, replicas = 0 } = options
  const { tls = false } = options
  const first = await startNode(options, tls)
  const certificate = certificateOf(first) ?? false
  const starts = Array.from({ length: masters * (1 + replicas) - 1 }, () => startNode(options, certificate))
  const servers = (await Promise.allSettled(starts)).flatMap((start) =>
    start.status === 'fulfilled' ? [start.value] : [],
  )
  const cluster = new RunningCluster([first, ...servers], masters)
  try {
    await Promise.all(starts)
    await cluster.form()
    return cluster
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

function startNode(
  { password, nodeTimeoutMs = 2_000, args = [] }: RedisClusterOptions,
  tls: NonNullable<RedisOptions['tls']>,
): Promise<Redis> {
  return startRedis({
    tls,
    ...(password === undefined ? {} : { password }),
    args: (port) => [
      ...['--cluster-enabled', 'yes', '--cluster-node-timeout', String(nodeTimeoutMs)],
      // Its neighbour, and not 10,000 above as by default: there Linux hands out ports to outgoing connections.
      ...['--cluster-port', String(busPort(port)), '--cluster-announce-ip', '127.0.0.1'],
      ...(password === undefined ? [] : ['--masterauth', password]),
      ...(tls === false ? [] : ['--tls-cluster', 'yes', '--tls-replication', 'yes']),
      ...args,
    ],
  })
}

function busPort(port: number): number {
  return port + 1
}

class RunningCluster implements RedisCluster {
  readonly masters: readonly RedisClusterNode[]
  readonly replicas: readonly RedisClusterNode[]
  readonly urls: readonly string[]
  readonly certificateFile: string | undefined
  readonly #servers: readonly Redis[]

  constructor(servers: readonly Redis[], masters: number) {
    this.masters = servers.slice(0, masters).map((server) => new RunningNode(server))
    this.replicas = servers.slice(masters).map((server) => new RunningNode(server))
    this.urls = servers.map(({ url }) => url)
    this.certificateFile = servers[0]?.certificateFile
    this.#servers = servers
  }

  async form(): Promise<void> {
    for (const [i, server] of this.#servers.entries()) {
      // Else all begin with the same epoch, and settle it between them while the tests run already.
      await server.command('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1))
    }
    for (const [i, master] of this.#servers.slice(0, this.masters.length).entries()) {
      const first = Math.round((i * slots) / this.masters.length)
      const last = Math.round(((i + 1) * slots) / this.masters.length) - 1
      await master.command('CLUSTER', 'ADDSLOTSRANGE', String(first), String(last))
    }
    const [first, ...others] = this.#servers
    if (first === undefined) return
    for (const { port } of others) {
      await first.command('CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort(port)))
    }
    // A replica must have heard of its master before it can follow it.
    await this.#until((nodes) => nodes.every((line) => !/handshake|noaddr/.test(line)))
    for (const [i, replica] of this.#servers.slice(this.masters.length).entries()) {
      const master = this.#servers[i % this.masters.length]
      const id = master && /[0-9a-f]{40}/.exec(await master.command('CLUSTER', 'MYID'))?.[0]
      await replica.command('CLUSTER', 'REPLICATE', id ?? '')
    }
    await this.ready()
  }

  async ready(): Promise<void> {
    await this.#until((nodes, info, replication) => {
      const following = nodes.filter((line) => / (myself,)?slave /.test(line)).length
      return (
        following === this.replicas.length &&
        nodes.every((line) => line.includes(' connected') && !/fail/.test(line)) &&
        info.includes('cluster_state:ok') &&
        !replication.includes('master_link_status:down')
      )
    })
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** Until every node knows every other and is as it should be: by CLUSTER NODES, CLUSTER INFO and INFO replication. */
  async #until(
    isAsItShould: (nodes: readonly string[], info: string, replication: string) => boolean,
  ): Promise<void> {
    const deadline = Date.now() + readyDeadlineMs
    for (const server of this.#servers) {
      for (;;) {
        const nodes = (await server.command('CLUSTER', 'NODES'))
          .split('\n')
          .filter((line) => /^[0-9a-f]{40} /.test(line))
        const info = await server.command('CLUSTER', 'INFO')
        const replication = await server.command('INFO', 'replication')
        if (nodes.length === this.#servers.length && isAsItShould(nodes, info, replication)) break
        if (Date.now() > deadline) throw new Error(`The Cluster is not ready:\n${nodes.join('\n')}\n${info}`)
        await sleep(pollMs)
      }
    }
  }
}

class RunningNode implements RedisClusterNode {
  readonly #server: Redis

  constructor(server: Redis) {
    this.#server = server
  }

  get url(): string {
    return this.#server.url
  }

  get port(): number {
    return this.#server.port
  }

  get folder(): string {
    return this.#server.folder
  }

  get pid(): number | undefined {
    return this.#server.pid
  }

  get log(): string {
    return this.#server.log
  }

  command(...command: readonly string[]): Promise<string> {
    return this.#server.command(...command)
  }

  async kill(): Promise<void> {
    await this.#server.kill()
  }

  async pause(): Promise<void> {
    await this.#server.pause()
  }

  resume(): void {
    this.#server.resume()
  }

  // Its folder holds what it knows of the Cluster, and no values: none are saved.
  async restart(): Promise<void> {
    await this.#server.restart({ keepData: true })
  }
}
