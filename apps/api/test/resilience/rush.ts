import { Agent } from 'node:http'
import type { Postgres } from '@cay/servers'
import pg from 'pg'
import { ask } from './ask.ts'
import { watchDatabase } from './busy-database.ts'
import { latenciesOf } from './latencies.ts'
import { countOriginReads } from './origin-reads.ts'
import { watchHealth } from './health-watch.ts'
import { pause } from './pause.ts'
import { startInstances, startServers, type Instances } from './stage.ts'
import { Traffic } from './traffic.ts'

/** What became of many questions that no cache could answer. */
export interface Rush {
  readonly requests: number
  /** Why, of each that failed. */
  readonly failures: readonly string[]
  /** Statements that read users from the database, and the rows they brought. */
  readonly statements: number
  readonly rows: number
  /** The most statements that the database had at the same time, of all processes together. */
  readonly mostAtOnce: number
  /** Until every question was answered, or what was missing was there again. */
  readonly ms: number
  readonly longestMs: number
}

export interface RushOptions {
  readonly postgres: Postgres
  readonly people: number
  /** For how long the database keeps everyone waiting who reads the users: so what it is asked for at once is seen. */
  readonly holdMs: number
}

export const processCount = 4
const connectionsEach = 100
/** Of the people, the first are asked for so many times more, at every process. */
const hot = { people: 25, times: 20 }

/** Processes that have just started, on a Redis that holds nothing, and everybody comes to each of them at once. */
export async function coldStart({ postgres, people: count, holdMs }: RushOptions): Promise<Rush> {
  await using servers = await startServers(postgres)
  await using instances = await startInstances(servers, { count: processCount, people: count })
  await using reads = await countOriginReads(servers.databaseUrl)
  await using database = await watchDatabase(servers.databaseUrl)
  const before = await reads.soFar()
  const held = database.hold(holdMs)
  const begunAt = performance.now()
  const { failures, requests, longestMs } = await everybody(instances)
  const ms = performance.now() - begunAt
  await held
  const after = await reads.soFar()
  return {
    ...{ requests, failures, longestMs, ms, mostAtOnce: database.mostAtOnce() },
    statements: after.statements - before.statements,
    rows: after.rows - before.rows,
  }
}

/** Everyone asks every process who they are, the hot ones many times, all at once. */
async function everybody({
  origins,
  people,
}: Instances): Promise<Pick<Rush, 'requests' | 'failures' | 'longestMs'>> {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsEach })
  const hotOnes = Array.from({ length: hot.people * hot.times }, (_, i) => i % hot.people)
  const who = [...hotOnes, ...Array.from({ length: people.count }, (_, i) => i)]
  const failures: string[] = []
  let longestMs = 0
  const one = async (origin: string, person: number): Promise<void> => {
    const begunAt = performance.now()
    const question = { method: 'GET', path: '/api/auth/verify', token: people.token(person) } as const
    const said = await ask(agent, origin, question).then(
      ({ status, text }) => `${status} ${text}`,
      (error: unknown) => String(error),
    )
    longestMs = Math.max(longestMs, performance.now() - begunAt)
    if (!said.startsWith(`200 {"valid":true,"user":{"id":${people.id(person)},`))
      failures.push(said.slice(0, 200))
  }
  await Promise.all(origins.flatMap((origin) => who.map((person) => one(origin, person))))
  agent.destroy()
  return { requests: who.length * origins.length, failures, longestMs }
}

export interface LossOptions extends RushOptions {
  /** Requests a second, of all kinds. */
  readonly perSecond: number
  /** For how long Redis is away. */
  readonly awayMs: number
}

/** What became of a Redis that was lost when nothing else held what it held. */
export interface Loss extends Rush {
  /** From its return until every process used it again; undefined: it took too long. */
  readonly closesInMs: number | undefined
}

/** Redis is killed under load, and in the same moment every user changes, past the API: so nothing in memory is good either. */
export async function lossUnderLoad({
  postgres,
  people,
  perSecond,
  holdMs,
  awayMs,
}: LossOptions): Promise<Loss> {
  await using servers = await startServers(postgres)
  await using instances = await startInstances(servers, { count: processCount, people })
  const { failures: failuresBefore } = await everybody(instances)
  await using reads = await countOriginReads(servers.databaseUrl)
  await using database = await watchDatabase(servers.databaseUrl)
  await using watch = watchHealth(instances.origins)
  await using traffic = new Traffic({
    origins: instances.origins,
    people: instances.people,
    perSecond,
    seed: 1,
  })
  const before = await reads.soFar()
  const lostAt = performance.now()
  await servers.redis.kill()
  await changeEveryone(servers.databaseUrl)
  await database.hold(holdMs)
  const { failures: failuresAway } = await everybody(instances)
  const ms = performance.now() - lostAt
  await pause(Math.max(0, awayMs - ms))
  const after = await reads.soFar()
  const backAt = performance.now()
  await servers.redis.restart()
  const closedAt = await watch.becomesWell(backAt, { forMs: 500, withinMs: 60_000 })
  const answers = await traffic.between(lostAt, performance.now())
  const failed = answers.flatMap(({ failure }) => (failure === undefined ? [] : [failure]))
  return {
    requests: answers.length,
    failures: [...failuresBefore, ...failuresAway, ...failed],
    ...{ ms, mostAtOnce: database.mostAtOnce(), longestMs: latenciesOf(answers).longest },
    statements: after.statements - before.statements,
    rows: after.rows - before.rows,
    closesInMs: closedAt === undefined ? undefined : closedAt - backAt,
  }
}

async function changeEveryone(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query('update users set experience = occupation')
  await client.end()
}
