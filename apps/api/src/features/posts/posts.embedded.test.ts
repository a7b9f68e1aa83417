import { expect, test } from 'vitest'
import { registerSomeone, startApi, type Answer, type Method, type Person } from '../../../test/api.ts'

test('the embedded database does for posts, likes and comments what PostgreSQL does', async () => {
  await using api = await startApi()
  const [ann, bob] = [await registerSomeone(api), await registerSomeone(api)]
  const ask = (method: Method, path: string, who: Person, body?: unknown): Promise<Answer> =>
    api.ask(method, `/api/posts${path}`, { token: who.token, ...(body === undefined ? {} : { body }) })

  const { body } = await ask('POST', '', ann, { content: 'Regatta on Saturday' })
  const { id } = body as { id: number }
  expect((await ask('POST', `/${id}/like`, bob)).body).toEqual({ liked: true, likes_count: 1 })
  expect((await ask('POST', `/${id}/comments`, bob, { content: 'See you there' })).status).toBe(201)
  const seen = { id, liked: true, likes_count: 1, comments_count: 1, author: { id: ann.id } }
  for (const path of ['', `/user/${ann.id}`])
    expect((await ask('GET', path, bob)).body).toMatchObject({ posts: [seen], total: 1 })
  expect((await ask('GET', `/${id}/comments`, bob)).body).toMatchObject({
    comments: [{ post_id: id, content: 'See you there', author: { id: bob.id } }],
    total: 1,
  })
  const both = await Promise.all([ask('POST', `/${id}/like`, bob), ask('POST', `/${id}/like`, bob)])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  expect((await ask('GET', `/${id}`, bob)).body).toMatchObject(seen)
  expect((await ask('DELETE', `/${id}`, ann)).status).toBe(204)
  expect((await ask('GET', '', bob)).body).toMatchObject({ posts: [], total: 0 })
})
