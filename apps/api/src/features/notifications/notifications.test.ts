import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, type Answer } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Item {
  readonly id: number
  readonly actor: { readonly id: number }
  readonly read_at: string | null
}
interface Page {
  readonly notifications: readonly Item[]
  readonly total: number
  readonly next_before: number | null
}

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const get = (who: Citizen, path = ''): Promise<Answer> =>
  world.api.ask('GET', `/api/notifications${path}`, { token: who.token })
const page = async (who: Citizen, query = ''): Promise<Page> => (await get(who, query)).body as Page
const idsOf = ({ notifications }: Page): number[] => notifications.map(({ id }) => id)
const unreadOf = async (who: Citizen): Promise<number> =>
  ((await get(who, '/unread-count')).body as { unread_count: number }).unread_count
const markRead = (who: Citizen, id: number | undefined): Promise<Answer> =>
  world.api.ask('PUT', `/api/notifications/${id}/read`, { token: who.token })
const markAllRead = (who: Citizen): Promise<Answer> =>
  world.api.ask('PUT', '/api/notifications/mark-all-read', { token: who.token })
const follow = (who: Citizen, whom: Citizen): Promise<Answer> =>
  world.api.ask('POST', `/api/users/follow/${whom.id}`, { token: who.token })

/** Tells someone of so many messages, as somebody in psql would. Answers the ids, the newest first. */
async function tell(who: Citizen, actor: Citizen, count = 1): Promise<number[]> {
  const rows = await world.api.psql<{ id: number }>(
    `insert into notifications (user_id, kind, actor_id)
     select $1::bigint, 'message', $2::bigint from generate_series(1, $3) returning id`,
    [who.id, actor.id, count],
  )
  return rows.map(({ id }) => id).reverse()
}

describe('the list', () => {
  test('says what happened, who did it in short, and what it was about', async () => {
    const who = await world.someone()
    const actor = await world.someone({ occupation: 'Sponge diver', location: 'Andros' })
    const [made] = await world.api.psql<{ post: number; job: number }>(
      `with post as (insert into posts (author_id, content) values ($1, 'Storm is coming.') returning id),
         job as (
           insert into jobs (employer_id, title, description, category, is_remote)
           values ($1, 'Diver', 'Two weeks.', 'fishing-farming', true) returning id
         )
       select post.id as post, job.id as job from post, job`,
      [who.id],
    )
    await world.api.psql(
      `insert into notifications (user_id, kind, actor_id, job_id, post_id, created_at, read_at) values
         ($1, 'application', $2, $3, null, '2026-01-01 08:00-05', null),
         ($1, 'comment', $2, null, $4, '2026-01-02 08:00-05', '2026-01-03 08:00-05')`,
      [who.id, actor.id, made?.job, made?.post],
    )
    const { id, username } = actor
    const card = {
      ...{ id, username, first_name: 'Ann', last_name: 'Rolle', avatar_url: null },
      ...{ occupation: 'Sponge diver', location: 'Andros' },
    }
    expect(await page(who)).toStrictEqual({
      notifications: [
        {
          ...{ id: expect.any(Number) as number, kind: 'comment', actor: card },
          ...{ job_id: null, post_id: made?.post, conversation_id: null },
          ...{ created_at: '2026-01-02T13:00:00.000Z', read_at: '2026-01-03T13:00:00.000Z' },
        },
        {
          ...{ id: expect.any(Number) as number, kind: 'application', actor: card },
          ...{ job_id: made?.job, post_id: null, conversation_id: null },
          ...{ created_at: '2026-01-01T13:00:00.000Z', read_at: null },
        },
      ],
      ...{ total: 2, total_is_exact: true, skip: 0, limit: 20, next_before: null },
    })
  })

  test('has a follow, with the time of the clock', async () => {
    const [who, fan] = [await world.someone(), await world.someone()]
    await follow(fan, who)
    const created_at = new Date(world.api.clock.wallNow()).toISOString()
    expect((await page(who)).notifications).toMatchObject([
      { kind: 'follow', actor: { id: fan.id }, created_at },
    ])
  })

  test('goes newest first, page by page, and to its end by the end of the page before', async () => {
    const [who, actor] = [await world.someone(), await world.someone()]
    const ids = await tell(who, actor, 5)
    expect(idsOf(await page(who, '?skip=1&limit=3'))).toEqual(ids.slice(1, 4))
    const seen: number[] = []
    let before: number | null = null
    do {
      const found: Page = await page(who, `?limit=2${before === null ? '' : `&before=${before}`}`)
      expect(found.total).toBe(5)
      seen.push(...idsOf(found))
      before = found.next_before
    } while (before !== null)
    expect(seen).toEqual(ids)
  })

  test('can be of the unread alone', async () => {
    const [who, actor] = [await world.someone(), await world.someone()]
    const [newest, middle, oldest] = await tell(who, actor, 3)
    await markRead(who, middle)
    const unread = await page(who, '?unread=true')
    expect([idsOf(unread), unread.total]).toEqual([[newest, oldest], 2])
    expect(idsOf(await page(who, '?unread=false'))).toEqual([newest, middle, oldest])
  })
})

