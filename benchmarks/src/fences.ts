import { setTimeout as pause } from 'node:timers/promises'
import type { PostgresChanges } from '@cay/postgres'
import type { Position } from 'cay'
import type { RawRedis } from './clients.ts'
import { seededFraction } from './random.ts'

const intervalMs = 500
/** An instance comes so much sooner or later, by chance, so that many do not come together. */
const spread = 0.2
const deadlineMs = 5_000
const watermarkKey = 'bench:watermark'

/** One fence: how long it took, and how many tags it was told. */
export interface Fence {
  readonly ms: number
  readonly tags: number
}

/**
 * What an instance does at a fence, but for dropping what it is told: the watermark from Redis, then one question to
 * the log about that and about the instance's own cursor.
 */
export class Follower {
  readonly #changes: PostgresChanges
  readonly #redis: RawRedis
  #cursor: Position | undefined

  constructor(changes: PostgresChanges, redis: RawRedis) {
    this.#changes = changes
    this.#redis = redis
  }

  async fence(): Promise<Fence> {
    const begun = performance.now()
    const watermark = (await this.#redis.get(watermarkKey)) ?? ''
    const own = this.#cursor ?? ''
    const { position, changed } = await this.#changes.since([watermark, own], deadlineMs)
    const ms = performance.now() - begun
    if (this.#cursor !== undefined && changed.includes('unknown')) throw new Error('The log lost its place.')
    this.#cursor = position
    await this.#redis.set(watermarkKey, position)
    return { ms, tags: changed[1]?.length ?? 0 }
  }
}

/** So many instances that follow the log of one server, each in its own rhythm, until they are stopped. */
export function follow(followers: readonly Follower[]): { readonly stop: () => Promise<readonly Fence[]> } {
  const stopping = new AbortController()
  const fences: Fence[] = []
  const work = followers.map(async (follower, i) => {
    const random = seededFraction(i + 1)
    // Their rhythms begin anywhere in the first interval.
    let nextMs = intervalMs * random()
    while (await passed(nextMs, stopping.signal)) {
      fences.push(await follower.fence())
      nextMs = intervalMs * (1 - spread + 2 * spread * random())
    }
  })
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(work)
      return fences
    },
  }
}

/** False when it was cut short. */
async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal }).catch(() => false)
}
