import { startFaultProxy, startPostgres, type FaultProxy, type Postgres } from '@cay/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../src/platform/clock.ts'
import { AccessTokens } from '../src/platform/tokens.ts'
import { goodPassword, newcomer, registerSomeone, startApi } from './api.ts'
import { asked, type Reply } from './asked.ts'
import { freeze } from './frozen.ts'
import { startServer, type StartedServer } from './started-server.ts'

/** A database that is slow or gone, asked for by every kind of route: a value that may be served, or 503 in time. */

/** No request is answered later than this, and a little for a machine with other work to do. */
const boundMs = 5_000
const slackMs = 1_500
const jwtSecret = 'one secret for all, long enough for it'

let postgres: Postgres
let proxy: FaultProxy
beforeAll(async () => {
  postgres = await startPostgres()
  // Who is no superuser can be kept out.
  await inPsql(postgres.url, (psql) => psql.query('create role app login'))
  proxy = await startFaultProxy(postgres.port)
})
afterAll(async () => {
  await proxy.stop()
  await postgres.stop()
})

interface Scene extends AsyncDisposable {
  readonly server: StartedServer
  /** One request of each kind; those that ask the database for what nobody has asked before, do so each time. */
  readonly ask: Readonly<Record<Kind, () => Promise<Reply>>>
}
type Kind = 'verify' | 'stranger' | 'list' | 'write' | 'login' | 'health' | 'cache'

