import { startRedis } from '@cay/servers'
import { systemClock, type SharedTier } from 'cay'
import { redisTier } from 'cay/redis'
import { silentEvents } from 'cay/testing'
import { systemRandom } from '../../packages/cay/src/runtime/random.ts'
import { Deadline } from '../../packages/cay/src/shared/deadline.ts'
import { Guard } from '../../packages/cay/src/shared/guard.ts'
import { rawRedis } from './clients.ts'
import type { Result } from './result.ts'
import { throughput, throughputRows } from './throughput.ts'
import { takeTurns, type Sample, type Variants } from './turns.ts'

const rounds = 5
const deadlineMs = 50
const ids = Array.from({ length: 1_000 }, (_, i) => i)
const keyOf = (id: number): string => `value:${id}`
const value = Buffer.alloc(600, 'v')

type Read = readonly (Buffer | null)[] | undefined

const floor = 'no deadline'

/** @public Looked up by name in alone.ts. */
export const variants: Variants = {
  [floor]: async (url) => {
    const tier = await connected(url)
    return measure((id) => tier.getMany([keyOf(id)]))
  },
  'a timer for each call': async (url) => {
    const tier = await connected(url)
    return measure((id) => withTimer(tier.getMany([keyOf(id)])))
  },
  'one queue and one timer, as Cay has it': async (url) => {
    const tier = await connected(url)
    const deadline = new Deadline(systemClock, deadlineMs)
    return measure((id) => withDeadline(deadline, tier.getMany([keyOf(id)])))
  },
  'the guard: deadline, breaker, belief': async (url) => {
    const guard = await guarded(url)
    return measure((id) => guard.read([keyOf(id)]))
  },
}

/** What a deadline costs each call of Redis: an MGET of one key of 600 bytes, of a tier that is connected. */
export async function deadlineCost(): Promise<Result> {
  await using redis = await startRedis()
  const raw = await rawRedis(redis.url)
  for (const id of ids) await raw.set(keyOf(id), value)
  raw.destroy()
  const samples = await takeTurns('deadline-cost', variants, { rounds, given: redis.url })
  return { rows: throughputRows(samples, floor) }
}

function measure(read: (id: number) => Promise<Read>): Promise<Sample> {
  return throughput(ids, read, (found) => found?.[0]?.length === value.length)
}

async function connected(url: string): Promise<SharedTier> {
  const tier = redisTier({ url })
  await new Promise<void>((resolve) => {
    tier.start({ ...silentEvents, connected: resolve })
  })
  return tier
}

async function guarded(url: string): Promise<Guard> {
  const deadlines = { readMs: deadlineMs, writeMs: 250 }
  const guard = new Guard({ tier: redisTier({ url }), clock: systemClock, random: systemRandom(), deadlines })
  await new Promise<void>((resolve) => {
    const nothing = (): void => undefined
    guard.start({
      message: nothing,
      listening: nothing,
      deaf: nothing,
      disconnected: nothing,
      regain: () => {
        guard.believe({ now: 0, wallNow: 0 }, Infinity, guard.generation)
        setImmediate(resolve)
        return Promise.resolve()
      },
    })
  })
  return guard
}

function withTimer<T>(promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, deadlineMs, undefined)
    timer.unref()
    promise.then(
      (answer) => {
        clearTimeout(timer)
        resolve(answer)
      },
      () => {
        resolve(undefined)
      },
    )
  })
}

function withDeadline<T>(deadline: Deadline, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const call = deadline.begin(() => {
      resolve(undefined)
    })
    promise.then(
      (answer) => {
        if (deadline.end(call)) resolve(answer)
      },
      () => {
        resolve(undefined)
      },
    )
  })
}
