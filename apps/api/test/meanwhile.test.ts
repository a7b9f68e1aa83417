import { startPostgres, type Postgres } from '@cay/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, registerSomeone, startApi, type Answer, type Api, type Person } from './api.ts'

/** What another has changed while a request was on its way, and what the application has not been told of yet. */

let postgres: Postgres
let api: Api
/** Somebody else's: nobody waits for the application to hear of what it does. */
let psql: pg.Client
let watcher: pg.Client
beforeAll(async () => {
  postgres = await startPostgres()
  const url = await postgres.createDatabase()
  api = await startApi({ database: { kind: 'postgres', url } })
  ;[psql, watcher] = [new pg.Client(url), new pg.Client(url)]
  await Promise.all([psql.connect(), watcher.connect()])
})
afterAll(async () => {
  await Promise.all([psql.end(), watcher.end()])
  await api[Symbol.asyncDispose]()
  await postgres.stop()
})

const asking = (person: Person) => ({ token: person.token })

async function idOf(answer: Promise<Answer>): Promise<number> {
  const { body, text } = await answer
  if (typeof body === 'object' && body !== null && 'id' in body) return Number(body.id)
  throw new Error(`Nothing was made: ${text}`)
}

const post = (author: Person): Promise<number> =>
  idOf(api.ask('POST', '/api/posts', { ...asking(author), body: { content: 'Conch salad today' } }))

const job = (employer: Person): Promise<number> =>
  idOf(
    api.ask('POST', '/api/jobs', {
      ...asking(employer),
      body: { title: 'Painter', description: 'A fence', category: 'construction', is_remote: true },
    }),
  )

/** Makes a request that has to wait for a lock of `psql`'s, which does something meanwhile, and commits. */
async function overtaken(
  lock: readonly [text: string, values: unknown[]],
  request: () => Promise<Answer>,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Answer> {
  await psql.query('begin')
  await psql.query(...lock)
  const answer = request()
  const waiting = async (): Promise<number | null> =>
    (await watcher.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount
  await expect.poll(waiting).toBe(1)
  await meanwhile()
  await psql.query('commit')
  return answer
}

describe('what was taken from someone just now', () => {
  const take: readonly (readonly [string, string, string])[] = [
    [
      'a permission',
      "insert into permissions (user_id, permission) values ($1, 'moderate_posts'), ($1, 'moderate_jobs')",
      'delete from permissions where user_id = $1',
    ],
    [
      'the right of an admin',
      'update users set is_admin = true where id = $1',
      'update users set is_admin = false where id = $1',
    ],
  ]
  test.each(take)('%s deletes nothing of others any more', async (_, give, takeAway) => {
    const [author, moderator] = [await registerSomeone(api), await registerSomeone(api)]
    const posts = [await post(author), await post(author)]
    const jobs = [await job(author), await job(author)]
    const comment = await idOf(
      api.ask('POST', `/api/posts/${posts[1]}/comments`, {
        ...asking(author),
        body: { content: 'Sold out' },
      }),
    )
    const remove = async (path: string): Promise<number> =>
      (await api.ask('DELETE', path, asking(moderator))).status
    await psql.query(give, [moderator.id])
    await api.fence()
    expect([await remove(`/api/posts/${posts[0]}`), await remove(`/api/jobs/${jobs[0]}`)]).toEqual([204, 204])
    await psql.query(takeAway, [moderator.id])
    expect([
      await remove(`/api/posts/${posts[1]}`),
      await remove(`/api/posts/${posts[1]}/comments/${comment}`),
      await remove(`/api/jobs/${jobs[1]}`),
    ]).toEqual([403, 403, 403])
  })

  test('the right of an admin shows no applications of others any more', async () => {
    const [employer, admin] = [await registerSomeone(api), await registerSomeone(api)]
    const url = `/api/jobs/${await job(employer)}/applications`
    await psql.query('update users set is_admin = true where id = $1', [admin.id])
    await api.fence()
    expect((await api.ask('GET', url, asking(admin))).status).toBe(200)
    await psql.query('update users set is_admin = false where id = $1', [admin.id])
    expect((await api.ask('GET', url, asking(admin))).status).toBe(403)
  })
})

test('a password that was changed while it was looked at closes no account', async () => {
  const person = await registerSomeone(api)
  const answer = await overtaken(
    ['select from users where id = $1 for no key update', [person.id]],
    () => api.ask('DELETE', '/api/auth/account', { ...asking(person), body: { password: goodPassword } }),
    () => psql.query("update user_credentials set password_hash = 'another' where user_id = $1", [person.id]),
  )
  expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong_password'])
  expect((await api.ask('GET', '/api/auth/verify', asking(person))).status).toBe(200)
})

test.each([
  ['/api/posts', 'posts', { content: 'Conch salad today' }],
  [
    '/api/jobs',
    'jobs',
    { title: 'Painter', description: 'A fence', category: 'construction', is_remote: true },
  ],
])(
  'what is made at %s is answered, though its maker’s account is closed meanwhile',
  async (url, table, body) => {
    const person = await registerSomeone(api)
    const answer = await overtaken(
      [`lock table ${table} in share mode`, []],
      () => api.ask('POST', url, { ...asking(person), body }),
      () => api.ask('DELETE', '/api/auth/account', { ...asking(person), body: { password: goodPassword } }),
    )
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining(body)])
  },
)

describe('someone who was deleted while they asked', () => {
  const body = { content: 'Conch salad today' }
  test.each<[string, (other: Person, person: Person) => Promise<() => Promise<Answer>>]>([
    [
      'writes no post',
      (_other, person) => Promise.resolve(() => api.ask('POST', '/api/posts', { ...asking(person), body })),
    ],
    [
      'writes no comment',
      async (other, person) => {
        const id = await post(other)
        return () => api.ask('POST', `/api/posts/${id}/comments`, { ...asking(person), body })
      },
    ],
    [
      'likes nothing',
      async (other, person) => {
        const id = await post(other)
        return () => api.ask('POST', `/api/posts/${id}/like`, asking(person))
      },
    ],
    [
      'applies for nothing',
      async (other, person) => {
        const id = await job(other)
        return () => api.ask('POST', `/api/jobs/${id}/apply`, { ...asking(person), body: {} })
      },
    ],
    [
      'follows nobody',
      (other, person) =>
        Promise.resolve(() => api.ask('POST', `/api/users/follow/${other.id}`, asking(person))),
    ],
    [
      'begins no conversation',
      (other, person) =>
        Promise.resolve(() =>
          api.ask('POST', '/api/messages/conversations', { ...asking(person), body: { user_id: other.id } }),
        ),
    ],
  ])('%s, and is asked to try again', async (_, prepared) => {
    const [other, person] = [await registerSomeone(api), await registerSomeone(api)]
    const request = await prepared(other, person)
    const answer = await overtaken(['delete from users where id = $1', [person.id]], request)
    expect([answer.status, codeOf(answer)]).toEqual([503, 'changed_meanwhile'])
    await api.fence()
    expect((await request()).status).toBe(401)
  })
})
