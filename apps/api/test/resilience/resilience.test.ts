import type { Postgres } from '@cay/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults, type Fault } from './faults.ts'
import { latenciesOf } from './latencies.ts'
import { playAll } from './matrix.ts'
import { coldStart, lossUnderLoad, processCount } from './rush.ts'
import type { Lengths, Outcome } from './scenario.ts'
import { redisUser, startCountingPostgres } from './stage.ts'
import { kinds, type Answer, type Kind } from './traffic.ts'

/**
 * The product under load while Redis is in trouble. In one file, for one after another: each of these needs the machine.
 * `npm run check:resilience` is the long form, with figures.
 */

let postgres: Postgres
beforeAll(async () => {
  postgres = await startCountingPostgres()
})
afterAll(async () => {
  await postgres.stop()
})

describe('whatever is wrong with Redis', () => {
  const lengths: Lengths = {
    warmUpMs: 300,
    quietMs: 800,
    faultMs: 2_200,
    mendMs: 60_000,
    steadyMs: 300,
    perSecond: 200,
  }
  /** A read of Redis may take 50 ms, a write there 250. These are what a request waits for at most, one after another. */
  const deadlinesMs: Readonly<Record<Kind, number>> = {
    // What is held, and a version for what is not.
    'validated read': 2 * 50,
    // The same for the page and for the users on it, after the one who asks.
    list: 3 * 2 * 50,
    // After the one who asks: the change, and the user as they are now.
    write: 2 * 50 + 250 + 2 * 50,
    // One PING.
    'health check': 50,
  }
  /** A Redis that hangs is given up after two seconds: whoever waits for it waits for longer. */
  const slackMs = 1_000
  const wellAgainMs = 3_000

  const outcomes = new Map(faults.map(({ name }) => [name, Promise.withResolvers<Outcome>()] as const))
  let playing: Promise<string>
  beforeAll(() => {
    playing = playAll(faults, {
      ...{ postgres, lengths, isCounting: false, seed: 1 },
      played: (outcome) => outcomes.get(outcome.fault.name)?.resolve(outcome),
    })
    playing.catch((error: unknown) => {
      for (const { reject } of outcomes.values()) reject(error)
    })
    // Whoever does not wait for it learns by what they wait for.
    for (const { promise } of outcomes.values()) promise.catch(() => undefined)
  })
  afterAll(async () => {
    await playing
  })

  function outcomeOf({ name }: Fault): Promise<Outcome> {
    const outcome = outcomes.get(name)
    if (outcome === undefined) throw new Error(`Nobody plays “${name}”`)
    return outcome.promise
  }

  /**
   * What the machine makes everything wait, busy as it is with whatever runs beside: four times as long as it took to answer
   * /health, which asks nobody.
   */
  const machineMs = ({ quiet, broken }: Outcome): number =>
    4 * latenciesOf([...quiet.answers, ...broken.answers].filter(({ path }) => path === '/health')).longest

  const of = (answers: readonly Answer[], kind: Kind): readonly Answer[] =>
    answers.filter((answer) => answer.kind === kind)

  describe.each(faults)('while it is $name', (fault) => {
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
      const { longest } = latenciesOf(of(outcome.broken.answers, kind))
      expect(longest).toBeLessThan(deadlinesMs[kind] + slackMs + machineMs(outcome))
    })

    test('/health/cache says so, and says within three seconds of the mend that all is well', () => {
      const { opensInMs, closesInMs } = outcome
      if (fault.isAtStart !== true) expect(opensInMs).toBeLessThan(slackMs + machineMs(outcome))
      expect(closesInMs).toBeLessThan(wellAgainMs + machineMs(outcome))
    })
  })

  test('no password is written anywhere', async () => {
    expect(await playing).not.toContain(redisUser.password)
  })
})

describe('when no cache has anything', { timeout: 120_000 }, () => {
  const people = 300
  /** The connections that a process has for what it does; those of the fences read no users. */
  const connectionsEach = 10
  const mostAtOnce = processCount * connectionsEach

  test('four cold processes that everybody comes to at once load each user once each, a bounded number at a time', async () => {
    const rush = await coldStart({ postgres, people, holdMs: 300 })
    expect(rush.failures).toEqual([])
    expect(rush.mostAtOnce).toBeGreaterThan(processCount)
    expect(rush.mostAtOnce).toBeLessThanOrEqual(mostAtOnce)
    expect(rush.rows).toBeLessThanOrEqual(processCount * people)
  })

  test('Redis lost under load, and memory of no use either: nobody fails, and the database is asked a bounded number of things at a time', async () => {
    const loss = await lossUnderLoad({ postgres, people, holdMs: 300, perSecond: 200, awayMs: 1_500 })
    expect(loss.failures).toEqual([])
    expect(loss.mostAtOnce).toBeGreaterThan(processCount)
    expect(loss.mostAtOnce).toBeLessThanOrEqual(mostAtOnce)
    // How soon is measured above, where the machine has less to do.
    expect(loss.closesInMs).toBeDefined()
  })
})
