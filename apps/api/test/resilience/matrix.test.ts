import { startPostgres, type Postgres } from '@cay/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, type Fault } from './faults.ts'
import { latenciesOf } from './latencies.ts'
import { playAll } from './matrix.ts'
import type { Lengths, Outcome } from './scenario.ts'
import { redisUser } from './stage.ts'
import { kinds, type Answer, type Kind } from './traffic.ts'

/**
 * Whatever is wrong with Redis, under load: nobody's request fails, none waits for it longer than a few deadlines, and
 * when it is back it is used. `npm run check:resilience` is the long form, with figures.
 */

const lengths: Lengths = { warmUpMs: 500, quietMs: 1_000, faultMs: 2_600, mendMs: 20_000, perSecond: 240 }
const lanes = 2

/** A read of Redis may take 50 ms, a write there 250. These are what a request waits for at most, one after another. */
const deadlinesMs: Readonly<Record<Kind, number>> = {
  // What is held, and a version for what is not.
  'validated read': 2 * 50,
  // The same for the page and for the users on it, after the one who asks.
  list: 3 * 2 * 50,
  // After the one who asks: the change, and the user as they are now.
  write: 2 * 50 + 250 + 2 * 50,
  // One PING.
  health: 50,
}
/** What others may do to this machine meanwhile. Whoever waits for a Redis that hangs waits for longer. */
const slackMs = 1_000
const wellAgainMs = 3_000

const outcomes = new Map(faults.map(({ name }) => [name, Promise.withResolvers<Outcome>()] as const))
let postgres: Postgres
let playing: Promise<readonly string[]>
beforeAll(async () => {
  postgres = await startPostgres()
  playing = Promise.all(Array.from({ length: lanes }, (_, lane) => playLane(lane)))
})
afterAll(async () => {
  await playing
  await postgres.stop()
})

async function playLane(lane: number): Promise<string> {
  const mine = faults.filter((_, i) => i % lanes === lane)
  try {
    return await playAll(mine, {
      ...{ postgres, lengths, isCounting: false, seed: lane },
      played: (outcome) => outcomes.get(outcome.fault.name)?.resolve(outcome),
    })
  } catch (error) {
    for (const { name } of mine) outcomes.get(name)?.reject(error)
    return ''
  }
}

function outcomeOf({ name }: Fault): Promise<Outcome> {
  const outcome = outcomes.get(name)
  if (outcome === undefined) throw new Error(`Nobody plays “${name}”`)
  return outcome.promise
}

const of = (answers: readonly Answer[], kind: Kind): readonly Answer[] =>
  answers.filter((answer) => answer.kind === kind)

describe.each(faults)('while Redis is $name', (fault) => {
  let outcome: Outcome
  beforeAll(async () => {
    outcome = await outcomeOf(fault)
  })

  test.each(kinds)('no %s fails', (kind) => {
    const answers = of([...outcome.quiet.answers, ...outcome.broken.answers], kind)
    expect(answers.filter(({ failure }) => failure !== undefined)).toEqual([])
    expect(answers.length).toBeGreaterThan(50)
  })

  test.each(kinds)('a %s waits for it no longer than its deadlines', (kind) => {
    const quiet = latenciesOf(of(outcome.quiet.answers, kind))
    const broken = latenciesOf(of(outcome.broken.answers, kind))
    expect(broken.longest).toBeLessThan(quiet.longest + deadlinesMs[kind] + slackMs)
  })

  test('it is used again within three seconds of the mend', () => {
    expect(outcome.closesInMs).toBeLessThan(wellAgainMs)
  })
})

test('no password is written anywhere', async () => {
  const written = await playing
  for (const output of written) expect(output).not.toContain(redisUser.password)
})
