import { startPostgres, startRedis, type Postgres, type Redis } from '@cay/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, registerSomeone, startApi, type Api } from './api.ts'
import { startServer } from './started-server.ts'

/** Two processes of the product on one database: what one changes, or nobody of them, the other sees in time. */

/** What the guarantees say, and a little for the asking. */
const inTime = { timeout: 2_500, interval: 20 }

let postgres: Postgres
let redis: Redis
beforeAll(async () => {
  postgres = await startPostgres()
  redis = await startRedis()
})
afterAll(async () => {
  await postgres.stop()
  await redis.stop()
})

/** A started server, asked as the application under test is. */
type Instance = Pick<Api, 'ask'> & AsyncDisposable

async function startInstance(env: Readonly<Record<string, string>>): Promise<Instance> {
  const server = await startServer(env)
  return {
    ask: async (method, url, { body, token } = {}) => {
      const headers = {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      }
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(`${server.origin}${url}`, { method, headers, ...sent })
      const text = await answer.text()
      return {
        status: answer.status,
        headers: {},
        text,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
      }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function occupation(api: Pick<Api, 'ask'>, token: string): Promise<unknown> {
  const { body } = await api.ask('GET', '/api/auth/profile', { token })
  return (body as { occupation?: unknown }).occupation
}

describe.each([
  ['with Redis', true],
  ['without Redis', false],
])('%s', (_name, hasRedis) => {
  let here: Instance
  let there: Instance
  let psql: pg.Client
  beforeAll(async () => {
    const url = await postgres.createDatabase()
    const env = { DATABASE_URL: url, SEED_DEMO: 'false', JWT_SECRET: 'one secret for both, long enough' }
    const all = hasRedis ? { ...env, REDIS_URL: redis.url } : env
    here = await startInstance(all)
    there = await startInstance(all)
    psql = new pg.Client({ connectionString: url })
    await psql.connect()
  })
  afterAll(async () => {
    await psql.end()
    await here[Symbol.asyncDispose]()
    await there[Symbol.asyncDispose]()
  })

  test('a profile changed at one is seen there at once, and at the other in time', async () => {
    const { token } = await registerSomeone(here)
    expect(await occupation(there, token)).toBeNull()
    await here.ask('PUT', '/api/auth/profile', { token, body: { occupation: 'Boat builder' } })
    expect(await occupation(here, token)).toBe('Boat builder')
    await expect.poll(() => occupation(there, token), inTime).toBe('Boat builder')
  })

  test.each<[string, (token: string, id: number) => Promise<unknown>, number]>([
    [
      'the password is changed',
      (token) =>
        here.ask('POST', '/api/auth/change-password', {
          token,
          body: { current_password: goodPassword, new_password: 'guinep and dilly' },
        }),
      401,
    ],
    ['someone logs out everywhere', (token) => here.ask('POST', '/api/auth/logout-all', { token }), 401],
    [
      'the account is closed',
      (token) => here.ask('DELETE', '/api/auth/account', { token, body: { password: goodPassword } }),
      403,
    ],
    [
      'permissions change',
      (_token, id) =>
        psql.query(
          `with granted as (insert into permissions (user_id, permission) values ($1, 'moderate_posts'))
           update users set token_version = token_version + 1 where id = $1`,
          [id],
        ),
      401,
    ],
  ])('when %s at one, tokens of before are dead at the other in time', async (_, change, refusal) => {
    const { token, id } = await registerSomeone(here)
    const status = async (server: Instance): Promise<number> =>
      (await server.ask('GET', '/api/auth/verify', { token })).status
    expect([await status(here), await status(there)]).toEqual([200, 200])
    await change(token, id)
    await expect.poll(() => status(there), inTime).toBe(refusal)
    await expect.poll(() => status(here), inTime).toBe(refusal)
  })

  test('what somebody changes in psql is seen at both in time: an account that is closed is closed', async () => {
    const { token, id } = await registerSomeone(here)
    const status = async (server: Instance): Promise<number> =>
      (await server.ask('GET', '/api/auth/verify', { token })).status
    expect([await status(here), await status(there)]).toEqual([200, 200])
    await psql.query('update users set is_active = false where id = $1', [id])
    for (const server of [here, there]) await expect.poll(() => status(server), inTime).toBe(403)
  })
})

test('a table whose triggers are disabled is not cached, and the health page says why', async () => {
  const url = await postgres.createDatabase()
  await using api = await startApi({ database: { kind: 'postgres', url } })
  const psql = new pg.Client({ connectionString: url })
  await psql.connect()
  const { token, id } = await registerSomeone(api)
  const uncached = async (): Promise<unknown> => {
    await api.clock.advance(1_000)
    const { body } = await api.ask('GET', '/health/cache')
    return (body as { coherence: { uncached: unknown } }).coherence.uncached
  }
  await occupation(api, token)
  await psql.query('alter table users disable trigger cay_update')
  await expect.poll(uncached, inTime).toEqual([
    {
      table: 'public.users',
      families: expect.arrayContaining(['user', 'users:list']) as unknown,
      because: expect.stringContaining("select cay.follow('public.users')") as unknown,
    },
  ])
  await psql.query("update users set occupation = 'Diver' where id = $1", [id])
  expect(await occupation(api, token)).toBe('Diver')
  await psql.query('alter table users enable always trigger cay_update')
  await expect.poll(uncached, inTime).toEqual([])
  expect(await occupation(api, token)).toBe('Diver')
  await psql.end()
})
