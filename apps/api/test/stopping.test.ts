import { once } from 'node:events'
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { startPostgres, startRedis, type Postgres } from '@cay/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newcomer } from './api.ts'
import { asked, type Reply } from './asked.ts'
import { startBalancer } from './balancer.ts'
import { freeze } from './frozen.ts'
import { startServer, type StartedServer } from './started-server.ts'

/** The API is told to stop while it is used: nobody who asked goes without an answer. */

/** What the API gives itself. */
const deadlineMs = 8_000
const jwtSecret = 'one secret for all, long enough for it'

let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres.stop()
})

async function settings(more: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  return {
    DATABASE_URL: await postgres.createDatabase(),
    SEED_DEMO: 'false',
    JWT_SECRET: jwtSecret,
    ...more,
  }
}

async function register(origin: string): Promise<string> {
  const { status, text } = await asked('POST', `${origin}/api/auth/register`, { body: newcomer() })
  if (status !== 201) throw new Error(text)
  return (JSON.parse(text) as { access_token: string }).access_token
}

/** What people do: most of it is reading. */
function anything(origin: string, i: number, { agent, token }: Caller): Promise<Reply> {
  const asking = { token, ...(agent === undefined ? {} : { agent }) }
  if (i % 5 === 0)
    return asked('PUT', `${origin}/api/auth/profile`, { ...asking, body: { bio: `Written ${i}.` } })
  return asked('GET', `${origin}${i % 5 === 1 ? '/api/users?limit=5' : '/api/auth/verify'}`, asking)
}

interface Caller {
  readonly token: string
  readonly agent?: Agent
}

interface Stopped {
  readonly code: number | null
  readonly ms: number
}

async function stopped(server: StartedServer): Promise<Stopped> {
  const begun = performance.now()
  server.signal('SIGTERM')
  const code = await server.exited
  return { code, ms: performance.now() - begun }
}

describe('told to stop under load', { timeout: 90_000 }, () => {
  test('behind a balancer that never asks twice: no request fails, and one that waits for a lock is answered', async () => {
    const env = await settings()
    await using stopping = await startServer(env)
    await using staying = await startServer(env)
    await using balancer = await startBalancer([stopping.origin, staying.origin])
    const tokens = await Promise.all(Array.from({ length: 8 }, () => register(staying.origin)))
    const statuses = new Map<string, number>()
    let answered = 0
    let isOver = false
    const enough = Promise.withResolvers<undefined>()
    const calling = tokens.map(async (token) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (let i = 0; !isOver; i++) {
        const { status, text } = await anything(balancer.origin, i, { token, agent })
        const key = status === 200 ? '200' : `${status} ${text}`
        statuses.set(key, (statuses.get(key) ?? 0) + 1)
        if (++answered === 1_500) enough.resolve(undefined)
      }
      agent.destroy()
    })
    await enough.promise

    const token = await register(staying.origin)
    const long = await heldByLock(env['DATABASE_URL'] ?? '', stopping.origin, token)
    const { code, ms } = await stopped(stopping)
    expect((await long.answer).status).toBe(200)

    const answeredThen = answered
    await expect.poll(() => answered, { timeout: 30_000 }).toBeGreaterThan(answeredThen + 500)
    isOver = true
    await Promise.all(calling)
    expect([...statuses.keys()]).toEqual(['200'])
    expect(Math.min(...balancer.counts.values())).toBeGreaterThan(100)
    expect([code, ms < deadlineMs]).toEqual([0, true])
    expect(stopping.output().match(/"msg":"stop[^"]*/g)).toHaveLength(2)
  })

  test('without a balancer: every answer from then on ends its connection, and nobody is cut off', async () => {
    await using server = await startServer(await settings())
    const token = await register(server.origin)
    let answered = 0
    const enough = Promise.withResolvers<undefined>()
    const callers = Array.from({ length: 20 }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (let i = 0; ; i++) {
        const { status, isLast, text } = await anything(server.origin, i, { token, agent })
        expect([status, text]).toEqual([200, text])
        if (++answered === 400) enough.resolve(undefined)
        if (isLast) return 'told'
      }
    })
    await enough.promise
    const { code, ms } = await stopped(server)
    expect(await Promise.all(callers)).toEqual(callers.map(() => 'told'))
    expect([code, ms < deadlineMs]).toEqual([0, true])
  })
})

