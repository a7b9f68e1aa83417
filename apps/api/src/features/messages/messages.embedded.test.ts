import { expect, test } from 'vitest'
import { registerSomeone, startApi, type Answer, type Method, type Person } from '../../../test/api.ts'

test('the embedded database does for messages what PostgreSQL does', async () => {
  await using api = await startApi()
  const [ann, bob] = [await registerSomeone(api), await registerSomeone(api)]
  const ask = (method: Method, path: string, who: Person, body?: unknown): Promise<Answer> =>
    api.ask(method, `/api/messages${path}`, { token: who.token, ...(body === undefined ? {} : { body }) })

  const opened = await Promise.all([
    ask('POST', '/conversations', ann, { user_id: bob.id }),
    ask('POST', '/conversations', bob, { user_id: ann.id }),
  ])
  expect(opened.map(({ status }) => status).sort()).toEqual([200, 201])
  const { id } = opened[0].body as { id: number }
  const sent = await ask('POST', `/conversations/${id}/messages`, ann, { content: 'Is the boat ready?' })
  const { conversation_id, ...last_message } = sent.body as { id: number; conversation_id: number }
  expect((await ask('GET', '/conversations', bob)).body).toMatchObject({
    conversations: [{ id: conversation_id, with: { id: ann.id }, last_message, unread_count: 1 }],
    total: 1,
  })
  expect((await ask('GET', `/conversations/${id}/messages`, bob)).body).toMatchObject({
    messages: [sent.body],
    total: 1,
  })
  expect((await ask('GET', '/unread-count', bob)).body).toEqual({ unread_count: 1 })
  expect((await ask('PUT', `/${last_message.id}/read`, bob)).status).toBe(204)
  expect((await ask('GET', '/unread-count', bob)).body).toEqual({ unread_count: 0 })
})
