import { startPostgres, type Postgres } from '@cay/servers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  codeOf,
  goodPassword,
  newcomer,
  registerSomeone,
  startApi,
  type Answer,
  type Api,
} from '../../../test/api.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

let server: Postgres
/** Two instances on one database, behind a proxy that says who asks. */
let here: Api
let there: Api
beforeAll(async () => {
  server = await startPostgres()
  const database = { kind: 'postgres', url: await server.createDatabase() } as const
  const env = { TRUST_PROXY: '1', REGISTRATIONS_PER_HOUR: '20' }
  here = await startApi({ database, env })
  there = await startApi({ database, env })
})
afterAll(async () => {
  await here[Symbol.asyncDispose]()
  await there[Symbol.asyncDispose]()
  await server.stop()
})

let addresses = 0
/** An address that nobody has come from. */
function elsewhere(): string {
  addresses++
  return `198.51.${Math.floor(addresses / 250)}.${(addresses % 250) + 1}`
}

let address: string
beforeEach(() => {
  address = elsewhere()
})

interface Try {
  readonly login: string
  readonly password?: string
  readonly from?: string
  readonly at?: Api
}

function login({ login, password = goodPassword, from = address, at = here }: Try): Promise<Answer> {
  return at.ask('POST', '/api/auth/login', {
    body: { login, password },
    headers: { 'x-forwarded-for': from },
  })
}

const wrong = 'not the password'

/** So many failures, one after another. */
async function fail(times: number, { login: name, from = address }: Try): Promise<void> {
  for (let i = 0; i < times; i++) {
    const answer = await login({ login: name, password: wrong, from })
    expect([i, codeOf(answer)]).toEqual([i, 'invalid_credentials'])
  }
}

async function someone(from = elsewhere()): ReturnType<typeof registerSomeone> {
  const asked: Pick<Api, 'ask'> = {
    ask: (method, url, options) =>
      here.ask(method, url, { ...options, headers: { 'x-forwarded-for': from } }),
  }
  return registerSomeone(asked)
}

async function pass(ms: number): Promise<void> {
  await here.clock.advance(ms)
  await there.clock.advance(ms)
}

const attempts = async (where = 'true', values: readonly unknown[] = []): Promise<number> => {
  const [row] = await here.psql<{ count: number }>(
    `select count(*)::int as count from login_attempts where ${where}`,
    values,
  )
  return row?.count ?? 0
}

describe('ten failures of a login from one address', () => {
  test('are followed by refusals, on every instance, also of the right password', async () => {
    const { email } = await someone()
    await fail(10, { login: email })
    for (const [at, password] of [
      [here, wrong],
      [there, wrong],
      [there, goodPassword],
    ] as const) {
      const answer = await login({ login: email.toUpperCase(), password, at })
      expect([answer.status, codeOf(answer)]).toEqual([429, 'too_many_attempts'])
      expect(answer.headers['retry-after']).toBe('900')
      expect(answer.text).toContain('Try again in 15 minutes.')
    }
  })

  test('are answered as those of an account that is not there, which cost the same statements', async () => {
    const { username } = await someone()
    const answersOf = async (name: string): Promise<unknown[]> => {
      const seen: unknown[] = []
      const from = elsewhere()
      for (let i = 0; i < 12; i++) {
        let answer: Answer | undefined
        const statements = await here.statementsOf(async () => {
          answer = await login({ login: name, password: wrong, from })
        })
        const text = answer?.text.replace(/"request_id":"[^"]*"/, '')
        seen.push([answer?.status, text, answer?.headers['retry-after'], statements])
      }
      return seen
    }
    const ofNobody = await answersOf('nobody.at.all')
    expect(await answersOf(username)).toEqual(ofNobody)
    expect(ofNobody[11]).toEqual([429, expect.anything(), '900', expect.anything()])
  })

  test('are over a quarter of an hour later, one by one', async () => {
    const { username } = await someone()
    await fail(1, { login: username })
    await pass(5 * minuteMs)
    await fail(9, { login: username })
    expect((await login({ login: username })).headers['retry-after']).toBe('600')
    await pass(10 * minuteMs)
    await fail(1, { login: username })
    expect((await login({ login: username })).status).toBe(429)
    await pass(15 * minuteMs)
    expect((await login({ login: username })).status).toBe(200)
  })

  test('keep nobody out elsewhere', async () => {
    const { username } = await someone()
    await fail(10, { login: username })
    expect((await login({ login: username, from: elsewhere() })).status).toBe(200)
  })

  test('tell nothing of the other names of the account', async () => {
    const { email, username } = await someone()
    await fail(10, { login: email })
    expect(codeOf(await login({ login: username, password: wrong }))).toBe('invalid_credentials')
  })

  test('are forgiven by a success', async () => {
    const { username } = await someone()
    await fail(9, { login: username })
    expect((await login({ login: username })).status).toBe(200)
    await fail(9, { login: username })
    expect((await login({ login: username })).status).toBe(200)
  })

  test('count for the whole /64 of an IPv6 address', async () => {
    const { username } = await someone()
    for (let i = 0; i < 10; i++) await fail(1, { login: username, from: `2001:db8:7:7::${i}` })
    expect((await login({ login: username, from: '2001:db8:7:7:ffff::1' })).status).toBe(429)
    expect((await login({ login: username, from: '2001:db8:7:8::1' })).status).toBe(200)
  })
})

