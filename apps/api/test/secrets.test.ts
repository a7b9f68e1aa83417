import { startPostgres, startRedis, type Postgres, type Redis } from '@cay/servers'
import { hash } from '@node-rs/argon2'
import { createClient } from '@redis/client'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newcomer, signedIn, startApi, type Answer, type Api, type AskOptions, type Method } from './api.ts'
import { avatarForm, picture } from './form.ts'

const oldPassword = 'coral reef at night'
const newPassword = 'two conch shells more'
/** In base64 the salt stands in the hash as it is: wherever the hash has got to, this finds it. */
const salt = Buffer.from('planted-by-a-test')
const planted = salt.toString('base64').replaceAll('=', '')

let postgres: Postgres
let redis: Redis
beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([startPostgres(), startRedis()])
})
afterAll(async () => {
  await Promise.all([postgres.stop(), redis.stop()])
})

test('no password, hash or token is in a key or a value of Redis, in a log line, or in an answer not made for it', async () => {
  const url = await postgres.createDatabase()
  await using api = await startApi({
    database: { kind: 'postgres', url },
    env: { REDIS_URL: redis.url, CAY_SECRET: 'a secret for the keys of this test', LOG_LEVEL: 'trace' },
  })
  await expect
    .poll(async () => (await api.ask('GET', '/health/cache')).body)
    .toMatchObject({ status: 'healthy' })
  const { person, handed, others } = await useEverything(api, url)

  const tokens = handed
    .map(signedIn)
    .flatMap(({ access_token, refresh_token }) => [access_token, refresh_token])
  const { keys, values } = await contents()
  const inRedis = [...keys, ...values].join('\n')
  expect(inRedis).toContain(person.email)
  expect(keys.join('\n')).not.toMatch(new RegExp(`${person.username}|${person.phone.slice(-7)}|@`))
  const written = { redis: inRedis, log: api.log(), answers: others.map(({ text }) => text).join('\n') }
  for (const [where, text] of Object.entries(written)) {
    for (const secret of [oldPassword, newPassword, planted, '$argon2', ...tokens]) {
      expect(text.includes(secret), `${secret.slice(0, 12)}… in ${where}`).toBe(false)
    }
  }
  for (const { text } of handed)
    expect(text).not.toMatch(new RegExp(`${oldPassword}|${newPassword}|argon2|${planted}`))
  expect(written.log).not.toMatch(new RegExp(`${person.email}|${person.phone.slice(-7)}`))
})

