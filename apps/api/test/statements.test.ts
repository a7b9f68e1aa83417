import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Api } from './api.ts'
import { startWorld, type Citizen, type World } from './world.ts'

/** What a list costs the database: a fixed number of statements, however long it is; and none when it is cached. */

const people = 50

let world: World
let uncached: Api
let viewer: Citizen
beforeAll(async () => {
  world = await startWorld()
  viewer = await world.someone()
  await fill(world.api, viewer.id)
  uncached = await world.another({ env: { CAY_READ: 'strong' } })
})
afterAll(async () => {
  await uncached[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

/** Fifty people, each of whom has done one of everything with the viewer, and with the first job and post there are. */
async function fill({ psql }: Api, viewerId: number): Promise<void> {
  await psql(
    `insert into users (email, username, first_name, last_name, location)
     select 'crowd' || n || '@example.org', 'crowd' || n, 'Crowd', 'Member', 'Nassau'
     from generate_series(1, ${people}) n`,
  )
  const crowd = "select id from users where username like 'crowd%'"
  const statements = [
    `insert into jobs (employer_id, title, description, category, location)
     select $1, 'Boat builder', 'Builds boats', 'marine', 'nassau' from generate_series(1, ${people})`,
    `insert into jobs (employer_id, title, description, category, location)
     select id, 'Boat builder', 'Builds boats', 'marine', 'nassau' from (${crowd}) c where $1 > 0`,
    `insert into job_applications (job_id, applicant_id)
     select (select min(id) from jobs where employer_id = $1), id from (${crowd}) c`,
    `insert into job_applications (job_id, applicant_id) select id, $1 from jobs where employer_id <> $1`,
    `insert into posts (author_id, content) select id, 'Hello' from (${crowd}) c where $1 > 0`,
    `insert into posts (author_id, content) select $1, 'Mine' from generate_series(1, ${people})`,
    `insert into post_comments (post_id, author_id, content)
     select (select min(id) from posts where author_id = $1), id, 'Nice' from (${crowd}) c`,
    `insert into post_likes (post_id, user_id) select id, $1 from posts where author_id <> $1`,
    `insert into follows (follower_id, followed_id) select id, $1 from (${crowd}) c`,
    `insert into follows (follower_id, followed_id) select $1, id from (${crowd}) c`,
    `insert into conversations (user_a_id, user_b_id)
     select least(id, $1), greatest(id, $1) from (${crowd}) c`,
    `insert into messages (conversation_id, sender_id, recipient_id, content)
     select c.id, case when user_a_id = $1 then user_b_id else user_a_id end, $1, 'Good morning'
     from conversations c, generate_series(1, ${people})`,
    `update conversations c set last_message_id = (select max(id) from messages where conversation_id = c.id)
     where $1 > 0`,
    `insert into notifications (user_id, kind, actor_id) select $1, 'follow', id from (${crowd}) c`,
    `insert into point_transactions (user_id, amount, reason, idempotency_key, created_by)
     select $1, 5, 'Helped', 'key ' || id, id from (${crowd}) c`,
  ]
  for (const statement of statements) await psql(statement, [viewerId])
}

const idOf: Readonly<Record<string, string>> = {
  viewer: 'select $1::bigint as id',
  job: 'select min(id) as id from jobs where employer_id = $1',
  post: 'select min(id) as id from posts where author_id = $1',
  conversation: 'select min(id) as id from conversations where $1 in (user_a_id, user_b_id)',
}

/** A list, and the statements that it may cost while nothing of it is cached. */
interface List {
  readonly path: string
  readonly most: number
  /** Default: the viewer. */
  readonly who?: 'anonymous' | 'admin'
}

const lists: readonly List[] = [
  { path: '/api/users?search=crowd', most: 3 },
  { path: '/api/jobs', most: 3, who: 'anonymous' },
  { path: '/api/jobs', most: 4 },
  { path: '/api/jobs?category=marine&location=new-providence&search=boat', most: 6 },
  { path: '/api/jobs/my/posted', most: 3 },
  { path: '/api/jobs/my/applications', most: 4 },
  { path: '/api/jobs/{job}/applications', most: 4 },
  { path: '/api/users/{viewer}/followers', most: 3 },
  { path: '/api/users/{viewer}/following', most: 3 },
  { path: '/api/notifications', most: 2 },
  { path: '/api/notifications?unread=true', most: 2 },
  { path: '/api/posts', most: 4 },
  { path: '/api/posts', most: 3, who: 'anonymous' },
  { path: '/api/posts/user/{viewer}', most: 3 },
  { path: '/api/posts/{post}/comments', most: 3 },
  { path: '/api/messages/conversations', most: 2 },
  { path: '/api/messages/conversations/{conversation}/messages', most: 2 },
  { path: '/api/admin/users', most: 3, who: 'admin' },
  { path: '/api/admin/users/{viewer}/points', most: 5, who: 'admin' },
]

async function ask(api: Api, { path, who }: List, limit: number): Promise<unknown[]> {
  const [, name] = /\{(\w+)\}/.exec(path) ?? []
  const [row] = name === undefined ? [] : await world.api.psql<{ id: number }>(idOf[name] ?? '', [viewer.id])
  const filled = path.replace(/\{\w+\}/, String(row?.id))
  const token = who === 'admin' ? world.admin.token : viewer.token
  const answer = await api.ask(
    'GET',
    `${filled}${filled.includes('?') ? '&' : '?'}limit=${limit}`,
    who === 'anonymous' ? {} : { token },
  )
  expect([answer.status, answer.text]).toEqual([200, answer.text])
  const items: unknown = Object.values(answer.body as object).find((value) => Array.isArray(value))
  return items as unknown[]
}

describe.each(lists)('$path', (list) => {
  const costOf = async (api: Api, limit: number): Promise<number> => {
    let items: unknown[] = []
    const statements = await api.statementsOf(async () => {
      items = await ask(api, list, limit)
    })
    expect(items).toHaveLength(limit)
    return statements.length
  }

  test('costs as much for forty as for five', async () => {
    expect(await costOf(uncached, 40)).toBe(await costOf(uncached, 5))
  })

  test(`costs at most ${list.most} statements, and none the second time`, async () => {
    // The viewer is known from any request of theirs before.
    await world.api.ask('GET', '/api/auth/verify', { token: viewer.token })
    expect(await costOf(world.api, 20)).toBeLessThanOrEqual(list.most)
    expect(await costOf(world.api, 20)).toBe(list.who === 'admin' ? 1 : 0)
  })
})
