import { createSigner } from 'fast-jwt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  codeOf,
  goodPassword,
  jwtSecret,
  newcomer,
  registerSomeone,
  startApi,
  type Answer,
  type Api,
  type AskOptions,
  type Method,
  type Person,
} from './api.ts'

/** Whatever is sent, to whatever endpoint: a clear 4xx with the one body, and nothing of our insides in it. */

interface Endpoint {
  readonly method: Method
  readonly path: string
  readonly isGuarded?: true
  /** A body that is right; the cases spoil it. */
  readonly body?: () => Record<string, unknown>
}

const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/health/ping' },
  { method: 'GET', path: '/health/ready' },
  { method: 'GET', path: '/health/cache' },
  { method: 'POST', path: '/api/auth/register', body: () => newcomer() },
  { method: 'POST', path: '/api/auth/login', body: () => ({ login: 'ann', password: goodPassword }) },
  { method: 'POST', path: '/api/auth/refresh', body: () => ({ refresh_token: 'x'.repeat(43) }) },
  { method: 'POST', path: '/api/auth/logout', body: () => ({ refresh_token: 'x'.repeat(43) }) },
  { method: 'POST', path: '/api/auth/logout-all', isGuarded: true },
  { method: 'GET', path: '/api/auth/verify', isGuarded: true },
  { method: 'GET', path: '/api/auth/profile', isGuarded: true },
  { method: 'PUT', path: '/api/auth/profile', isGuarded: true, body: () => ({ bio: 'Hello.' }) },
  {
    method: 'POST',
    path: '/api/auth/change-password',
    isGuarded: true,
    body: () => ({ current_password: goodPassword, new_password: 'another good one' }),
  },
  { method: 'DELETE', path: '/api/auth/account', isGuarded: true, body: () => ({ password: 'wrong' }) },
  { method: 'GET', path: '/api/users', isGuarded: true },
  { method: 'GET', path: '/api/users/{identifier}', isGuarded: true },
]
const withBody = endpoints.flatMap(({ body, ...endpoint }) => (body ? [{ ...endpoint, body }] : []))
const guarded = endpoints.filter(({ isGuarded }) => isGuarded)

const sql = "'; drop table users; --"
const huge = 'x'.repeat(200_000)
const notText = [5, true, {}, ['a'], '\0', 'a\0b', '\ud800', huge]

/** For each field that a body can have, what it may not be. */
const badValues: Readonly<Record<string, readonly unknown[]>> = {
  email: [...notText, null, '', 'ann', 'ann@', '@example.org', 'a b@example.org', 'é@example.org', sql],
  username: [
    ...notText,
    null,
    '',
    'ab',
    '12345',
    '.ann',
    'ann.',
    'ann rolle',
    'änn',
    'ann@home',
    sql,
    'a'.repeat(31),
  ],
  phone: [...notText, '', '12', '+', 'call me', '+999 1', '1-800-FLOWERS', '+1 242 322 1234 x5', sql],
  first_name: [...notText, null, '', 'a'.repeat(81)],
  last_name: [...notText, null, '', 'a'.repeat(81)],
  role: [...notText, null, '', 'admin', sql],
  bio: [...notText, 'a'.repeat(2_001)],
  avatar_url: [...notText, '', 'javascript:alert(1)', 'https://', 'https://a b', sql],
  occupation: [...notText, 'a'.repeat(101)],
  company_name: [...notText, 'a'.repeat(101)],
  location: [...notText, 'a'.repeat(101)],
  skills: [
    5,
    'a',
    {},
    null,
    [5],
    [null],
    [''],
    [['a']],
    ['a\0'],
    ['a'.repeat(61)],
    Array(51).fill('a'),
    [huge],
  ],
  experience: [...notText, 'a'.repeat(4_001)],
  education: [...notText, 'a'.repeat(4_001)],
  is_available_for_hire: ['true', 1, null, 'yes', []],
  login: [...notText, null, '', 'a'.repeat(255)],
  password: [...notText, null, '', 'a'.repeat(201)],
  current_password: [...notText, null, '', 'a'.repeat(201)],
  new_password: [...notText, null, '', 'too short', 'a'.repeat(201)],
  refresh_token: [...notText, null, '', 'a'.repeat(201)],
}
/** Which fields an endpoint takes, where not those of its right body. */
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  '/api/auth/register': [...profileFields(), 'password'],
  '/api/auth/profile': profileFields(),
}

