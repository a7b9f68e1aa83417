import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findOrProvision, startRedis, type Redis } from '@cay/servers'
import { createClient } from '@redis/client'
import { expect, test, vi } from 'vitest'
import { startServer } from './started-server.ts'

// Each starts a server with the whole demonstration, and a shell.
vi.setConfig({ testTimeout: 120_000 })

const readme = await readFile(join(import.meta.dirname, '../../../README.md'), 'utf8')
const [, tour = ''] = /<!-- tour -->\n```sh\n(.*?)```/s.exec(readme) ?? []

/** The lines of the tour that are typed, without its comments. */
const lines = tour.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

/** Types the tour into a shell, a line at a time; answers what each `curl` printed. `before` sees the lines coming. */
async function take(origin: string, before: (line: string) => Promise<void> = nothing): Promise<unknown[]> {
  const curl = await findOrProvision('curl')
  const env = { ...curl.env, PATH: `${curl.folder}:${curl.env['PATH'] ?? ''}` }
  const shell = spawn('sh', { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const printed = createInterface({ input: shell.stdout })[Symbol.asyncIterator]()
  const answers: unknown[] = []
  for (const line of lines) {
    await before(line)
    shell.stdin.write(`${line.replace('http://127.0.0.1:3000', origin)}; echo; echo ${endMark}\n`)
    const output = await untilEndMark(printed)
    if (line.startsWith('curl')) answers.push(output === '' ? '' : JSON.parse(output))
  }
  shell.stdin.end()
  return answers
}

const nothing = (): Promise<void> => Promise.resolve()
const endMark = 'end-of-line'

async function untilEndMark(printed: AsyncIterator<string>): Promise<string> {
  const output: string[] = []
  for (
    let next = await printed.next();
    next.done !== true && next.value !== endMark;
    next = await printed.next()
  ) {
    output.push(next.value)
  }
  return output.join('\n').trim()
}

const rosa = { username: 'rosa', first_name: 'Rosa', last_name: 'Knowles' }

const job = { title: 'Caulker for a sloop', location: 'andros', budget_min: 900, status: 'open' }
const post = { content: 'The sloop is out of the water.', likes_count: 0 }

/** What the README says happens, line for line. */
function expectTour(answers: unknown[], health: object): void {
  expect(answers).toEqual([
    expect.objectContaining({ token_type: 'Bearer', user: expect.objectContaining(rosa) as unknown }),
    expect.objectContaining({ user: expect.objectContaining(rosa) as unknown }),
    expect.objectContaining({ occupation: 'Boat builder' }),
    expect.objectContaining({ occupation: 'Boat builder', email: 'rosa@example.org', phone: '+12425550142' }),
    expect.objectContaining(rosa),
    expect.objectContaining(job),
    expect.objectContaining({ jobs: [expect.objectContaining(job)], total: 1 }),
    expect.objectContaining(post),
    expect.objectContaining({ posts: [expect.objectContaining(post)] }),
    expect.objectContaining({ is_following: true }),
    expect.objectContaining({ with: expect.objectContaining({ username: 'demo' }) as unknown }),
    expect.anything(),
    expect.objectContaining({ error: expect.objectContaining({ code: 'account_inactive' }) as unknown }),
    expect.objectContaining(health),
  ])
}

test('the tour of the README, in memory', async () => {
  await using server = await startServer()
  expectTour(await take(server.origin), { status: 'healthy', backend: 'memory' })
})

test('the tour with Redis: no key holds an e-mail, a phone or a username, no value a secret', async () => {
  await using redis = await startRedis()
  await using server = await startServer({
    REDIS_URL: redis.url,
    CAY_SECRET: 'a secret for the keys of this test',
  })
  const answers = await take(server.origin)
  expectTour(answers, { status: 'healthy', backend: 'redis' })
  const { keys, values } = await contents(redis)
  // What is looked at: a user, and a name that leads to them. Versions may be gone: the last fence has deleted them.
  expect(keys).toContainEqual(expect.stringMatching(/:d:user:\d+:/))
  expect(keys).toContainEqual(expect.stringMatching(/:d:user\.username:/))
  expect(keys.join('\n')).not.toMatch(/rosa|example|2425550142/)
  const tokens = [...JSON.stringify(answers).matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)].map(
    ([, token = '']) => token,
  )
  expect(tokens).toHaveLength(2)
  for (const secret of ['four small islands', '$argon2', ...tokens]) {
    expect(values.join('\n')).not.toContain(secret)
    expect(server.output()).not.toContain(secret)
  }
})

test('the tour with Redis stopped before the start', async () => {
  const redis = await startRedis()
  await redis.stop()
  await using server = await startServer({ REDIS_URL: redis.url })
  expectTour(await take(server.origin), { status: 'degraded', backend: 'memory' })
})

test.each([
  ['killed', (redis: Redis) => redis.kill()],
  ['frozen', (redis: Redis) => redis.pause()],
])('the tour with Redis %s in the middle', async (_what, stop) => {
  await using redis = await startRedis()
  await using server = await startServer({ REDIS_URL: redis.url })
  const answers = await take(server.origin, async (line) => {
    if (line.includes('-X PUT')) await stop(redis)
  })
  expectTour(answers, { backend: 'memory' })
})

async function contents(redis: Redis): Promise<{ keys: string[]; values: string[] }> {
  const client = await createClient({ url: redis.url }).connect()
  try {
    const keys = await client.keys('*')
    return { keys, values: (await client.mGet(keys)).map((value) => value ?? '') }
  } finally {
    client.destroy()
  }
}
