import createClient from 'openapi-fetch'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { newcomer, registerSomeone, startApi } from '../api.ts'
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

  const offered = await client.POST('/api/jobs', {
    headers,
    body: { title: 'Caulker for a sloop', description: 'Two weeks.', category: 'marine', location: 'andros' },
  })
  const jobs = await client.GET('/api/jobs', { params: { query: { search: 'caulker', location: 'andros' } } })
  expect(jobs.data?.jobs).toEqual([offered.data])

  const other = await registerSomeone(api)
  const theirs = { authorization: `Bearer ${other.token}` }
  const path = { id: offered.data?.id ?? 0 }
  const applied = await client.POST('/api/jobs/{id}/apply', {
    headers: theirs,
    params: { path },
    body: { cover_letter: 'I caulk.' },
  })
  const received = await client.GET('/api/jobs/{id}/applications', { headers, params: { path } })
  expect(received.data?.applications).toMatchObject([{ id: applied.data?.id, cover_letter: 'I caulk.' }])

  const written = await client.POST('/api/posts', { headers, body: { content: 'She floats.' } })
  const post = { id: written.data?.id ?? 0 }
  await client.POST('/api/posts/{id}/like', {
    headers: theirs,
    params: { path: post },
    body: { liked: true },
  })
  const feed = await client.GET('/api/posts', { headers: theirs })
  expect(feed.data?.posts).toMatchObject([{ ...post, liked: true, likes_count: 1, author: { username } }])

  await client.POST('/api/users/follow/{id}', {
    headers: theirs,
    params: { path: { id: registered.data?.user.id ?? 0 } },
  })
  const conversation = await client.POST('/api/messages/conversations', {
    headers: theirs,
    body: { user_id: registered.data?.user.id ?? 0 },
  })
  await client.POST('/api/messages/conversations/{id}/messages', {
    headers: theirs,
    params: { path: { id: conversation.data?.id ?? 0 } },
    body: { content: 'When do we sail?' },
  })
  const unread = await client.GET('/api/messages/unread-count', { headers })
  expect(unread.data).toEqual({ unread_count: 1 })
  const told = await client.GET('/api/notifications', { headers })
  expect(told.data?.notifications.map(({ kind }) => kind)).toEqual([
    'message',
    'follow',
    'like',
    'application',
  ])

  const wrong = await client.DELETE('/api/auth/account', { headers, body: { password: 'not the one' } })
  expect(wrong.error?.error.code).toBe('wrong_password')
  const closed = await client.DELETE('/api/auth/account', { headers, body: { password } })
  expect(closed.response.status).toBe(204)
  const after = await client.GET('/api/auth/verify', { headers })
  expect(after.error?.error.code).toBe('account_inactive')
})