function profileFields(): readonly string[] {
  const others = ['login', 'password', 'current_password', 'new_password', 'refresh_token']
  return Object.keys(badValues).filter((field) => !others.includes(field))
}

/** What may be in an identity column, in SQL, in a path: what a field is told to hold, and what it holds. */
const hostileText = [
  sql,
  "' or '1'='1",
  '$1',
  '${x}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  '\\',
  '😀',
]

let api: Api
let person: Person
beforeAll(async () => {
  api = await startApi()
  person = await registerSomeone(api)
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
})

function send(endpoint: Endpoint, options: AskOptions = {}): Promise<Answer> {
  const token = endpoint.isGuarded ? { token: person.token } : {}
  return api.ask(endpoint.method, endpoint.path.replace('{identifier}', '1'), { ...token, ...options })
}

/** A refusal as they all are: one body, no word of what is behind it. */
function expectRefusal(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.text]).toEqual([
    status,
    expect.stringContaining(`"code":"${code}"`) as string,
  ])
  expect(codeOf(answer)).toBe(code)
  expect(answer.body).toStrictEqual({
    error: {
      code,
      message: expect.stringMatching(/^[A-Z].*[.…]$/) as string,
      ...(code === 'validation_failed' || code.endsWith('_taken')
        ? { details: expect.any(Array) as unknown }
        : {}),
    },
    request_id: answer.headers['x-request-id'],
  })
  expect(answer.text).not.toMatch(
    /node_modules|[.][tj]s:|  at |select |insert into|constraint|undefined|\[object/,
  )
  expect(answer.text.length).toBeLessThan(5_000)
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length <= 40 ? text : `${text.slice(0, 40)}… (${text.length})`
}

test('the table has every endpoint there is', async () => {
  const { body } = await api.ask('GET', '/docs/json')
  const { paths } = body as { paths: Record<string, Record<string, unknown>> }
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(endpoints.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(documented.sort())
})

describe.each(withBody)('the body of $method $path', (endpoint) => {
  const right = endpoint.body()
  const fields = fieldsOf[endpoint.path] ?? Object.keys(right)
  const allowed = new Set(['phone', 'bio'])

  const spoilt = fields.flatMap((field) =>
    (badValues[field] ?? [])
      // A password that is checked, not chosen, may be of any kind that a text can be.
      .filter((value) => value !== 'too short' || field === 'new_password')
      .map((value) => ({ field, value, name: shown(value) })),
  )
  test.each(spoilt)('may not have $name as its $field', async ({ field, value }) => {
    const answer = await send(endpoint, { body: { ...endpoint.body(), [field]: value } })
    expectRefusal(answer, 400, 'validation_failed')
    expect(answer.text).toMatch(new RegExp(`"field":"${field}(\\[0\\])*"`))
  })

  test.each(Object.keys(right).filter((field) => !allowed.has(field)))('needs %s', async (field) => {
    const answer = await send(endpoint, { body: { ...endpoint.body(), [field]: undefined } })
    expectRefusal(answer, 400, 'validation_failed')
    expect(answer.text).toContain(`${field} is required`)
  })

  test.each(['is_admin', 'id', 'token_version', 'password_hash', 'constructor', 'x'.repeat(1_000)])(
    'may not have an unknown field %s',
    async (field) => {
      const answer = await send(endpoint, { body: { ...endpoint.body(), [field]: 1 } })
      expectRefusal(answer, 400, 'validation_failed')
      expect(answer.text).toContain('is not known here')
    },
  )

  test.each([
    ['nothing', undefined, 'validation_failed'],
    ['null', 'null', 'validation_failed'],
    ['a list', '[]', 'validation_failed'],
    ['a text', '"x"', 'validation_failed'],
    ['a number', '1e999', 'validation_failed'],
    ['an empty text', '', 'malformed_json'],
    ['half of an object', '{"email":', 'malformed_json'],
    ['no JSON', 'email=ann', 'malformed_json'],
    ['a prototype', '{"__proto__":{"is_admin":true}}', 'malformed_json'],
    ['a very deep list', '['.repeat(100_000) + ']'.repeat(100_000), 'validation_failed'],
  ] as const)('may not be %s', async (_, payload, code) => {
    const answer = await send(endpoint, {
      ...(payload === undefined ? {} : { payload }),
      ...(payload === '' ? { headers: { 'content-type': 'application/json' } } : {}),
    })
    expectRefusal(answer, 400, code)
  })

  test('may not be larger than 1 MB', async () => {
    expectRefusal(await send(endpoint, { payload: 'x'.repeat(10_000_000) }), 413, 'body_too_large')
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
    '?',
  ])('may not be of type %s', async (type) => {
    const payload = JSON.stringify(endpoint.body())
    expectRefusal(
      await send(endpoint, { payload, headers: { 'content-type': type } }),
      415,
      'unsupported_media_type',
    )
  })
})

describe('text that looks like an attack', () => {
  test.each(hostileText)('%s is text like any other', async (text) => {
    const changes = { bio: text, location: text, skills: [text] }
    const answer = await send(
      { method: 'PUT', path: '/api/auth/profile', isGuarded: true },
      { body: changes },
    )
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(changes)])
    const search = await send({
      method: 'GET',
      path: `/api/users?search=${encodeURIComponent(text)}`,
      isGuarded: true,
    })
    expect([search.status, search.body]).toEqual([200, expect.objectContaining({ total: 1 })])
    const login = await send(
      { method: 'POST', path: '/api/auth/login' },
      { body: { login: text, password: text } },
    )
    expectRefusal(login, 401, 'invalid_credentials')
  })
})

