import { afterAll, describe, expect, test } from 'vitest'
import type { Answer, AskOptions } from './api.ts'
import { badTextsFor, badValues, describedBy, type Operation } from './described.ts'
import { pathOf, type Endpoint, type Made } from './endpoints/endpoint.ts'
import { endpoints } from './endpoints/index.ts'
import { expectRefusal } from './refusal.ts'
import { startWorld, type Citizen } from './world.ts'

/**
 * Whatever is sent, to whatever endpoint: a clear 4xx with the one body, and nothing of our insides in it. What may not be
 * sent is made of what the OpenAPI document says may be, and of what the tables of endpoints add.
 */

const world = await startWorld()
const { api } = world
const operations = await describedBy(api)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

/** An endpoint, with what it is described as, someone who may use it, and what that is used on. */
interface Target {
  readonly name: string
  readonly endpoint: Endpoint
  readonly operation: Operation
  readonly asker: Citizen
  readonly made: Made
}

async function target(endpoint: Endpoint): Promise<Target> {
  const operation = operations[endpoint.path]?.[endpoint.method.toLowerCase()]
  if (operation === undefined) throw new Error(`${endpoint.method} ${endpoint.path} is not described.`)
  const owner = await world.someone()
  const made = (await endpoint.given?.(world, owner)) ?? {}
  const asker = endpoint.access === 'admin' ? world.admin : owner
  return { name: `${endpoint.method} ${endpoint.path}`, endpoint, operation, asker, made }
}

const targets: Target[] = []
for (const endpoint of endpoints) targets.push(await target(endpoint))

/** Sends it as it should be, but for what is said otherwise. */
function send(
  { endpoint, asker, made }: Target,
  options: AskOptions & { path?: string } = {},
): Promise<Answer> {
  const { path = pathOf(endpoint, made), ...rest } = options
  const token = endpoint.access === 'open' ? {} : { token: asker.token }
  const body = endpoint.body === undefined ? {} : { body: endpoint.body(made) }
  return api.ask(endpoint.method, path, { ...token, ...body, ...rest })
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length <= 40 ? text : `${text.slice(0, 40)}… (${text.length})`
}

const withBody = targets.flatMap((one) => {
  const schema = one.operation.requestBody?.content['application/json']?.schema
  return one.endpoint.body === undefined || schema === undefined
    ? []
    : [{ ...one, right: one.endpoint.body(one.made), schema }]
})

describe.each(withBody)('the body of $name', ({ right, schema, ...one }) => {
  const spoilt = Object.entries(schema.properties ?? {}).flatMap(([field, fieldSchema]) =>
    [...badValues(fieldSchema), ...(one.endpoint.badBody?.[field] ?? [])].map((value) => ({
      field,
      value,
      name: shown(value),
    })),
  )
  test.each(spoilt)('may not have $name as its $field', async ({ field, value }) => {
    const answer = await send(one, { body: { ...right, [field]: value } })
    expectRefusal(answer, 400, 'validation_failed')
    expect(answer.text).toMatch(new RegExp(`"field":"${field}(\\[\\d+\\])*"`))
  })

  test.each(schema.required ?? [])('needs %s', async (field) => {
    const answer = await send(one, { body: { ...right, [field]: undefined } })
    expectRefusal(answer, 400, 'validation_failed')
    expect(answer.text).toContain(`${field} is required`)
  })

  const unknown = ['is_root', 'token_version', 'password_hash', 'constructor', 'x'.repeat(1_000)]
  test.each(unknown)('may not have an unknown field %s', async (field) => {
    const answer = await send(one, { body: { ...right, [field]: 1 } })
    expectRefusal(answer, 400, 'validation_failed')
    expect(answer.text).toContain('is not known here')
  })

  test.each([
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
    const headers = payload === '' ? { headers: { 'content-type': 'application/json' } } : {}
    expectRefusal(await send(one, { payload, ...headers }), 400, code)
  })

  test('may not be larger than 1 MB', async () => {
    expectRefusal(await send(one, { payload: 'x'.repeat(10_000_000) }), 413, 'body_too_large')
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
    '?',
  ])('may not be of type %s', async (type) => {
    const sent = { payload: JSON.stringify(right), headers: { 'content-type': type } }
    expectRefusal(await send(one, sent), 415, 'unsupported_media_type')
  })
})

const withNeededBody = withBody.filter(({ schema }) => (schema.required ?? []).length > 0)

test.each(withNeededBody)('$name needs a body', async (one) => {
  expectRefusal(await send(one, { body: undefined }), 400, 'validation_failed')
})

const parameters = (where: string) =>
  targets.flatMap((one) =>
    (one.operation.parameters ?? [])
      .filter((parameter) => parameter.in === where)
      .map(({ name: parameter, schema }) => ({ ...one, parameter, schema })),
  )

describe.each(parameters('query'))('$name?$parameter', ({ parameter, schema, ...one }) => {
  const queries = [
    ...badTextsFor(schema).map((text) => `${parameter}=${encodeURIComponent(text)}`),
    `${parameter}=1&${parameter}=2`,
    `${parameter}[]=1`,
  ]
  test.each(queries)('may not be %s', async (query) => {
    const answer = await send(one, { path: `${pathOf(one.endpoint, one.made)}?${query}` })
    expectRefusal(answer, 400, 'validation_failed')
    expect(answer.text).toContain(parameter)
  })
})

const withQuery = targets.filter(({ operation }) =>
  operation.parameters?.some((parameter) => parameter.in === 'query'),
)

test.each(withQuery)('$name takes no parameter that it does not know', async (one) => {
  for (const query of ['sort=name', '__proto__=1', 'constructor=1']) {
    const answer = await send(one, { path: `${pathOf(one.endpoint, one.made)}?${query}` })
    expectRefusal(answer, 400, 'validation_failed')
  }
})

const ids = parameters('path').filter(({ schema }) => schema.type === 'integer')

describe.each(ids)('{$parameter} of $name', ({ parameter, schema, ...one }) => {
  test.each(badTextsFor(schema))('may not be %j', async (text) => {
    const path = pathOf(one.endpoint, { ...one.made, [parameter]: text })
    expectRefusal(await send(one, { path }), 400, 'validation_failed')
  })

  test('may be of nothing that is there, and then it says so', async () => {
    const path = pathOf(one.endpoint, { ...one.made, [parameter]: Number.MAX_SAFE_INTEGER })
    const answer = await send(one, { path })
    expect([answer.status, answer.text]).toEqual([
      404,
      expect.stringMatching(/"code":"[a-z]+(_[a-z]+)*_not_found"/),
    ])
  })

  test('may not be half of an encoded character', async () => {
    const path = pathOf(one.endpoint, { ...one.made, [parameter]: 'HERE' }).replace('HERE', '%E0%A4%A')
    expectRefusal(await send(one, { path }), 400, 'bad_url')
  })
})

describe.each(targets)('the path of $name', ({ endpoint, made }) => {
  test('takes no other method, and says which it takes', async () => {
    const answer = await api.ask('PATCH', pathOf(endpoint, made), { payload: 'no JSON' })
    expectRefusal(answer, 405, 'method_not_allowed')
    expect(answer.headers['allow']).toContain(endpoint.method)
  })
})

test.each(['/', '/api', '/api/auth', '/api/nope', '/docs/nope', '/health/', '/.env', '//', '/api/users/1/x'])(
  '%s is not found',
  async (path) => {
    expectRefusal(await api.ask('GET', path), 404, 'route_not_found')
  },
)

test('none of it was an error of ours, and nothing was logged', () => {
  expect(api.log()).toBe('')
})