describe('reading', () => {
  test('one of them is noted once, and counted at once', async () => {
    const [who, actor] = [await world.someone(), await world.someone()]
    const [id] = await tell(who, actor, 3)
    expect(await unreadOf(who)).toBe(3)
    const readAt = async (): Promise<unknown> => (await page(who)).notifications[0]?.read_at
    expect(await readAt()).toBeNull()
    const now = new Date(world.api.clock.wallNow()).toISOString()
    const answer = await markRead(who, id)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect([await readAt(), await unreadOf(who)]).toEqual([now, 2])
    await world.api.clock.advance(1_000)
    expect((await markRead(who, id)).status).toBe(204)
    expect([await readAt(), await unreadOf(who)]).toEqual([now, 2])
  })

  test('someone else’s is not found, and is not read by it', async () => {
    const [who, actor] = [await world.someone(), await world.someone()]
    const [id] = await tell(who, actor)
    for (const other of [actor, world.admin]) {
      const answer = await markRead(other, id)
      expect([answer.status, codeOf(answer)]).toEqual([404, 'notification_not_found'])
    }
    expect(await unreadOf(who)).toBe(1)
  })

  test('all of them is of one’s own, however many, and drops nobody else’s from the cache', async () => {
    const [who, actor, other] = [await world.someone(), await world.someone(), await world.someone()]
    await tell(who, actor, 900)
    await tell(who, actor, 900)
    await tell(who, actor, 200)
    await tell(other, actor, 2)
    expect([await unreadOf(who), await unreadOf(other)]).toEqual([100, 2])
    const loads = world.api.loads('notifications:unread')
    expect((await markAllRead(who)).status).toBe(204)
    expect(await unreadOf(other)).toBe(2)
    expect(world.api.loads('notifications:unread')).toBe(loads)
    expect([await unreadOf(who), (await page(who, '?unread=true')).total]).toEqual([0, 0])
    expect((await markAllRead(who)).status).toBe(204)
  })
})

test('what was done by someone whose account is closed is neither shown nor counted, until it is open again', async () => {
  const [who, actor, leaver] = [await world.someone(), await world.someone(), await world.someone()]
  const [left] = await tell(who, leaver)
  const [stays] = await tell(who, actor)
  expect([idsOf(await page(who)), await unreadOf(who)]).toEqual([[stays, left], 2])
  await world.api.ask('DELETE', '/api/auth/account', {
    token: leaver.token,
    body: { password: goodPassword },
  })
  expect([idsOf(await page(who)), await unreadOf(who)]).toEqual([[stays], 1])
  await world.api.psql('update users set is_active = true where id = $1', [leaver.id])
  expect([idsOf(await page(who)), await unreadOf(who)]).toEqual([[stays, left], 2])
})

test('two people see each their own, whoever looks first', async () => {
  const [one, other, actor] = [await world.someone(), await world.someone(), await world.someone()]
  const [mine, theirs] = [await tell(one, actor, 2), await tell(other, actor, 3)]
  for (let round = 0; round < 2; round++) {
    for (const [who, ids] of [
      [one, mine],
      [other, theirs],
      [other, theirs],
      [one, mine],
      [actor, []],
    ] as const) {
      expect([idsOf(await page(who)), idsOf(await page(who, '?unread=true'))]).toEqual([ids, ids])
      expect(await unreadOf(who)).toBe(ids.length)
    }
  }
})

test('20 of 20 people are read by two statements, and by none when warm; so is their number', async () => {
  const who = await world.someone()
  await world.api.ask('GET', '/api/auth/verify', { token: who.token })
  for (let i = 0; i < 20; i++) await tell(who, await world.someone())
  const statementsFor = async (path: string): Promise<number> =>
    (await world.api.statementsOf(() => get(who, path))).length
  expect([await statementsFor(''), await statementsFor('')]).toEqual([2, 0])
  // The people are known already.
  expect([await statementsFor('/unread-count'), await statementsFor('/unread-count')]).toEqual([1, 0])
})

describe('the cache', () => {
  let who: Citizen
  let actor: Citizen
  let other: Citizen
  beforeAll(async () => {
    who = await world.someone()
    actor = await world.someone()
    other = await world.someone()
    await tell(who, actor, 3)
  })
  const change = (sql: string) => (): Promise<unknown> => world.api.psql(sql, [who.id])
  const changes = {
    'a follow': async () => follow(await world.someone(), who),
    'one that was read': async () => markRead(who, (await page(who)).notifications[0]?.id),
    'all that were read': () => markAllRead(who),
    'a new one, by SQL': () => tell(who, other),
    'one that was read, by SQL': change(
      'update notifications set read_at = now() where user_id = $1 and read_at is null',
    ),
    'one that was unread again, by SQL': change('update notifications set read_at = null where user_id = $1'),
    'one that is gone, by SQL': change(
      'delete from notifications where id = (select max(id) from notifications where user_id = $1)',
    ),
    'whose account is closed, by SQL': () =>
      world.api.psql('update users set is_active = false where id = $1', [actor.id]),
  }
  const unrelated = {
    'what someone else is told': () => tell(other, who),
    'what someone else has read': () => markAllRead(other),
    'whom they follow': () => follow(who, other),
    'their profile': () =>
      world.api.ask('PUT', '/api/auth/profile', { token: who.token, body: { bio: 'Changed.' } }),
  }

  describe('of lists', () => {
    describeCached({
      api: () => world.api,
      family: 'notifications',
      read: () => page(who),
      changes,
      unrelated,
    })
  })

  describe('of counts', () => {
    beforeAll(async () => {
      await world.api.psql('delete from notifications where user_id = $1', [who.id])
      await world.api.psql('update users set is_active = true where id = $1', [actor.id])
      await tell(who, actor, 3)
    })
    describeCached({
      api: () => world.api,
      family: 'notifications:unread',
      read: () => unreadOf(who),
      changes,
      unrelated,
    })
  })
})
