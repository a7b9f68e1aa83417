import { startPostgres } from '@cay/servers'
import { beforeAll, describe, expect, test } from 'vitest'
import { registerSomeone, signedIn, startApi, type Api } from '../../../test/api.ts'
import { normaliseEmail, normalisePhone, normaliseUsername } from '../../platform/normalise.ts'
import { adminAccount, demoAccount, known } from './demo-people.ts'
import { topics } from './demo-post-words.ts'
import { demoSizes, demoWorld, type DemoWorld } from './demo-world.ts'

const until = Date.UTC(2026, 10, 20, 18)
const world = demoWorld(until)

const dayMs = 86_400_000

function distinct(texts: readonly string[]): number {
  return new Set(texts).size
}

function firstWord(text: string): string {
  return text.split(' ', 1)[0] ?? ''
}

/** How many there are of each value, the most first. */
function counts(values: readonly number[]): number[] {
  return [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length).sort((a, b) => b - a)
}

function* pagesOf<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < list.length; i += 20) yield list.slice(i, i + 20)
}

describe('what is in it', () => {
  test('is the same every time, and a day later it is the same a day later, but for what belongs to a season', () => {
    expect(demoWorld(until)).toEqual(world)
    const later = demoWorld(until + dayMs)
    expect(later.people.map(({ username }) => username)).toEqual(world.people.map(({ username }) => username))
    expect(later.people.map(({ created_at }) => created_at.getTime() - dayMs)).toEqual(
      world.people.map(({ created_at }) => created_at.getTime()),
    )
  })

  test('no two people have the same name, and all of their names are good ones', () => {
    expect(distinct(world.people.map(({ username }) => username))).toBe(demoSizes.people)
    for (const { username, email, phone } of world.people) {
      expect(normaliseUsername(username)).toBe(username)
      expect(normaliseEmail(email)).toBe(email)
      if (phone !== null) expect(normalisePhone(phone)).toBe(phone)
    }
  })

  test('only the second of the two known accounts is an administrator', () => {
    expect(world.people[known.demo]).toMatchObject({ username: demoAccount.username, is_admin: false })
    const admins = world.people.filter(({ is_admin }) => is_admin)
    expect(admins.map(({ username }) => username)).toEqual([adminAccount.username])
  })

  test('a few people and posts have much of the attention, and most have little', () => {
    for (const values of [
      world.follows.map(({ followed }) => followed),
      world.likes.map(({ post }) => post),
      world.comments.map(({ post }) => post),
      world.posts.map(({ author }) => author),
    ]) {
      const sorted = counts(values)
      const ofTheFirst = sorted.slice(0, Math.ceil(sorted.length / 20)).reduce((sum, count) => sum + count, 0)
      expect(ofTheFirst / values.length).toBeGreaterThan(0.2)
      expect(sorted[sorted.length >> 1]).toBeLessThan(6)
    }
  })
})

