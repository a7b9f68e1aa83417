import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, type Answer } from '../../../test/api.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Seen {
  readonly id: number
  readonly is_following: boolean
}
interface Page {
  readonly users: readonly Seen[]
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

const get = (viewer: Citizen, path: string): Promise<Answer> =>
  world.api.ask('GET', `/api/users${path}`, { token: viewer.token })
const page = async (viewer: Citizen, path: string): Promise<Page> => (await get(viewer, path)).body as Page
const idsOf = ({ users }: Page): number[] => users.map(({ id }) => id)
const follow = (viewer: Citizen, id: number): Promise<Answer> =>
  world.api.ask('POST', `/api/users/follow/${id}`, { token: viewer.token })
const unfollow = (viewer: Citizen, id: number): Promise<Answer> =>
  world.api.ask('POST', `/api/users/unfollow/${id}`, { token: viewer.token })
const close = (person: Citizen): Promise<Answer> =>
  world.api.ask('DELETE', '/api/auth/account', { token: person.token, body: { password: goodPassword } })

/** So many people, the newest first. */
async function crowd(size: number): Promise<Citizen[]> {
  const people: Citizen[] = []
  for (let i = 0; i < size; i++) people.unshift(await world.someone())
  return people
}

/** The others follow someone, as somebody in psql would have them. */
function followedBy(person: Citizen, followers: readonly Citizen[]): Promise<object[]> {
  return world.api.psql(
    'insert into follows (follower_id, followed_id) select unnest($1::bigint[]), $2::bigint',
    [followers.map(({ id }) => id), person.id],
  )
}

const toldOfFollows = async ({ id }: Citizen): Promise<readonly { actor_id: number }[]> =>
  world.api.psql("select actor_id from notifications where user_id = $1 and kind = 'follow'", [id])

describe('following someone', () => {
  test('is seen at once in their profile, in the list, among their followers and among whom one follows', async () => {
    const [one, other] = [await world.someone(), await world.someone()]
    const seen = async (): Promise<unknown[]> => {
      const { body } = await get(one, `/${other.id}`)
      const { is_following, followers_count } = body as Seen & { followers_count: number }
      const { following_count } = (await get(other, `/${one.id}`)).body as { following_count: number }
      const listed = (await page(one, '?limit=2')).users.find(({ id }) => id === other.id)
      return [
        ...[is_following, listed?.is_following, followers_count, following_count],
        ...[idsOf(await page(one, `/${other.id}/followers`)), idsOf(await page(one, `/${one.id}/following`))],
      ]
    }
    const strangers = [false, false, 0, 0, [], []]
    expect(await seen()).toEqual(strangers)
    const followed = await follow(one, other.id)
    expect([followed.status, followed.body]).toEqual([200, { is_following: true, followers_count: 1 }])
    expect(await seen()).toEqual([true, true, 1, 1, [one.id], [other.id]])
    const left = await unfollow(one, other.id)
    expect([left.status, left.body]).toEqual([200, { is_following: false, followers_count: 0 }])
    expect(await seen()).toEqual(strangers)
  })

  test('is not being followed', async () => {
    const [one, other] = [await world.someone(), await world.someone()]
    await follow(one, other.id)
    expect((await get(other, `/${one.id}`)).body).toMatchObject({ is_following: false, following_count: 1 })
  })

  test('a second time changes nothing, nor does stopping a second time', async () => {
    const [one, other] = [await world.someone(), await world.someone()]
    for (let i = 0; i < 2; i++)
      expect((await follow(one, other.id)).body).toEqual({ is_following: true, followers_count: 1 })
    for (let i = 0; i < 2; i++)
      expect((await unfollow(one, other.id)).body).toEqual({ is_following: false, followers_count: 0 })
  })

  test('is told to them once, however often it is repeated', async () => {
    const [one, other] = [await world.someone(), await world.someone()]
    for (let i = 0; i < 3; i++) {
      await follow(one, other.id)
      await unfollow(one, other.id)
    }
    expect(await toldOfFollows(other)).toEqual([{ actor_id: one.id }])
  })

  test('twenty times at once is done once and told once', async () => {
    const [one, other] = [await world.someone(), await world.someone()]
    const answers = await Promise.all(Array.from({ length: 20 }, () => follow(one, other.id)))
    expect(new Set(answers.map(({ text }) => text))).toEqual(
      new Set(['{"is_following":true,"followers_count":1}']),
    )
    expect(await toldOfFollows(other)).toEqual([{ actor_id: one.id }])
  })

  test('each other at once succeeds for both', async () => {
    const [one, other] = [await world.someone(), await world.someone()]
    const answers = await Promise.all([follow(one, other.id), follow(other, one.id)])
    expect(answers.map(({ body }) => body)).toEqual(Array(2).fill({ is_following: true, followers_count: 1 }))
  })

  test('is not for oneself', async () => {
    const one = await world.someone()
    const answer = await follow(one, one.id)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'own_account'])
    expect((await unfollow(one, one.id)).body).toEqual({ is_following: false, followers_count: 0 })
  })

  test.each([
    ['follow', follow],
    ['unfollow', unfollow],
  ])('%s of whoever is not there, or not any more, is not found', async (_, ask) => {
    const [one, closed] = [await world.someone(), await world.someone({ is_active: false })]
    for (const id of [closed.id, Number.MAX_SAFE_INTEGER]) {
      const answer = await ask(one, id)
      expect([answer.status, codeOf(answer)]).toEqual([404, 'user_not_found'])
    }
  })
})