describe('the query of GET /api/users', () => {
  test.each([
    'skip=-1',
    'skip=x',
    'skip=',
    'skip=1.5',
    'skip=1e3',
    'skip=0x10',
    'skip=%201',
    'skip=100001',
    'skip=9007199254740992',
    'skip=99999999999999999999',
    'skip=1&skip=2',
    `skip=${encodeURIComponent(sql)}`,
    'limit=0',
    'limit=101',
    'limit=-5',
    'limit=true',
    'limit[]=5',
    `search=${'x'.repeat(101)}`,
    'search=%00',
    'search=a&search=b',
    'sort=name',
    '__proto__=1',
  ])('may not be %s', async (query) => {
    const answer = await send({ method: 'GET', path: `/api/users?${query}`, isGuarded: true })
    expectRefusal(answer, 400, 'validation_failed')
  })
})

describe('GET /api/users/:identifier', () => {
  test.each([
    ['0', 400, 'validation_failed'],
    ['9007199254740992', 400, 'validation_failed'],
    ['99999999999999999999999', 400, 'validation_failed'],
    ['x'.repeat(31), 400, 'validation_failed'],
    ['a%00b', 400, 'validation_failed'],
    ['%E0%A4%A', 400, 'bad_url'],
    ['%', 400, 'bad_url'],
    ['x'.repeat(300), 414, 'url_too_long'],
    ['9007199254740991', 404, 'user_not_found'],
    ['nobody', 404, 'user_not_found'],
    ['-1', 404, 'user_not_found'],
    ['1.5', 404, 'user_not_found'],
    [encodeURIComponent(sql), 404, 'user_not_found'],
    ['..%2F..%2Fetc%2Fpasswd', 404, 'user_not_found'],
    ['ann@example.org', 404, 'user_not_found'],
    ['%F0%9F%98%80', 404, 'user_not_found'],
  ] as const)('%s is refused', async (identifier, status, code) => {
    const answer = await send({ method: 'GET', path: `/api/users/${identifier}`, isGuarded: true })
    expectRefusal(answer, status, code)
  })
})

