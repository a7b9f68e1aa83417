import { systemClock } from 'cay'
import { ErrorReply } from '@redis/client'
import { randomName } from '../random.ts'
import { orRefusal } from './or-refusal.ts'
import { refusedNeeds, type RefusedNeed } from './needs.ts'
import type { Session } from './session.ts'

/** How many rounds of SET, GET and DELETE count, after some that warm up; fewer of both where they take longer than a second. */
export const rounds = { most: 50, warmUp: 5, longestMs: 1_000 }

const operations = ['set', 'get', 'delete'] as const
export type Operation = (typeof operations)[number]

/** What an operation took, in milliseconds. */
interface Timing {
  readonly median: number
  readonly worst: number
}

export interface Exercise {
  /** How many rounds counted. */
  readonly rounds: number
  /** Without those that the server refused. */
  readonly timings: Readonly<Partial<Record<Operation, Timing>>>
  /** What the server refused, in the order in which it did. */
  readonly refusals: readonly ErrorReply[]
  /** What else Cay does, and could not do; not asked where one of the three was refused. */
  readonly refusedNeeds: readonly RefusedNeed[]
  /** Every GET answered what SET had stored. */
  readonly isFaithful: boolean
}

/** A value of the size of a user's. */
const value = 'x'.repeat(600)
/** If all else fails, the key is gone after so long. */
const ttlMs = 10_000
/** A server of a Cluster refuses what is another's: of 64 random keys, one is its own. */
const mostKeys = 64

/**
 * Does with a key of its own what Cay does with every value, and times it. What is left of the key is deleted.
 * @throws where the server breaks the connection or falls silent
 */
export async function exercise(session: Session): Promise<Exercise> {
  const key = await ownKey(session)
  try {
    const timed = await timedRounds(session, key)
    return { ...timed, refusedNeeds: timed.refusals.length > 0 ? [] : await refusedNeeds(session, key) }
  } finally {
    await session.ask('UNLINK', key).catch(() => undefined)
  }
}

async function timedRounds(session: Session, key: string): Promise<Omit<Exercise, 'refusedNeeds'>> {
  const commands: Readonly<Record<Operation, readonly string[]>> = {
    set: ['SET', key, value, 'PX', String(ttlMs)],
    get: ['GET', key],
    delete: ['UNLINK', key],
  }
  const samples: Record<Operation, number[]> = { set: [], get: [], delete: [] }
  const refusals = new Map<Operation, ErrorReply>()
  const end = systemClock.now() + rounds.longestMs
  let isFaithful = true
  let round = 0
  do {
    for (const operation of operations.filter((each) => !refusals.has(each))) {
      const asked = systemClock.now()
      const reply = await orRefusal(session.ask(...commands[operation]))
      if (reply instanceof ErrorReply) refusals.set(operation, reply)
      else samples[operation].push(systemClock.now() - asked)
      if (operation === 'get' && !refusals.has('set')) isFaithful &&= reply === value
    }
    round++
  } while (round < rounds.warmUp + rounds.most && systemClock.now() < end)
  const uncounted = round > 2 * rounds.warmUp ? rounds.warmUp : 0
  const allowed = operations.filter((operation) => !refusals.has(operation))
  return {
    rounds: round - uncounted,
    timings: Object.fromEntries(
      allowed.map((operation) => [operation, timingOf(samples[operation].slice(uncounted))]),
    ),
    refusals: [...refusals.values()],
    isFaithful,
  }
}

/** One that this server is asked for: on a Cluster, not every key is. */
async function ownKey(session: Session): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const key = `cay:check:${randomName()}`
    const reply = await orRefusal(session.ask('GET', key))
    const isElsewhere = reply instanceof ErrorReply && reply.message.startsWith('MOVED')
    if (!isElsewhere || attempt === mostKeys) return key
  }
}

function timingOf(samples: readonly number[]): Timing {
  const sorted = samples.toSorted((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)] ?? 0, worst: sorted.at(-1) ?? 0 }
}