describe.each(['followers', 'following'] as const)('the list of %s', (list) => {
  let person: Citizen
  let viewer: Citizen
  let others: readonly Citizen[]
  beforeAll(async () => {
    ;[person, viewer] = [await world.someone(), await world.someone()]
    others = await crowd(5)
    if (list === 'followers') await followedBy(person, others)
    else for (const other of others) await followedBy(other, [person])
  })
  const path = (query = ''): string => `/${person.id}/${list}${query}`
  const othersIds = (): number[] => others.map(({ id }) => id)

  test('goes by the others’ accounts, newest first, page by page', async () => {
    const first = await page(viewer, path('?limit=2'))
    const second = await page(viewer, path('?skip=2&limit=3'))
    expect([...idsOf(first), ...idsOf(second)]).toEqual(othersIds())
    expect(await page(viewer, path('?skip=5'))).toEqual({
      ...{ users: [], total: 5, total_is_exact: true, skip: 5, limit: 20, next_before: null },
    })
  })

  test('is read to its end by the end of the page before', async () => {
    const seen: number[] = []
    let before: number | null = null
    do {
      const found: Page = await page(viewer, path(`?limit=2${before === null ? '' : `&before=${before}`}`))
      expect(found.total).toBe(5)
      seen.push(...idsOf(found))
      before = found.next_before
    } while (before !== null)
    expect(seen).toEqual(othersIds())
  })

  test('is found by username too, and shows of people what everyone may see', async () => {
    const found = await page(viewer, `/${person.username.toUpperCase()}/${list}`)
    expect(found).toEqual(await page(viewer, path()))
    const { users: anyone } = await page(viewer, '?limit=1')
    const keys = Object.keys(anyone[0] ?? {})
    expect(keys).not.toContain('email')
    for (const user of found.users) expect(Object.keys(user)).toEqual(keys)
  })

  test('marks whom the viewer follows', async () => {
    const [, second] = others
    await follow(viewer, second?.id ?? 0)
    const { users } = await page(viewer, path())
    expect(users.map(({ is_following }) => is_following)).toEqual([false, true, false, false, false])
  })

  test('leaves out whose account is closed, and counts them', async () => {
    const [newest, ...rest] = others
    if (newest === undefined) throw new Error('Nobody is there.')
    await close(newest)
    const found = await page(viewer, path())
    expect([idsOf(found), found.total]).toEqual([rest.map(({ id }) => id), 5])
    await world.api.psql('update users set is_active = true where id = $1', [newest.id])
    expect(idsOf(await page(viewer, path()))).toEqual(othersIds())
  })

  test.each([
    ['nobody', 404, 'user_not_found'],
    ['9007199254740992', 400, 'validation_failed'],
  ] as const)('is not there of %s', async (identifier, status, code) => {
    const answer = await get(viewer, `/${identifier}/${list}`)
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
  })

  test('is not there of whose account is closed', async () => {
    const { id } = await world.someone({ is_active: false })
    expect((await get(viewer, `/${id}/${list}`)).status).toBe(404)
  })
})

describe('two people who look at the same', () => {
  test.each([
    ['the list', '?limit=3'],
    ['a profile', ''],
    ['followers', '/followers'],
    ['those who are followed', '/following'],
  ])('see each their own marks in %s, whoever looks first', async (_, path) => {
    const [celebrity, fan, stranger] = [await world.someone(), await world.someone(), await world.someone()]
    await followedBy(celebrity, [fan])
    await followedBy(fan, [celebrity])
    const places = path.startsWith('?')
      ? [path]
      : [`/${celebrity.id}${path}`, `/${celebrity.username}${path}`]
    const shownTo = async (viewer: Citizen): Promise<unknown[]> => {
      const answers = await Promise.all(places.map((place) => get(viewer, place)))
      return answers.map(({ text }) => text.match(/"is_following":true/g)?.length ?? 0)
    }
    // Of a list of followers, the fan is the one item, and follows the celebrity, who is the one item of the other.
    const toFan = places.map(() => (path === '/followers' || path === '/following' ? 0 : 1))
    const toCelebrity = places.map(() => (path === '' ? 0 : 1))
    const nothing = places.map(() => 0)
    for (let round = 0; round < 2; round++) {
      expect(await shownTo(fan)).toEqual(toFan)
      expect(await shownTo(stranger)).toEqual(nothing)
      expect(await shownTo(celebrity)).toEqual(toCelebrity)
      expect(await shownTo(stranger)).toEqual(nothing)
    }
  })
})

describe('what is read of the database', () => {
  let viewer: Citizen
  beforeAll(async () => {
    viewer = await world.someone()
    // From here on it is known whom they follow: that is read once.
    await get(viewer, `/${viewer.id}`)
  })
  const statementsFor = async (path: string): Promise<number> =>
    (await world.api.statementsOf(() => get(viewer, path))).length

  test('for a page of 20 people: ids and people; and nothing when warm', async () => {
    await crowd(20)
    expect(await statementsFor('')).toBe(2)
    expect(await statementsFor('')).toBe(0)
  })

  test.each(['followers', 'following'])(
    'for 20 %s of someone: these, in ids and people, and the someone',
    async (list) => {
      const person = await world.someone()
      const others = await crowd(20)
      if (list === 'followers') await followedBy(person, others)
      else for (const other of others) await followedBy(other, [person])
      const path = `/${person.id}/${list}`
      expect(await statementsFor(path)).toBe(3)
      expect(await statementsFor(path)).toBe(0)
    },
  )

  test('for a profile: the person and the counts', async () => {
    const { id } = await world.someone()
    expect(await statementsFor(`/${id}`)).toBe(2)
    expect(await statementsFor(`/${id}`)).toBe(0)
  })
})
