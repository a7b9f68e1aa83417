import { startRedis, type Redis } from '@cay/servers'
import { createClient } from '@redis/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer, Method } from '../../../test/api.ts'
import { pathOf } from '../../../test/endpoints/endpoint.ts'
import { endpoints } from '../../../test/endpoints/index.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

/** What two people write to each other is theirs: in answers, in memory, in Redis, in the log. */

const phrase = 'the anchor is under the third palm'

let redis: Redis
let world: World
let ann: Citizen
let bob: Citizen
let cat: Citizen
let conversation: number
let message: number
beforeAll(async () => {
  redis = await startRedis()
  world = await startWorld({
    env: { REDIS_URL: redis.url, CAY_SECRET: 'a secret for the keys of this test', LOG_LEVEL: 'trace' },
  })
  ;[ann, bob, cat] = [await world.someone(), await world.someone(), await world.someone()]
  const opened = await ask('POST', '/api/messages/conversations', ann, { user_id: bob.id })
  conversation = (opened.body as { id: number }).id
  const sent = await ask('POST', `/api/messages/conversations/${conversation}/messages`, ann, {
    content: phrase,
  })
  message = (sent.body as { id: number }).id
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await redis.stop()
})

function ask(method: Method, url: string, who: Citizen | undefined, body?: unknown): Promise<Answer> {
  const token = who === undefined ? {} : { token: who.token }
  return world.api.ask(method, url, { ...token, ...(body === undefined ? {} : { body }) })
}

/** Everything that can be read, asked about the two, their conversation and their message. */
function everything(who: Citizen | undefined): Promise<Answer[]> {
  const paths = endpoints
    .filter(({ method }) => method === 'GET')
    .map((endpoint) => {
      const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      return pathOf(endpoint, Object.fromEntries(names.map((name) => [name, conversation])))
    })
  const more = [ann.id, bob.id, message].flatMap((id) => [
    `/api/users/${id}`,
    `/api/messages/conversations/${id}/messages`,
  ])
  return Promise.all([...paths, ...more].map((path) => ask('GET', path, who)))
}

const tells = (answers: readonly Answer[]): boolean => answers.some(({ text }) => text.includes(phrase))

test.each([
  ['before the two have read it', ['cat', 'admin', 'nobody', 'ann', 'bob']],
  ['when both have', ['ann', 'bob', 'cat', 'admin', 'nobody']],
  ['between the two', ['ann', 'cat', 'nobody', 'admin', 'bob']],
] as const)('is read by the two and by nobody else: %s', async (_, order) => {
  const people = { ann, bob, cat, admin: world.admin, nobody: undefined }
  for (const name of order) {
    const theirs = name === 'ann' || name === 'bob'
    expect([name, tells(await everything(people[name]))]).toEqual([name, theirs])
  }
  // All anew the next time.
  await ask('POST', `/api/messages/conversations/${conversation}/messages`, ann, { content: phrase })
})

test('is in Redis under keys of the two and of their conversation alone, and in no log', async () => {
  await expect
    .poll(async () => (await world.api.ask('GET', '/health/cache')).body)
    .toMatchObject({ status: 'healthy' })
  for (const who of [cat, world.admin, ann, bob]) await everything(who)
  const client = await createClient({ url: redis.url }).connect()
  try {
    const keys = await client.keys('*')
    const values = await client.mGet(keys)
    const holding = keys.filter((key, i) => (key + (values[i] ?? '')).includes(phrase))
    const [first = 0, second = 0] = [ann.id, bob.id].sort((a, b) => a - b)
    expect(holding.sort()).toEqual(
      [
        `conversations.of:${first}:conversations:${first},`,
        `conversations.of:${second}:conversations:${second},`,
        `messages.in:${conversation}:messages:${conversation},`,
      ].map((part) => expect.stringContaining(part) as string),
    )
  } finally {
    client.destroy()
  }
  expect(world.api.log()).not.toContain(phrase)
})
