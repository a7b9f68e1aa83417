import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type Api } from './api.ts'

interface Operation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly unknown[]
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[]
  readonly requestBody?: object
  readonly responses: Readonly<Record<string, { readonly description?: string }>>
}

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
})

async function operations(): Promise<readonly (Operation & { readonly name: string })[]> {
  const { body } = await api.ask('GET', '/docs/json')
  const { paths } = body as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  )
}

test('/docs/json is valid OpenAPI', async () => {
  const { body } = await api.ask('GET', '/docs/json')
  expect(await new Validator().validate(body as Record<string, unknown>)).toEqual({ valid: true })
})

test('/docs/json tells of every route what it does, who may use it, and what it answers', async () => {
  for (const { name, summary, tags, security, requestBody, responses } of await operations()) {
    expect([name, summary, tags]).toEqual([name, expect.stringMatching(/./), [expect.stringMatching(/./)]])
    // Who refuses a token is guarded; these two refuse a login and a refresh token.
    const refusesOthers = /\/(login|refresh)$/.test(name)
    expect([name, security !== undefined]).toEqual([name, '401' in responses && !refusesOthers])
    // A body can be wrong, too large, or of another type.
    const refusedBodies = requestBody === undefined ? [] : ['400', '413', '415']
    expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(refusedBodies)])
    for (const { description } of Object.values(responses)) {
      expect([name, description]).toEqual([name, expect.not.stringMatching(/^(Default Response)?$/)])
    }
  }
})

test('/docs/json says of every parameter what it is', async () => {
  for (const { name, parameters = [] } of await operations()) {
    for (const parameter of parameters) {
      expect([name, parameter.name, parameter.description]).toEqual([
        name,
        parameter.name,
        expect.stringMatching(/./),
      ])
    }
  }
})

test('/docs is a page that asks nothing of other hosts', async () => {
  const page = await api.ask('GET', '/docs')
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.text).not.toMatch(/(src|href)="https?:/)
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'self'/)
  expect(page.headers['content-security-policy']).not.toMatch(/https:|swagger\.io|upgrade-insecure/)
})
