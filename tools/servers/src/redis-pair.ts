import { startFaultProxy, type FaultProxy } from './fault-proxy.ts'
import { startRedis, type Redis, type RedisOptions } from './redis.ts'
import { inSync, replicationArguments } from './replication.ts'

/**
 * A Redis and its replica, on 127.0.0.1. The replica hears its primary by a way that can be held, so that what it takes
 * over is as old as a test wants it.
 */
export interface RedisPair extends AsyncDisposable {
  /** Who is primary now: another after `failOver`. */
  readonly primary: Redis
  /** Who follows, or would: it does not run between `failOver` and `rejoin`. */
  readonly replica: Redis
  /** Resolves when the replica has all that the primary has now. */
  inSync(): Promise<void>
  /** From now on nothing reaches the replica, and nobody is told. */
  holdReplication(): Promise<void>
  /** The replica gets what was held. */
  releaseReplication(): Promise<void>
  /** The primary dies (SIGKILL), what had not reached the replica is lost, and the replica takes over. */
  failOver(): Promise<void>
  /** The one that died comes back, empty, as the replica; resolves when it is in sync. */
  rejoin(): Promise<void>
  /** Ends both for good and removes their folders. */
  stop(): Promise<void>
}

export async function startRedisPair({
  args = [],
  ...options
}: Omit<RedisOptions, 'tls'> = {}): Promise<RedisPair> {
  const both: RedisOptions = {
    ...options,
    args: (port) => [
      ...replicationArguments(options.password),
      ...(typeof args === 'function' ? args(port) : args),
    ],
  }
  await using started = new AsyncDisposableStack()
  const primary = started.use(await startRedis(both))
  const replica = started.use(await startRedis(both))
  const link = started.use(await startFaultProxy(primary.port))
  const pair = new RunningPair(primary, replica, link)
  await pair.follow()
  started.move()
  return pair
}

class RunningPair implements RedisPair {
  readonly #link: FaultProxy
  #primary: Redis
  #replica: Redis

  constructor(primary: Redis, replica: Redis, link: FaultProxy) {
    this.#primary = primary
    this.#replica = replica
    this.#link = link
  }

  get primary(): Redis {
    return this.#primary
  }

  get replica(): Redis {
    return this.#replica
  }

  async follow(): Promise<void> {
    await this.#replica.command('REPLICAOF', '127.0.0.1', String(this.#link.port))
    await this.inSync()
  }

  inSync(): Promise<void> {
    return inSync(this.#primary, this.#replica)
  }

  async holdReplication(): Promise<void> {
    await this.#link.break({ kind: 'black hole', towards: 'client' })
  }

  async releaseReplication(): Promise<void> {
    await this.#link.heal()
  }

  async failOver(): Promise<void> {
    // Reset first: what the primary has sent and the replica has not read must be lost with it.
    await this.#link.break({ kind: 'cut' })
    await this.#primary.kill()
    await this.#replica.command('REPLICAOF', 'NO', 'ONE')
    ;[this.#primary, this.#replica] = [this.#replica, this.#primary]
  }

  async rejoin(): Promise<void> {
    this.#link.leadTo(this.#primary.port)
    await this.#link.heal()
    await this.#replica.restart()
    await this.follow()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#primary.stop(), this.#replica.stop(), this.#link.stop()])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