/** A write of the newest user, under way at that instance, held up for a second by another session. */
async function heldByLock(url: string, origin: string, token: string): Promise<{ answer: Promise<Reply> }> {
  const psql = new pg.Client({ connectionString: url })
  await psql.connect()
  await psql.query('begin')
  await psql.query('update users set role = role where id = (select max(id) from users)')
  const answer = asked('PUT', `${origin}/api/auth/profile`, { token, body: { bio: 'Worth the wait.' } })
  const waiting = 'select from pg_locks where not granted'
  await expect.poll(async () => (await psql.query(waiting)).rowCount, { timeout: 2_000 }).toBeGreaterThan(0)
  const release = async (): Promise<void> => {
    await psql.query('select pg_sleep(1)')
    await psql.query('commit')
    await psql.end()
  }
  return { answer: Promise.all([answer, release()]).then(([given]) => given) }
}

describe('told to stop with nothing to do', () => {
  test('it ends at once, with connections open that nobody uses and one that never was used', async () => {
    await using server = await startServer(await settings())
    const { port } = new URL(server.origin)
    const agent = new Agent({ keepAlive: true })
    await asked('GET', `${server.origin}/health`, { agent })
    const unused = connect(Number(port), '127.0.0.1')
    unused.on('error', () => undefined)
    await once(unused, 'connect')
    // As long as it takes to count as unused.
    const psql = new pg.Client({ connectionString: postgres.url })
    await psql.connect()
    await psql.query('select pg_sleep(0.6)')
    await psql.end()
    const { code, ms } = await stopped(server)
    expect([code, ms < 2_500]).toEqual([0, true])
    agent.destroy()
    unused.destroy()
  })

  test('whoever asks whether it is ready hears so before it goes', async () => {
    await using server = await startServer(await settings())
    const ready = async (): Promise<number> => (await asked('GET', `${server.origin}/health/ready`)).status
    expect([await ready(), await ready()]).toEqual([200, 200])
    server.signal('SIGTERM')
    await expect.poll(ready, { interval: 50 }).toBe(503)
    expect(await server.exited).toBe(0)
    expect(server.output()).not.toContain('request failed')
  })
})

describe('told to stop with somebody who does not end', () => {
  /** Says that a body follows, and sends none. */
  async function sendHalf(origin: string): Promise<() => void> {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n')
    socket.write('Content-Length: 100\r\n\r\n{')
    await once(socket, 'connect')
    return () => socket.destroy()
  }

  test('it ends at its deadline, with code 1, and says what was still open', async () => {
    await using server = await startServer(await settings())
    const hangUp = await sendHalf(server.origin)
    await asked('GET', `${server.origin}/health`)
    const { code, ms } = await stopped(server)
    hangUp()
    expect([code, ms > deadlineMs - 500, ms < deadlineMs + 1_500]).toEqual([1, true, true])
    expect(server.output()).toMatch(/"open":"requests","requests":1,.*8 seconds are over/)
  })

  test('a second signal, a second later, ends it; one that comes with the first does not', async () => {
    await using server = await startServer(await settings())
    const token = await register(server.origin)
    const hangUp = await sendHalf(server.origin)
    await asked('GET', `${server.origin}/health`, { token })
    const begun = performance.now()
    server.signal('SIGINT')
    server.signal('SIGTERM')
    const psql = new pg.Client({ connectionString: postgres.url })
    await psql.connect()
    await psql.query('select pg_sleep(1.2)')
    await psql.end()
    const { code } = await stopped(server)
    hangUp()
    expect([code, performance.now() - begun < 5_000]).toEqual([1, true])
    expect(server.output()).toContain('a second signal')
  })
})

describe('told to stop with a server that hangs', () => {
  test('Redis: it ends in time, with code 0', async () => {
    await using redis = await startRedis()
    await using server = await startServer(await settings({ REDIS_URL: redis.url }))
    const token = await register(server.origin)
    await redis.pause()
    expect((await anything(server.origin, 2, { token })).status).toBe(200)
    const { code, ms } = await stopped(server)
    expect([code, ms < deadlineMs]).toEqual([0, true])
  })

  test('the database: who asked is answered with 503, and it ends in time, with code 0', async () => {
    await using own = await startPostgres()
    await using server = await startServer({ ...(await settings()), DATABASE_URL: own.url })
    const token = await register(server.origin)
    using stack = new DisposableStack()
    stack.use(await freeze(own))
    const writing = anything(server.origin, 0, { token })
    await asked('GET', `${server.origin}/health`)
    const { code, ms } = await stopped(server)
    expect((await writing).status).toBe(503)
    expect([code, ms < deadlineMs]).toEqual([0, true])
  })
})
