import type { Postgres } from '@cay/servers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coldStart, lossUnderLoad, processCount } from './rush.ts'
import { startCountingPostgres } from './stage.ts'

/** When no cache has anything, the database gets no more to do at a time than it can bear. `npm run check:resilience -- rush` has figures. */

const people = 1_000
/** The connections that a process has for what it does; those of the fences read no users. */
const connectionsEach = 10

let postgres: Postgres
beforeAll(async () => {
  postgres = await startCountingPostgres()
})
afterAll(async () => {
  await postgres.stop()
})

test('four cold processes that everybody comes to at once load each user once each, a bounded number at a time', async () => {
  const rush = await coldStart({ postgres, people, holdMs: 500 })
  expect(rush.failures).toEqual([])
  expect(rush.mostAtOnce).toBeGreaterThan(processCount)
  expect(rush.mostAtOnce).toBeLessThanOrEqual(processCount * connectionsEach)
  expect(rush.rows).toBeLessThanOrEqual(processCount * people)
})

test('Redis lost under full load, and memory of no use either: nobody fails, and the database is asked a bounded number of things at a time', async () => {
  const loss = await lossUnderLoad({ postgres, people, holdMs: 500, perSecond: 240, awayMs: 1_500 })
  expect(loss.failures).toEqual([])
  expect(loss.mostAtOnce).toBeGreaterThan(processCount)
  expect(loss.mostAtOnce).toBeLessThanOrEqual(processCount * connectionsEach)
  expect(loss.closesInMs).toBeLessThan(5_000)
})