describe('texts', () => {
  test('no page of twenty posts says the same twice, or begins the same way often', () => {
    for (const page of pagesOf(world.posts)) {
      expect(distinct(page.map(({ content }) => content))).toBe(page.length)
      expect(distinct(page.map(({ content }) => firstWord(content)))).toBeGreaterThanOrEqual(
        page.length * 0.6,
      )
    }
  })

  test('two posts in three, every notice and four profiles in five are like no other', () => {
    expect(distinct(world.posts.map(({ content }) => content))).toBeGreaterThan(2_000)
    expect(distinct(world.posts.map(({ content }) => firstWord(content)))).toBeGreaterThan(150)
    expect(distinct(world.jobs.map(({ description }) => description))).toBeGreaterThan(495)
    expect(distinct(world.jobs.map(({ title }) => title))).toBeGreaterThan(200)
    expect(distinct(world.people.map(({ bio }) => bio))).toBeGreaterThan(1_600)
  })

  test('no page of twenty notices has the same work twice, and no twenty people the same words about themselves', () => {
    for (const page of pagesOf(world.jobs)) {
      expect(distinct(page.map(({ description }) => description))).toBe(page.length)
    }
    for (const page of pagesOf(world.people)) expect(distinct(page.map(({ bio }) => bio))).toBe(page.length)
  })

  test('under a post nothing is said twice among the first fifty comments', () => {
    for (const comments of Map.groupBy(world.comments, ({ post }) => post).values()) {
      const first = comments.slice(0, 50).map(({ content }) => content)
      expect(distinct(first)).toBe(first.length)
    }
  })

  test('what is said under a post is about what the post is about', () => {
    const texts = (about: string): string[] =>
      world.comments.filter(({ post }) => world.posts[post]?.about === about).map(({ content }) => content)
    for (const { about } of topics) expect(distinct(texts(about))).toBeGreaterThan(30)
    for (const about of ['prices', 'thanks', 'storms'])
      expect(texts(about)).not.toContain('Is it still there?')
    expect(texts('sales')).toContain('Is it still there?')
  })

  test('who says for how many years they have done something has that many years of experience', () => {
    for (const { bio, experience } of world.people) {
      const [, years] = /^(\d+) years an? /.exec(bio) ?? []
      if (years !== undefined) expect(experience).toMatch(new RegExp(`^${years} years`))
    }
  })

  test('nothing is left in braces, nothing is too long for the API, and a sentence begins with a capital', () => {
    const texts = [
      ...world.posts.map(({ content }) => content),
      ...world.comments.map(({ content }) => content),
      ...world.jobs.flatMap(({ title, description }) => [title, description]),
      ...world.people.map(({ bio }) => bio),
      ...world.messages.map(({ content }) => content),
      ...world.applications.map(({ cover_letter }) => cover_letter ?? 'None'),
    ]
    for (const text of texts) {
      expect(text).not.toMatch(/[{}]|\ban? [Uu]ndefined|\b[Aa] (?!one)[aeio][a-z]/)
      expect(text).toMatch(/^\P{Ll}/u)
      expect(text.length).toBeLessThan(1_000)
    }
  })

  test('storms are written of in their season, and Junkanoo in its own', () => {
    const summer = demoWorld(Date.UTC(2026, 5, 30))
    const wordsOf = (made: DemoWorld, month: number): string =>
      made.posts
        .filter(({ created_at }) => created_at.getUTCMonth() + 1 === month)
        .map(({ content }) => content)
        .join('\n')
    for (const made of [world, summer]) {
      expect(wordsOf(made, 4)).not.toMatch(/Boxing Day|wave coming off Africa/)
      expect(wordsOf(made, 2)).not.toMatch(/regatta results/i)
    }
    expect(topics.filter(({ months }) => months !== undefined).length).toBeGreaterThan(2)
  })
})

describe('times', () => {
  const joinedAt = (person: number): number => world.people[person]?.created_at.getTime() ?? Infinity
  const postedAt = (post: number): number => world.posts[post]?.created_at.getTime() ?? Infinity

  test('accounts, posts, notices, comments and messages stand in the order they were made in, all in the past', () => {
    for (const list of [world.people, world.posts, world.jobs, world.comments, world.messages]) {
      const times = list.map(({ created_at }) => created_at.getTime())
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times.at(-1)).toBeLessThan(until)
      expect(times.at(-1)).toBeGreaterThan(until - 2 * dayMs)
    }
  })

  test('nobody does anything before they joined', () => {
    const done = [
      ...world.posts.map(({ author, created_at }) => [author, created_at] as const),
      ...world.jobs.map(({ employer, created_at }) => [employer, created_at] as const),
      ...world.likes.map(({ user, created_at }) => [user, created_at] as const),
      ...world.comments.map(({ author, created_at }) => [author, created_at] as const),
      ...world.follows.flatMap(({ follower, followed, created_at }) => [
        [follower, created_at] as const,
        [followed, created_at] as const,
      ]),
      ...world.applications.map(({ applicant, created_at }) => [applicant, created_at] as const),
      ...world.messages.flatMap(({ sender, recipient, created_at }) => [
        [sender, created_at] as const,
        [recipient, created_at] as const,
      ]),
      ...world.points.map(({ user, created_at }) => [user, created_at] as const),
      ...world.permissions.map(({ user, granted_at }) => [user, granted_at] as const),
    ]
    expect(done.filter(([person, at]) => at.getTime() <= joinedAt(person) || at.getTime() >= until)).toEqual(
      [],
    )
  })

  test('nothing is liked or said of a post before it was written, nor asked of a notice after it was closed', () => {
    for (const { post, created_at } of [...world.likes, ...world.comments]) {
      expect(created_at.getTime()).toBeGreaterThan(postedAt(post))
    }
    for (const { job, applicant, created_at } of world.applications) {
      const notice = world.jobs[job]
      expect(notice?.employer).not.toBe(applicant)
      expect(created_at.getTime()).toBeGreaterThan(notice?.created_at.getTime() ?? Infinity)
      if (notice?.status !== 'open') {
        expect(created_at.getTime()).toBeLessThan(notice?.updated_at.getTime() ?? 0)
      }
    }
  })

  test('nobody has ever spent points they did not have', () => {
    for (const entries of Map.groupBy(world.points, ({ user }) => user).values()) {
      let balance = 0
      for (const { amount } of entries) expect((balance += amount)).toBeGreaterThanOrEqual(0)
    }
  })
})