test('of fifty wrong passwords at once, through two instances, ten are looked at', async () => {
  const { username } = await someone()
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      login({ login: username, password: wrong, at: i % 2 === 0 ? here : there }),
    ),
  )
  const statuses = answers.map(({ status }) => status).sort()
  expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(40).fill(429)])
  expect(await attempts('network = $1', [`${address}/32`])).toBe(10)
})

describe('a hundred failures', () => {
  test('from one address shut it for every login, and a success of its own opens nothing', async () => {
    const { username } = await someone()
    for (let i = 0; i < 99; i++) await fail(1, { login: `guess.${i}` })
    expect((await login({ login: username })).status).toBe(200)
    await fail(1, { login: 'guess.100' })
    expect((await login({ login: username })).status).toBe(429)
    expect((await login({ login: username, from: elsewhere() })).status).toBe(200)
  })

  test('of one login from many addresses keep strangers out, and not who has signed in before', async () => {
    const home = elsewhere()
    const { username } = await someone()
    expect((await login({ login: username, from: home })).status).toBe(200)
    for (let i = 0; i < 10; i++) await fail(10, { login: username, from: elsewhere() })
    const stranger = elsewhere()
    expect(codeOf(await login({ login: username, from: stranger }))).toBe('too_many_attempts')
    expect((await login({ login: username, from: home })).status).toBe(200)
    expect((await login({ login: username, from: stranger })).status).toBe(429)
  })
})

test('whoever holds an access token can not find out the password with it', async () => {
  const { token } = await someone()
  const change = (): Promise<Answer> =>
    here.ask('POST', '/api/auth/change-password', {
      token,
      body: { current_password: wrong, new_password: 'guinep and dilly' },
    })
  for (let i = 0; i < 10; i++) expect(codeOf(await change())).toBe('wrong_password')
  const refused = await change()
  expect([refused.status, codeOf(refused)]).toEqual([429, 'too_many_attempts'])
  const close = await there.ask('DELETE', '/api/auth/account', { token, body: { password: goodPassword } })
  expect(close.status).toBe(429)
  await pass(15 * minuteMs)
})

test('a twenty-first account in an hour from one address is refused, whatever became of the others', async () => {
  const register = (body: object, at = here): Promise<Answer> =>
    at.ask('POST', '/api/auth/register', { body, headers: { 'x-forwarded-for': address } })
  const taken = newcomer()
  for (let i = 0; i < 20; i++) {
    const { status } = await register(i < 2 ? taken : newcomer())
    expect([i, status]).toEqual([i, i === 1 ? 409 : 201])
  }
  const answer = await register(newcomer(), there)
  expect([answer.status, codeOf(answer), answer.headers['retry-after']]).toEqual([
    429,
    'too_many_attempts',
    '3600',
  ])
  expect((await login({ login: taken.username })).status).toBe(200)
  await pass(60 * minuteMs)
  expect((await register(newcomer())).status).toBe(201)
})

test('what was asked and could not be looked at, for too many were waiting, does not count', async () => {
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, i) =>
      login({ login: `crowd.${i}`, from: `203.0.113.${Math.floor(i / 10)}` }),
    ),
  )
  const withStatus = (wanted: number): number => answers.filter(({ status }) => status === wanted).length
  expect(withStatus(503)).toBeGreaterThan(0)
  expect(withStatus(401) + withStatus(503)).toBe(300)
  expect(await attempts("network << '203.0.113.0/24'")).toBe(withStatus(401))
})

test('an address that is only claimed is not believed, and a claim is logged once', async () => {
  const database = { kind: 'postgres', url: await server.createDatabase() } as const
  await using api = await startApi({ database, env: { LOG_LEVEL: 'warn' } })
  for (let i = 0; i < 11; i++) {
    const { status } = await login({ login: 'nobody', password: wrong, from: elsewhere(), at: api })
    expect([i, status]).toEqual([i, i < 10 ? 401 : 429])
  }
  expect(
    api
      .log()
      .split('\n')
      .filter((line) => line.includes('TRUST_PROXY')),
  ).toHaveLength(1)
  expect(api.log()).not.toContain('198.51')
})

/** Other attempts, each of which removes some of what has expired. */
async function sweep(): Promise<void> {
  const expired = (): Promise<number> => attempts('expires_at <= $1', [new Date(here.clock.wallNow())])
  for (let left = await expired(); left > 0;) {
    await login({ login: 'sweeper', password: wrong, from: elsewhere() })
    const now = await expired()
    expect(now).toBe(Math.max(0, left - 10))
    left = now
  }
}

test('attempts are noted without what was typed, and are gone after a day, or 30 where they succeeded', async () => {
  const { id, username, email } = await someone()
  await fail(1, { login: username })
  await login({ login: email })
  const ofUser = 'user_id = $1 and outcome = $2'
  expect(await attempts(ofUser, [id, 'failed'])).toBe(1)
  expect(await attempts(ofUser, [id, 'succeeded'])).toBe(2)
  const [row] = await here.psql<{ all: string }>(
    `select string_agg(login_attempts::text, ' ') as all from login_attempts where user_id = $1`,
    [id],
  )
  expect(row?.all).not.toMatch(new RegExp(`${username}|${Buffer.from(username).toString('hex')}`))
  await pass(dayMs)
  await sweep()
  expect(await attempts(ofUser, [id, 'failed'])).toBe(0)
  expect(await attempts(ofUser, [id, 'succeeded'])).toBe(2)
  await pass(29 * dayMs)
  await sweep()
  expect(await attempts('user_id = $1', [id])).toBe(0)
})
