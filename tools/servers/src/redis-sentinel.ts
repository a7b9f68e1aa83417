import { setTimeout as sleep } from 'node:timers/promises'
import { certificateOf, startRedis, type Redis, type RedisOptions } from './redis.ts'
import { inSync, persistently, replicationArguments } from './replication.ts'
import { startSentinel, type Sentinel } from './sentinel.ts'

export interface RedisSentinelOptions {
  /** Of the primary and its replica. */
  readonly password?: string
  /** Of the Sentinels. */
  readonly sentinelPassword?: string
  /** All of them speak TLS and nothing else, with one certificate. Default false. */
  readonly tls?: boolean
  /** After so long without an answer the primary is taken for lost. Default 0.7 seconds. */
  readonly downAfterMs?: number
  /** Further arguments of both redis-servers; they win over the ones given here. */
  readonly args?: readonly string[]
}

/** A Redis and its replica, and three Sentinels that watch over them, on 127.0.0.1. */
export interface RedisSentinel extends AsyncDisposable {
  /** What the Sentinels call the primary. */
  readonly name: string
  readonly sentinels: readonly Sentinel[]
  /** Of every Sentinel. */
  readonly urls: readonly string[]
  /** With TLS: whom to trust, as a PEM file. */
  readonly certificateFile: string | undefined
  /** Who is primary now: another after `failOver`. */
  readonly primary: Redis
  /** Who follows, or would: between `failOver` and `rejoin` it is dead, hangs, or is told to follow. */
  readonly replica: Redis
  /** Resolves when the replica has all that the primary has now. */
  inSync(): Promise<void>
  /** From now on the replica hears nothing from its primary, and is told so each time it asks. */
  holdReplication(): Promise<void>
  /** The replica gets what was held. */
  releaseReplication(): Promise<void>
  /**
   * The primary dies (SIGKILL) or hangs (SIGSTOP), or a Sentinel is commanded; resolves when the Sentinels that run name
   * the other one, which has what had reached it.
   */
  failOver(how: 'kill' | 'hang' | 'command'): Promise<void>
  /** What was primary is back, and follows the one that is once a Sentinel has told it; resolves when every Sentinel is content. */
  rejoin(): Promise<void>
  /** Ends all for good and removes their folders. */
  stop(): Promise<void>
}

const name = 'mymaster'
const deadlineMs = 60_000
const pollMs = 50

export async function startRedisSentinel(options: RedisSentinelOptions = {}): Promise<RedisSentinel> {
  const { tls = false, downAfterMs = 700, password, sentinelPassword } = options
  await using started = new AsyncDisposableStack()
  const primary = started.use(await startRedis(serverOptions(options, tls)))
  const certificate = certificateOf(primary)
  const replica = started.use(await startRedis(serverOptions(options, certificate ?? false)))
  await replica.command('REPLICAOF', '127.0.0.1', String(primary.port))
  await inSync(primary, replica)
  const watched = {
    name,
    port: primary.port,
    quorum: 2,
    downAfterMs,
    password,
    sentinelPassword,
    certificate,
  }
  const sentinels: Sentinel[] = []
  started.defer(async () => {
    await Promise.all(sentinels.map((sentinel) => sentinel.stop()))
  })
  for (let i = 0; i < 3; i++) sentinels.push(await startSentinel(watched))
  const running = new RunningSentinels(primary, replica, sentinels, password)
  await running.ready()
  started.move()
  return running
}

function serverOptions(
  { password, args = [] }: RedisSentinelOptions,
  tls: NonNullable<RedisOptions['tls']>,
): RedisOptions {
  return {
    tls,
    ...(password === undefined ? {} : { password }),
    args: [
      ...replicationArguments(password),
      ...(tls === false ? [] : ['--tls-replication', 'yes']),
      ...args,
    ],
  }
}

class RunningSentinels implements RedisSentinel {
  readonly name = name
  readonly sentinels: readonly Sentinel[]
  readonly urls: readonly string[]
  readonly certificateFile: string | undefined
  readonly #password: string | undefined
  #primary: Redis
  #replica: Redis

  constructor(primary: Redis, replica: Redis, sentinels: readonly Sentinel[], password: string | undefined) {
    this.#primary = primary
    this.#replica = replica
    this.sentinels = sentinels
    this.urls = sentinels.map(({ url }) => url)
    this.certificateFile = primary.certificateFile
    this.#password = password
  }

  get primary(): Redis {
    return this.#primary
  }

  get replica(): Redis {
    return this.#replica
  }