describe.each(['embedded', 'postgres'] as const)('in a database that is %s', (kind) => {
  let api: Api
  let token: string
  beforeAll(async () => {
    const postgres = kind === 'postgres' ? await startPostgres() : undefined
    api = await startApi({
      env: { SEED_DEMO: 'true' },
      ...(postgres === undefined
        ? {}
        : { database: { kind: 'postgres', url: await postgres.createDatabase() } }),
    })
    const { username: login, password } = demoAccount
    token = signedIn(await api.ask('POST', '/api/auth/login', { body: { login, password } })).access_token
    return async () => {
      await api[Symbol.asyncDispose]()
      await postgres?.stop()
    }
  })

  test('there are 2,000 people, and those who register come after them', async () => {
    const page = await api.ask('GET', '/api/users?limit=1', { token })
    expect(page.body).toMatchObject({
      // Nobody counts further.
      total: 1_000,
      total_is_exact: false,
      users: [{ id: demoSizes.people, username: world.people.at(-1)?.username }],
    })
    expect((await registerSomeone(api)).id).toBe(demoSizes.people + 1)
  })

  test('everything else is there too, with ids in the order of time', async () => {
    if (kind === 'embedded') return
    const [counted] = await api.psql<Record<string, number>>(
      `select (select count(*) from jobs) as jobs, (select count(*) from posts) as posts,
         (select count(*) from follows) as follows, (select count(*) from job_applications) as applications,
         (select count(*) from post_likes) as likes, (select count(*) from post_comments) as comments,
         (select count(*) from conversations where last_message_id is not null) as conversations`,
    )
    const { jobs, posts, follows, applications, likes, comments, conversations } = demoSizes
    expect(counted).toEqual({ jobs, posts, follows, applications, likes, comments, conversations })
    for (const table of ['users', 'jobs', 'posts', 'messages', 'post_comments']) {
      const early = await api.psql(
        `select from (select created_at, lag(created_at) over (order by id) as before from ${table}) row
         where created_at < before`,
      )
      expect(early).toEqual([])
    }
  })

  test('the demo account has followers, and something new to read', async () => {
    if (kind === 'embedded') return
    const [found] = await api.psql<Record<string, number>>(
      `select (select count(*) from follows where followed_id = u.id) as followers,
         (select count(*) from notifications where user_id = u.id and read_at is null) as unread,
         (select count(distinct m.conversation_id) from messages m join conversations c on c.id = m.conversation_id
          where m.recipient_id = u.id and m.id > case u.id when c.user_a_id then c.a_read_to else c.b_read_to end) as new
       from users u where username = $1`,
      [demoAccount.username],
    )
    expect(found?.['followers']).toBeGreaterThan(50)
    expect(found?.['unread']).toBeGreaterThan(5)
    expect(found?.['new']).toBe(5)
  })

  test('the administrator signs in with the same password', async () => {
    const { username: login, password } = adminAccount
    expect((await api.ask('POST', '/api/auth/login', { body: { login, password } })).status).toBe(200)
  })
})

test('two that start at once put it there once, and who has the name of one of its people keeps it', async () => {
  await using postgres = await startPostgres()
  const database = { kind: 'postgres', url: await postgres.createDatabase() } as const
  const taken = world.people[5]?.username ?? ''
  await using before = await startApi({ database })
  const person = await registerSomeone(before, { username: taken })
  const start = (): Promise<Api> => startApi({ database, env: { SEED_DEMO: 'true' } })
  const started = await Promise.all([start(), start()])
  const [counted] = await before.psql<Record<string, number>>(
    `select (select count(*) from users) as users, (select count(*) from user_credentials) as credentials,
       (select count(*) from follows where $1 in (follower_id, followed_id)) as follows`,
    [person.id],
  )
  expect(counted).toEqual({ users: demoSizes.people, credentials: demoSizes.people, follows: 0 })
  await Promise.all(started.map((api) => api[Symbol.asyncDispose]()))
})