/** Every route, for good and for bad, by someone whose hash is recognisable. */
async function useEverything(
  api: Api,
  url: string,
): Promise<{ person: ReturnType<typeof newcomer>; handed: Answer[]; others: Answer[] }> {
  const person = newcomer()
  const handed: Answer[] = []
  const others: Answer[] = []
  const ask = async (method: Method, path: string, options: AskOptions = {}): Promise<Answer> => {
    const answer = await api.ask(method, path, options)
    ;(answer.text.startsWith('{"access_token":') ? handed : others).push(answer)
    return answer
  }
  await ask('POST', '/api/auth/register', { body: { ...person, password: 'soon to be replaced' } })
  await plant(url, person.email)
  for (const login of [person.email, person.username, person.phone]) {
    await ask('POST', '/api/auth/login', { body: { login, password: oldPassword } })
    await ask('POST', '/api/auth/login', { body: { login, password: newPassword } })
  }
  const last = handed.at(-1)
  if (last === undefined) throw new Error('nobody could log in')
  const { access_token: token, refresh_token } = signedIn(last)
  await ask('GET', '/api/auth/verify', { token })
  await ask('GET', '/api/auth/profile', { token })
  await ask('PUT', '/api/auth/profile', { token, body: { bio: 'Sails.' } })
  const upload = await avatarForm(await picture().png().toBuffer())
  await ask('POST', '/api/auth/upload-avatar', { token, ...upload })
  await ask('PUT', '/api/auth/profile', { token, body: { password_hash: 'x' } })
  await ask('GET', '/api/users?search=a', { token })
  await ask('GET', `/api/users?search=${person.username}`, { token })
  await ask('GET', `/api/jobs?search=${person.username}`)
  await ask('GET', `/api/users/${person.username}`, { token })
  await ask('GET', `/api/users/${person.username}/followers`, { token })
  await ask('POST', '/api/users/follow/1', { token })
  await ask('GET', '/api/notifications', { token })
  const job = { title: 'Diver', description: 'Dives', category: 'marine', location: 'nassau' }
  await ask('POST', '/api/jobs', { token, body: job })
  await ask('POST', '/api/jobs/1/apply', { token, body: { cover_letter: 'I dive.' } })
  await ask('GET', '/api/jobs', { token })
  await ask('GET', '/api/jobs/my/posted', { token })
  await ask('GET', '/api/jobs/my/applications', { token })
  await ask('GET', '/api/jobs/1/applications', { token })
  await ask('POST', '/api/posts', { token, body: { content: 'Regatta on Saturday' } })
  await ask('GET', '/api/posts')
  await ask('GET', '/api/messages/conversations', { token })
  await administer(url, person.email, (method, path, body) =>
    ask(method, `/api/admin${path}`, { token, ...(body === undefined ? {} : { body }) }),
  )
  await ask('GET', '/api/auth/verify', { token: `${token}x` })
  await ask('POST', '/api/auth/refresh', { body: { refresh_token } })
  await ask('POST', '/api/auth/change-password', {
    token,
    body: { current_password: 'wrong one', new_password: newPassword },
  })
  const changed = await ask('POST', '/api/auth/change-password', {
    token,
    body: { current_password: oldPassword, new_password: newPassword },
  })
  await ask('GET', '/api/auth/verify', { token })
  const after = signedIn(changed)
  await ask('POST', '/api/auth/refresh', { body: { refresh_token } })
  await ask('POST', '/api/auth/logout', {
    token: after.access_token,
    body: { refresh_token: after.refresh_token },
  })
  await ask('DELETE', '/api/auth/account', { token: after.access_token, body: { password: oldPassword } })
  for (const path of ['/health', '/health/ping', '/health/cache', '/docs/json']) await ask('GET', path)
  expect(handed).toHaveLength(6)
  return { person, handed, others }
}

type Administer = (method: Method, path: string, body?: object) => Promise<Answer>

/** Everything that admins see, by someone who is one for as long as that takes. */
async function administer(url: string, email: string, ask: Administer): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const set = (isAdmin: boolean): Promise<pg.QueryResult<{ id: string }>> =>
    client.query('update users set is_admin = $1 where email = $2 returning id', [isAdmin, email])
  const { rows } = await set(true)
  const id = rows[0]?.id
  const answers = [
    await ask('GET', `/users?search=${email}`),
    await ask('GET', `/users/lookup?email=${email}`),
    await ask('GET', `/users/${id}`),
    await ask('PUT', `/users/${id}`, { bio: 'Administers.' }),
    await ask('POST', '/users', { ...newcomer(), password: oldPassword }),
    await ask('POST', `/users/${id}/points`, { amount: 5, reason: 'Helped', idempotency_key: 'once' }),
    await ask('GET', `/users/${id}/points`),
    await ask('GET', '/users/statistics'),
    await ask('GET', '/dashboard/stats'),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201, 201, 200, 200, 200])
  await set(false)
  await client.end()
}

/** Replaces someone's hash by one of the old password that can be recognised. */
async function plant(url: string, email: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query(
    'update user_credentials set password_hash = $1 where user_id = (select id from users where email = $2)',
    [await hash(oldPassword, { salt }), email],
  )
  await client.end()
  expect(rowCount).toBe(1)
}

async function contents(): Promise<{ keys: string[]; values: string[] }> {
  const client = await createClient({ url: redis.url }).connect()
  try {
    const keys = await client.keys('*')
    return { keys, values: (await client.mGet(keys)).map((value) => value ?? '') }
  } finally {
    client.destroy()
  }
}
