import createClient from 'openapi-fetch'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { newcomer, startApi } from '../api.ts'
import type { paths } from './generated/openapi.ts'
import { generateTypes, typesFile } from './typed-client.ts'

/** A client made of the OpenAPI document: it compiles, and what it is told of requests and answers is so. */

test('the types are those of the OpenAPI document', async () => {
  expect(await readFile(typesFile, 'utf8'), 'run: npm run generate:client').toBe(await generateTypes())
})

test('the tour, by the generated client', async () => {
  await using api = await startApi()
  const client = createClient<paths>({ baseUrl: await api.app.listen({ port: 0 }) })

  const { email, username, phone } = newcomer()
  const password = 'four small islands'
  const registered = await client.POST('/api/auth/register', {
    body: { email, username, phone, first_name: 'Rosa', last_name: 'Knowles', password },
  })
  expect(registered.response.status).toBe(201)

  const login = await client.POST('/api/auth/login', { body: { login: username, password } })
  const headers = { authorization: `Bearer ${login.data?.access_token}` }
  const verified = await client.GET('/api/auth/verify', { headers })
  expect(verified.data?.user.username).toBe(username)

  const changed = await client.PUT('/api/auth/profile', { headers, body: { occupation: 'Boat builder' } })
  expect(changed.data?.occupation).toBe('Boat builder')
  const found = await client.GET('/api/users/{identifier}', {
    headers,
    params: { path: { identifier: username } },
  })
  expect(found.data?.occupation).toBe('Boat builder')

  const wrong = await client.DELETE('/api/auth/account', { headers, body: { password: 'not the one' } })
  expect(wrong.error?.error.code).toBe('wrong_password')
  const closed = await client.DELETE('/api/auth/account', { headers, body: { password } })
  expect(closed.response.status).toBe(204)
  const after = await client.GET('/api/auth/verify', { headers })
  expect(after.error?.error.code).toBe('account_inactive')
})