/** Somebody is signed in, and known to the cache; somebody else is not. */
async function scene(): Promise<Scene> {
  const url = await postgres.createDatabase()
  await inPsql(url, (psql) => psql.query(`alter database ${new URL(url).pathname.slice(1)} owner to app`))
  const server = await startServer({
    DATABASE_URL: `postgres://app@127.0.0.1:${proxy.port}${new URL(url).pathname}`,
    SEED_DEMO: 'false',
    JWT_SECRET: jwtSecret,
  })
  const { origin } = server
  const person = newcomer()
  const registered = await asked('POST', `${origin}/api/auth/register`, { body: person })
  const { access_token: token } = JSON.parse(registered.text) as { access_token: string }
  const strangers = await addStrangers(url, 200)
  await fenced(origin)
  const tokens = new AccessTokens(jwtSecret, systemClock)
  let n = 0
  const get = (path: string, whose = token) => asked('GET', `${origin}${path}`, { token: whose })
  return {
    server,
    ask: {
      verify: () => get('/api/auth/verify'),
      stranger: () => get('/api/auth/verify', tokens.issue({ userId: strangers[n++] ?? 0, version: 1 })),
      list: () => get(`/api/users?search=nobody${n++}`),
      write: () => asked('PUT', `${origin}/api/auth/profile`, { token, body: { bio: `Written ${n++}.` } }),
      login: () =>
        asked('POST', `${origin}/api/auth/login`, {
          body: { login: person.username, password: goodPassword },
        }),
      health: () => get('/health'),
      cache: () => get('/health/cache'),
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** What was written so far has been followed: nothing of it is forgotten later. */
async function fenced(origin: string): Promise<void> {
  const begun = performance.now()
  const since = async (): Promise<number> => {
    const { text } = await asked('GET', `${origin}/health/cache`)
    const { coherence } = JSON.parse(text) as { coherence: { fenced_ms_ago: number } }
    return performance.now() - begun - coherence.fenced_ms_ago
  }
  await expect.poll(since, { timeout: 5_000 }).toBeGreaterThan(100)
}

async function addStrangers(url: string, count: number): Promise<readonly number[]> {
  return inPsql(url, async (psql) => {
    const { rows } = await psql.query<{ id: number }>(
      `insert into users (email, username, first_name, last_name, created_at, updated_at)
       select 's' || i || '@example.org', 'stranger' || i, 'Sam', 'Knowles', now(), now()
       from generate_series(1, $1) i returning id::int4`,
      [count],
    )
    return rows.map(({ id }) => id)
  })
}

async function inPsql<T>(url: string, work: (psql: pg.Client) => Promise<T>): Promise<T> {
  const psql = new pg.Client({ connectionString: url })
  await psql.connect()
  try {
    return await work(psql)
  } finally {
    await psql.end()
  }
}

/** How it goes wrong; put right when disposed of. */
type Trouble = () => Promise<AsyncDisposable>

const broken =
  (fault: Parameters<FaultProxy['break']>[0]): Trouble =>
  async () => {
    await proxy.break(fault)
    return { [Symbol.asyncDispose]: () => proxy.heal() }
  }

const hung: Trouble = async () => {
  const frozen = await freeze(postgres)
  return {
    [Symbol.asyncDispose]: () => {
      frozen[Symbol.dispose]()
      return Promise.resolve()
    },
  }
}

const full: Trouble = async () => {
  const allow = (connections: number): Promise<unknown> =>
    inPsql(postgres.url, (psql) => psql.query(`alter role app connection limit ${connections}`))
  await allow(0)
  await inPsql(postgres.url, (psql) =>
    psql.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'"),
  )
  return {
    [Symbol.asyncDispose]: async () => {
      await allow(-1)
    },
  }
}

describe.each<[string, Trouble]>([
  ['that hangs (SIGSTOP)', hung],
  ['behind a black hole', broken({ kind: 'black hole' })],
  ['that refuses connections', broken({ kind: 'refuse' })],
  ['with no connection to spare', full],
])('a database %s', { timeout: 60_000 }, (_, trouble) => {
  test('costs nobody more than 5 seconds, nor anybody a 500; then it costs nothing; and back it serves within a second', async () => {
    await using at = await scene()
    const { ask } = at
    expect((await ask.verify()).status).toBe(200)
    await using wrong = await trouble()
    await expect.poll(async () => (await ask.cache()).text, { timeout: 10_000 }).toContain('"behind"')

    const first = await together(ask)
    const again = await together(ask)
    for (const { statuses } of [first, again]) {
      expect(statuses).toEqual({
        ...{ verify: 200, stranger: 503, list: 503, write: 503, login: 503 },
        ...{ health: 200, cache: 200 },
      })
    }
    expect(first.slowestMs).toBeLessThan(boundMs + slackMs)
    expect(again.slowestMs).toBeLessThan(slackMs)

    await wrong[Symbol.asyncDispose]()
    const begun = performance.now()
    for (const kind of ['stranger', 'list', 'write', 'login', 'verify'] as const) {
      await expect.poll(async () => (await ask[kind]()).status, { timeout: 3_000, interval: 50 }).toBe(200)
    }
    const backMs = performance.now() - begun
    expect(backMs).toBeLessThan(1_000 + slackMs)
    expect(at.server.output()).not.toMatch(/"level":60|hush|sapodilla/)
  })
})

/** All kinds at once. */
async function together(ask: Scene['ask']): Promise<{
  readonly statuses: Readonly<Record<string, number>>
  readonly slowestMs: number
}> {
  const kinds = Object.entries(ask)
  const replies = await Promise.all(kinds.map(([, one]) => one()))
  for (const { status, text } of replies)
    if (status === 503) expect(text).toMatch(/"code":"(unavailable|busy|outcome_unknown)"/)
  return {
    statuses: Object.fromEntries(kinds.map(([kind], i) => [kind, replies[i]?.status ?? 0])),
    slowestMs: Math.max(...replies.map(({ ms }) => ms)),
  }
}

test('a database whose every statement takes half a second serves everything', async () => {
  await using at = await scene()
  await using stack = new AsyncDisposableStack()
  stack.use(await broken({ kind: 'delay', ms: 250 })())
  const { statuses } = await together(at.ask)
  expect(statuses).toEqual(Object.fromEntries(Object.keys(at.ask).map((kind) => [kind, 200])))
  expect((await at.ask.cache()).text).toContain('"followed"')
})

test('a commit that is not confirmed in time is neither called done nor undone', async () => {
  await using at = await scene()
  // The server waits at the commit, for a standby that does not exist.
  const hold = (name: string) =>
    inPsql(postgres.url, async (psql) => {
      await psql.query(`alter system set synchronous_standby_names = '${name}'`)
      await psql.query('select pg_reload_conf()')
    })
  const heard = () =>
    inPsql(
      postgres.url,
      async (psql) => (await psql.query('show synchronous_standby_names')).rows[0] as unknown,
    )
  await hold('nobody')
  // A session that begins after the server has heard of it: by then it has told the others.
  await expect.poll(heard).toEqual({ synchronous_standby_names: 'nobody' })
  try {
    const { status, text, ms } = await at.ask.write()
    expect([status, text]).toEqual([503, expect.stringContaining('"code":"outcome_unknown"')])
    expect(ms).toBeLessThan(boundMs + slackMs)
  } finally {
    await hold('')
  }
  // It was made; what is read says so, whoever it was that did not.
  await expect.poll(async () => (await at.ask.verify()).text).toContain('Written')
})

test('5,000 requests at once for a database that hangs are all refused within 5 seconds, most of them at once', async () => {
  await using server = await startPostgres()
  await using api = await startApi({ database: { kind: 'postgres', url: server.url } })
  const { username } = await registerSomeone(api)
  using stack = new DisposableStack()
  stack.use(await freeze(server))
  const begun = performance.now()
  const took: number[] = []
  const statuses = await Promise.all(
    Array.from({ length: 5_000 }, async () => {
      const { status, headers } = await api.ask('POST', '/api/auth/login', {
        body: { login: username, password: goodPassword },
      })
      took.push(performance.now() - begun)
      return `${status} ${String(headers['retry-after'])}`
    }),
  )
  expect([...new Set(statuses)]).toEqual(['503 1'])
  took.sort((a, b) => a - b)
  // To refuse so many takes a second or two of a processor by itself, and more of a busy one.
  expect(took.at(-1)).toBeLessThan(2 * boundMs)
})