describe('a path or method that is not there', () => {
  test.each([
    '/',
    '/api',
    '/api/auth',
    '/api/nope',
    '/docs/nope',
    '/health/',
    '/.env',
    '//',
    '/api/users/1/x',
  ])('%s is not found', async (path) => {
    expectRefusal(await api.ask('GET', path), 404, 'route_not_found')
  })

  test.each(endpoints)(
    'PATCH $path is not allowed, and what is allowed is said',
    async ({ path, method }) => {
      const answer = await api.ask('PATCH', path.replace('{identifier}', '1'), { payload: 'no JSON' })
      expectRefusal(answer, 405, 'method_not_allowed')
      expect(answer.headers['allow']).toContain(method)
    },
  )
})

describe.each(guarded)('$method $path', (endpoint) => {
  const now = 1_767_225_600
  const right = { iss: 'cay-api', aud: 'cay-api', sub: '1', ver: 1, exp: now + 900 }
  const sign = (payload: object, key = jwtSecret, algorithm: 'HS256' | 'HS512' = 'HS256'): string =>
    createSigner({ key, algorithm, noTimestamp: true })(payload)
  const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')
  const without = (name: keyof typeof right): string => sign({ ...right, [name]: undefined })

  test.each([
    ['is missing', undefined, 'authentication_required'],
    ['is empty', 'Bearer ', 'authentication_required'],
    ['is of another scheme', 'Basic YW5uOnBhc3N3b3Jk', 'authentication_required'],
    ['is no token', 'Bearer nonsense', 'token_invalid'],
    ['has three empty parts', 'Bearer ..', 'token_invalid'],
    ['has a space in it', `Bearer ${sign(right)} x`, 'token_invalid'],
    ['is far too long', `Bearer ${'x'.repeat(10_000)}`, 'token_invalid'],
    ['lacks its signature', `Bearer ${sign(right).replace(/[^.]*$/, '')}`, 'token_invalid'],
    [
      'is signed by someone else',
      `Bearer ${sign(right, 'another secret, and as long as it has to be')}`,
      'token_invalid',
    ],
    ['is of another algorithm', `Bearer ${sign(right, jwtSecret, 'HS512')}`, 'token_invalid'],
    [
      'is of the algorithm “none”',
      `Bearer ${part({ alg: 'none', typ: 'JWT' })}.${part(right)}.`,
      'token_invalid',
    ],
    [
      'is of the algorithm “none”, with a signature',
      `Bearer ${part({ alg: 'none' })}.${part(right)}.${sign(right).split('.')[2] ?? ''}`,
      'token_invalid',
    ],
    ['is for someone else', `Bearer ${sign({ ...right, aud: 'another-api' })}`, 'token_invalid'],
    ['is from someone else', `Bearer ${sign({ ...right, iss: 'another-api' })}`, 'token_invalid'],
    ['never expires', `Bearer ${without('exp')}`, 'token_invalid'],
    ['names nobody', `Bearer ${without('sub')}`, 'token_invalid'],
    ['has no version', `Bearer ${without('ver')}`, 'token_invalid'],
    ['has no audience', `Bearer ${without('aud')}`, 'token_invalid'],
    ['has no issuer', `Bearer ${without('iss')}`, 'token_invalid'],
    ['has an id of 2^53', `Bearer ${sign({ ...right, sub: '9007199254740992' })}`, 'token_invalid'],
    ['has an id that is none', `Bearer ${sign({ ...right, sub: '1 or 1=1' })}`, 'token_invalid'],
    ['has a list for a version', `Bearer ${sign({ ...right, ver: [1] })}`, 'token_invalid'],
    ['has expired', `Bearer ${sign({ ...right, exp: now })}`, 'token_expired'],
    ['is of an earlier version', `Bearer ${sign({ ...right, ver: 0 })}`, 'token_revoked'],
    ['is for a user who is not there', `Bearer ${sign({ ...right, sub: '999999' })}`, 'token_revoked'],
  ])('is refused where the token %s', async (_, authorization, code) => {
    const answer = await api.ask(endpoint.method, endpoint.path.replace('{identifier}', '1'), {
      ...(authorization === undefined ? {} : { headers: { authorization } }),
      ...(endpoint.body === undefined ? {} : { body: endpoint.body() }),
    })
    expectRefusal(answer, 401, code)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
  })
})

test('none of it was an error of ours, and nothing was logged', () => {
  expect(api.log()).toBe('')
})