  inSync(): Promise<void> {
    return inSync(this.#primary, this.#replica)
  }

  // A replica that its primary refuses goes on with what it has, and may be promoted with it.
  async holdReplication(): Promise<void> {
    await this.#replica.command('CONFIG', 'SET', 'masteruser', 'nobody', 'masterauth', 'nothing')
    await this.#primary.command('CLIENT', 'KILL', 'TYPE', 'replica')
  }

  async releaseReplication(): Promise<void> {
    await release(this.#replica, this.#password)
  }

  async failOver(how: 'kill' | 'hang' | 'command'): Promise<void> {
    if (how === 'kill') await this.#primary.kill()
    else if (how === 'hang') await this.#primary.pause()
    else await this.#command()
    await this.#until('name the replica', ({ port }) => port === this.#replica.port)
    ;[this.#primary, this.#replica] = [this.#replica, this.#primary]
    await release(this.#primary, this.#password)
  }

  async rejoin(): Promise<void> {
    await this.#findPrimary()
    if (this.#replica.pid === undefined) await this.#replica.restart()
    else this.#replica.resume()
    await release(this.#replica, this.#password)
    // A Sentinel tells it to follow, and hangs up on its clients at the same time: REPLICAOF alone would leave them there,
    // to find what it takes over from the other.
    await this.inSync()
    await this.ready()
  }

  async ready(): Promise<void> {
    const { port } = this.#primary
    await this.#until('are content', (state) => state.port === port && state.isWell)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.sentinels, this.#primary, this.#replica].map((server) => server.stop()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** Sentinels may have promoted the replica though nobody told them to. */
  async #findPrimary(): Promise<void> {
    const sentinel = this.sentinels.find(({ isRunning }) => isRunning)
    if (sentinel === undefined || (await stateOf(sentinel)).port !== this.#replica.port) return
    ;[this.#primary, this.#replica] = [this.#replica, this.#primary]
  }

  /**
   * Again while it is refused: soon after the last failover, or while the replica is not known to be well; but not when the
   * Sentinels have failed over by themselves meanwhile, for then it would bring the old primary back.
   */
  async #command(): Promise<void> {
    const [sentinel] = this.sentinels.filter(({ isRunning }) => isRunning)
    const deadline = Date.now() + deadlineMs
    for (;;) {
      const refusal = await sentinel?.command('SENTINEL', 'FAILOVER', name).catch((error: unknown) => error)
      if (!(refusal instanceof Error)) return
      if (sentinel !== undefined && (await stateOf(sentinel)).port === this.#replica.port) return
      if (Date.now() > deadline) throw refusal
      await sleep(pollMs)
    }
  }

  async #until(what: string, isSo: (state: SentinelState) => boolean): Promise<void> {
    const deadline = Date.now() + deadlineMs
    for (const sentinel of this.sentinels) {
      while (sentinel.isRunning) {
        const state = await stateOf(sentinel)
        if (isSo(state)) break
        if (Date.now() > deadline) {
          throw new Error(`The Sentinels do not all ${what}: ${JSON.stringify(state)}\n${sentinel.log}`)
        }
        await sleep(pollMs)
      }
    }
  }
}

async function release(server: Redis, password = ''): Promise<void> {
  await persistently(() => server.command('CONFIG', 'SET', 'masteruser', '', 'masterauth', password))
}

interface SentinelState {
  /** Of whom it names. */
  readonly port: number
  /** It sees the primary, the replica and the other two, and none of them lost. */
  readonly isWell: boolean
}

async function stateOf(sentinel: Sentinel): Promise<SentinelState> {
  const address = values(await sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name))
  const primary = fields(await sentinel.command('SENTINEL', 'MASTER', name))
  const replicas = fields(await sentinel.command('SENTINEL', 'REPLICAS', name))
  const isWell =
    primary.get('flags') === 'master' &&
    primary.get('num-slaves') === '1' &&
    primary.get('num-other-sentinels') === '2' &&
    replicas.get('flags') === 'slave' &&
    replicas.get('master-link-status') === 'ok'
  return { port: Number(address[1]), isWell }
}

/** The texts of a reply: those of one item of a list are names and values in turn. */
function values(reply: string): readonly string[] {
  return reply.split('\r\n').filter((line) => !/^[$*]/.test(line))
}

function fields(reply: string): ReadonlyMap<string, string> {
  const texts = values(reply)
  const pairs = texts.flatMap((text, i) => (i % 2 === 0 ? [[text, texts[i + 1] ?? ''] as const] : []))
  return new Map(pairs)
}
