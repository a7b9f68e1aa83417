import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryTier, manualClock } from 'cay/testing'
import {
  registerSomeone,
  goodPassword,
  startApi,
  type Answer,
  type Api,
  type Person,
} from '../../../test/api.ts'

interface Page {
  readonly users: readonly { readonly id: number; readonly username: string }[]
  readonly total: number
  readonly next_before: number | null
}

describe.each([
  ['in memory alone', {}],
  ['with a shared tier', { sharedTier: memoryTier(manualClock()) }],
])('users, cached %s', (_, options) => {
  let api: Api
  let viewer: Person
  beforeAll(async () => {
    api = await startApi(options)
    viewer = await registerSomeone(api)
  })
  afterAll(async () => {
    await api[Symbol.asyncDispose]()
  })

  const get = (path: string): Promise<Answer> => api.ask('GET', `/api/users${path}`, { token: viewer.token })
  const page = async (query: string): Promise<Page> => (await get(query)).body as Page
  const update = (person: Person, body: object): Promise<Answer> =>
    api.ask('PUT', '/api/auth/profile', { token: person.token, body })
  const close = (person: Person): Promise<Answer> =>
    api.ask('DELETE', '/api/auth/account', { token: person.token, body: { password: goodPassword } })

  describe('the list', () => {
    test('has everyone, newest first, page by page', async () => {
      const people = [await registerSomeone(api), await registerSomeone(api), await registerSomeone(api)]
      const ids = people.map(({ id }) => id).reverse()
      const first = await page('?limit=2')
      const second = await page('?skip=2&limit=1')
      expect([...first.users, ...second.users].map(({ id }) => id)).toEqual(ids)
      expect(second.total).toBe(first.total)
      expect(await page(`?skip=${first.total}`)).toEqual({
        users: [],
        total: first.total,
        total_is_exact: true,
        skip: first.total,
        limit: 20,
        next_before: null,
      })
    })

    test('is read to its end by the end of the page before', async () => {
      const seen: number[] = []
      let before: number | null = null
      do {
        const { users, next_before }: Page = await page(
          `?limit=2${before === null ? '' : `&before=${before}`}`,
        )
        seen.push(...users.map(({ id }) => id))
        before = next_before
      } while (before !== null)
      const { users } = await page('?limit=100')
      expect(seen).toEqual(users.map(({ id }) => id))
    })

    test('shows a new user, a changed one and the lack of a closed one on the next request', async () => {
      const { total } = await page('')
      const person = await registerSomeone(api)
      expect((await page('?limit=1')).users).toMatchObject([{ id: person.id, bio: null }])
      await update(person, { bio: 'New here.' })
      expect((await page('?limit=1')).users).toMatchObject([{ id: person.id, bio: 'New here.' }])
      expect((await page('')).total).toBe(total + 1)
      await close(person)
      expect((await page('')).users.map(({ id }) => id)).not.toContain(person.id)
      expect((await page('')).total).toBe(total)
    })

    describe('searched', () => {
      const first_name = 'Arawak'
      beforeAll(async () => {
        const found = {
          first_name,
          last_name: 'Lightbourne',
          occupation: 'Conch diver',
          location: 'Deadman’s Cay',
        }
        await registerSomeone(api, found)
      })

      test.each([
        ['a name', 'arawak'],
        ['a name, in capitals', 'ARAWAK'],
        ['two words, in any order', 'lightbourne arawak'],
        ['a short word beside a longer one', 'ar arawak'],
        ['part of an occupation', 'onch div'],
        ['a location', 'deadman’s'],
        ['with spaces around', '  arawak '],
      ])('finds by %s', async (_, search) => {
        expect((await page(`?search=${encodeURIComponent(search)}`)).users).toMatchObject([{ first_name }])
      })

      test.each(['a', 'ar li', '%', '-- --'])('is refused for %j: no index finds that', async (search) => {
        const answer = await get(`?search=${encodeURIComponent(search)}`)
        expect([answer.status, answer.text]).toEqual([
          400,
          expect.stringContaining('three letters or digits'),
        ])
      })

      test.each(['100%', 'aaa_b', 'back\\slash'])('takes %s as it is written', async (occupation) => {
        await registerSomeone(api, { occupation })
        await registerSomeone(api, { occupation: '100 aaaxb backslash' })
        const { users } = await page(`?search=${encodeURIComponent(occupation)}`)
        expect(users).toMatchObject([{ occupation }])
      })
    })
  })

  test.each(['follow', 'Unfollow'])('nobody is called %s: it is a path beside theirs', async (username) => {
    const answer = await update(viewer, { username })
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('"field":"username"')])
  })

  describe('one user', () => {
    test('is found by id and by username, however it is written, with what everyone may see', async () => {
      const { id, username } = await registerSomeone(api, { skills: ['Sailing'] })
      const answer = await get(`/${id}`)
      expect(answer.status).toBe(200)
      expect(Object.keys(answer.body as object).sort()).toEqual(
        [
          ...[
            'avatar_url',
            'bio',
            'company_name',
            'created_at',
            'education',
            'experience',
            'first_name',
            'id',
          ],
          ...['followers_count', 'following_count', 'is_following', 'posts_count'],
          ...['is_available_for_hire', 'last_name', 'location', 'occupation', 'role', 'skills', 'username'],
        ].sort(),
      )
      for (const name of [username, username.toUpperCase()]) {
        expect((await get(`/${name}`)).body).toEqual(answer.body)
      }
    })

    test('shows a change on the next request', async () => {
      const person = await registerSomeone(api)
      expect((await get(`/${person.username}`)).body).toMatchObject({ occupation: null })
      await update(person, { occupation: 'Straw artisan' })
      expect((await get(`/${person.username}`)).body).toMatchObject({ occupation: 'Straw artisan' })
    })

    test('who was looked for before they came is found when they have come', async () => {
      expect((await get('/early.bird')).status).toBe(404)
      await registerSomeone(api, { username: 'early.bird' })
      expect((await get('/early.bird')).status).toBe(200)
    })

    test('has a name that passes to someone else without a mix-up', async () => {
      const [one, two] = [await registerSomeone(api), await registerSomeone(api)]
      expect((await get(`/${one.username}`)).body).toMatchObject({ id: one.id })
      await update(one, { username: `${one.username}.former` })
      await update(two, { username: one.username })
      expect((await get(`/${one.username}`)).body).toMatchObject({ id: two.id })
    })
  })
})
