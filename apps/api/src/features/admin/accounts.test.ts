import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, newcomer, type Answer, type Method } from '../../../test/api.ts'
import { startWorld, tokenOf, type Citizen, type World } from '../../../test/world.ts'

interface Shown {
  readonly id: number
  readonly is_admin: boolean
  readonly is_active: boolean
  readonly username: string
}

interface Page {
  readonly users: readonly Shown[]
  readonly page: number
  readonly total: number
  readonly next_before: number | null
}

let world: World
let person: Citizen
beforeAll(async () => {
  world = await startWorld()
})
beforeEach(async () => {
  person = await world.someone()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const ask = (method: Method, path: string, body?: object, by: Citizen = world.admin): Promise<Answer> =>
  world.api.ask(method, `/api/admin/users${path}`, {
    token: by.token,
    ...(body === undefined ? {} : { body }),
  })
const get = (path: string): Promise<Answer> => ask('GET', path)
const page = async (query: string): Promise<Page> => (await get(query)).body as Page
const ids = ({ users }: Page): readonly number[] => users.map(({ id }) => id)
const verify = async (token: string): Promise<number> =>
  (await world.api.ask('GET', '/api/auth/verify', { token })).status
const login = (username: string, password = goodPassword): Promise<Answer> =>
  world.api.ask('POST', '/api/auth/login', { body: { login: username, password } })
const psql = (text: string, ...values: unknown[]): Promise<object[]> => world.api.psql(text, values)
const audited = (whom: number): readonly unknown[] =>
  world.api
    .log()
    .split('\n')
    .filter((line) => line.includes(`"whom":${whom}}`))
    .map((line) => (JSON.parse(line) as { audit: unknown }).audit)

/** What an admin sees of a user, and nothing else: no hash, no token_version. */
const account = [
  ...[
    'avatar_url',
    'bio',
    'company_name',
    'created_at',
    'education',
    'email',
    'experience',
    'first_name',
    'id',
  ],
  ...[
    'is_active',
    'is_admin',
    'is_available_for_hire',
    'last_name',
    'location',
    'occupation',
    'phone',
    'role',
  ],
  ...['skills', 'updated_at', 'username'],
]

describe('the list', () => {
  test('has everyone, open and closed, newest first, page by page', async () => {
    const closed = await world.someone({ is_active: false })
    const newest = await world.someone()
    expect(ids(await page('?limit=3'))).toEqual([newest.id, closed.id, person.id])
    const second = await page('?limit=1&page=2')
    expect(second).toMatchObject({ page: 2, skip: 1, limit: 1, next_before: closed.id })
    expect(ids(second)).toEqual([closed.id])
    expect(ids(await page(`?limit=1&before=${closed.id}`))).toEqual([person.id])
  })

  test('shows what an admin may see, and nothing else', async () => {
    const [shown = {}] = (await page('?limit=1')).users
    expect(Object.keys(shown).sort()).toEqual(account)
  })

  test.each([
    ['active', [false, true]],
    ['inactive', [true, false]],
    ['all', [true, true]],
  ])('of status %s has those', async (status, expected) => {
    const closed = await world.someone({ is_active: false })
    const found = ids(await page(`?limit=2&status=${status}`))
    expect([found.includes(closed.id), found.includes(person.id)]).toEqual(expected)
  })

  test('of a role has those', async () => {
    const employer = await world.someone({ role: 'employer' })
    await world.someone()
    expect(ids(await page('?limit=1&role=employer'))).toEqual([employer.id])
  })

  test('goes as far as pages are counted, and says how to go on', async () => {
    expect((await get('?page=501')).status).toBe(200)
    const answer = await get('?page=502')
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('go on with before')])
  })

  describe('searched', () => {
    let found: Citizen
    beforeAll(async () => {
      found = await world.someone({
        first_name: 'Sidney',
        last_name: 'Poitier',
        username: 'sir.sidney',
        email: 'sidney@catisland.example',
        phone: '+12423361234',
        occupation: 'Actor',
      })
    })

    test.each([
      ['a name', 'poitier'],
      ['names, in any order', 'POITIER sidney'],
      ['a username', 'sir.sid'],
      ['part of an e-mail address', 'catisland'],
      ['a name and an e-mail address', 'poitier @catisland.example'],
      ['a whole e-mail address, in capitals', 'SIDNEY@CATISLAND.EXAMPLE'],
      ['an e-mail address to the middle of its domain', 'idney@catisl'],
      ['part of a phone number', '3361234'],
      ['a phone number as it is dialled', '(242) 336-1234'],
      ['a local phone number', '336-1234'],
    ])('finds by %s', async (_, search) => {
      expect(ids(await page(`?search=${encodeURIComponent(search)}`))).toEqual([found.id])
    })

    test.each(['sidney@eleuthera.example', 'sidney@eleuth'])('finds nobody by %s', async (search) => {
      expect(ids(await page(`?search=${encodeURIComponent(search)}`))).toEqual([])
    })

    test('finds a closed account, where it is asked for', async () => {
      const closed = await world.someone({ last_name: 'Sweeting', is_active: false })
      expect(ids(await page('?search=sweeting'))).toEqual([closed.id])
      expect(ids(await page('?search=sweeting&status=inactive'))).toEqual([closed.id])
      expect(ids(await page('?search=sweeting&status=active'))).toEqual([])
    })

    test('does not look at occupations, as the public search does', async () => {
      expect(ids(await page('?search=actor'))).toEqual([])
    })

    test.each(['ab', '%', '@'])('is refused for %j: no index finds that', async (search) => {
      expect((await get(`?search=${encodeURIComponent(search)}`)).status).toBe(400)
    })

    test('by the public search, nobody is found by e-mail or phone', async () => {
      for (const search of ['catisland', '3361234']) {
        const { body } = await world.api.ask('GET', `/api/users?search=${search}`, { token: person.token })
        expect(body).toMatchObject({ users: [] })
      }
    })
  })

  test('costs three statements cold, and warm that of the guard alone', async () => {
    for (let i = 0; i < 20; i++) await world.someone()
    const cost = async (query: string): Promise<number> =>
      (await world.api.statementsOf(() => page(query))).length
    expect([await cost('?limit=20'), await cost('?limit=20')]).toEqual([3, 1])
    // Of a search, the people are cached, not what was looked for.
    expect(await cost('?limit=20&search=rolle')).toBe(2)
  })
})

describe('looking up', () => {
  test.each(['email', 'username', 'phone'] as const)('finds by %s, open or closed', async (name) => {
    for (const is_active of [true, false]) {
      const one = await world.someone({ is_active })
      const answer = await get(`/lookup?${name}=${encodeURIComponent(one[name].toUpperCase())}`)
      expect(answer).toMatchObject({ status: 200, body: { id: one.id, is_active } })
      expect(Object.keys(answer.body as object).sort()).toEqual(account)
    }
  })

  test('finds what the database has now, whatever is cached', async () => {
    await get(`/lookup?username=${person.username}`)
    const [before, after] = [person.username, `${person.username}.new`]
    await psql('update users set username = $2 where id = $1', person.id, after)
    expect((await get(`/lookup?username=${after}`)).body).toMatchObject({ id: person.id })
    expect((await get(`/lookup?username=${before}`)).status).toBe(404)
  })

  test.each([
    'email=nobody@example.org',
    'email=nobody',
    'username=nobody',
    'phone=%2B12425550000',
    'phone=x',
  ])('finds nobody by %s', async (query) => {
    const answer = await get(`/lookup?${query}`)
    expect([answer.status, codeOf(answer)]).toEqual([404, 'user_not_found'])
  })

  test.each(['', '?email=a@example.org&username=ann', '?email=a@example.org&username=ann&phone=1'])(
    'wants exactly one name, and not /lookup%s',
    async (query) => {
      const answer = await get(`/lookup${query}`)
      expect([answer.status, codeOf(answer)]).toEqual([400, 'validation_failed'])
      expect(answer.text).toContain('the query must hold exactly one of ')
    },
  )
})

describe('the details', () => {
  test('have the user, points, permissions, activity and the last login', async () => {
    const at = new Date(world.api.clock.wallNow()).toISOString()
    expect((await get(`/${person.id}`)).body).toMatchObject({ last_login: null })
    await login(person.username)
    const { status, body } = await get(`/${person.id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: person.id, email: person.email, phone: person.phone, last_login: at })
    expect(body).toMatchObject({
      points: 0,
      permissions: [],
      activity: { posts: 0, jobs: 0, applications: 0, followers: 0, following: 0 },
    })
    expect(Object.keys(body as object).sort()).toEqual(
      [...account, 'activity', 'last_login', 'permissions', 'points'].sort(),
    )
  })

  test('of a closed account are there', async () => {
    const closed = await world.someone({ is_active: false })
    expect((await get(`/${closed.id}`)).body).toMatchObject({ id: closed.id, is_active: false })
  })

  test('cost six statements cold; warm those of the guard and of the last login', async () => {
    const cost = async (): Promise<number> =>
      (await world.api.statementsOf(() => get(`/${person.id}`))).length
    expect([await cost(), await cost()]).toEqual([6, 2])
  })
})

describe('creating an account', () => {
  test('makes someone who can sign in, and answers them without a token', async () => {
    const given = newcomer()
    const answer = await ask('POST', '', { ...given, role: 'employer' })
    expect(answer).toMatchObject({
      status: 201,
      body: { username: given.username, role: 'employer', is_admin: false, is_active: true },
    })
    const { id } = answer.body as Shown
    expect(Object.keys(answer.body as object).sort()).toEqual(account)
    expect((await login(given.username)).status).toBe(200)
    expect(audited(id)).toEqual([{ by: world.admin.id, what: 'created', whom: id }])
  })

  test('makes an admin, where that is asked for', async () => {
    const given = newcomer()
    await ask('POST', '', { ...given, is_admin: true })
    const { access_token } = (await login(given.username)).body as { access_token: string }
    const answer = await world.api.ask('GET', '/api/admin/users', { token: access_token })
    expect(answer.status).toBe(200)
  })

  test.each(['email', 'username', 'phone'] as const)('is refused for a taken %s', async (name) => {
    const answer = await ask('POST', '', { ...newcomer(), [name]: person[name] })
    expect([answer.status, codeOf(answer)]).toEqual([409, `${name}_taken`])
  })

  test('has the password rules of everybody', async () => {
    const given = newcomer()
    const answer = await ask('POST', '', { ...given, password: given.email })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'validation_failed'])
  })
})

describe('changing an account', () => {
  test('changes what is given, seen at once, and the tokens stay good', async () => {
    const answer = await ask('PUT', `/${person.id}`, { bio: 'Sails.', role: 'employer' })
    expect(answer).toMatchObject({
      status: 200,
      body: { bio: 'Sails.', role: 'employer', email: person.email },
    })
    expect((await get(`/${person.id}`)).body).toMatchObject({ bio: 'Sails.' })
    expect(await verify(person.token)).toBe(200)
    expect(audited(person.id)).toEqual([{ by: world.admin.id, what: 'changed', whom: person.id }])
  })

  test('is refused for a taken name', async () => {
    const answer = await ask('PUT', `/${person.id}`, { username: world.admin.username })
    expect([answer.status, codeOf(answer)]).toEqual([409, 'username_taken'])
  })

  test('makes an admin of someone, whose tokens of before are void', async () => {
    expect((await ask('PUT', `/${person.id}`, { is_admin: true })).body).toMatchObject({ is_admin: true })
    expect(await verify(person.token)).toBe(401)
    const admin = { ...person, token: tokenOf(world.api, person.id, 2) }
    expect((await ask('GET', '', undefined, admin)).status).toBe(200)
  })

  test('to what it is already voids nothing', async () => {
    await ask('PUT', `/${person.id}`, { is_admin: false })
    expect(await verify(person.token)).toBe(200)
  })

  test.each([
    ['the token of before', 1, 401],
    ['a new token', 2, 403],
  ])(
    'an admin who is no longer one is out with the next request, on every instance: %s',
    async (_, version, status) => {
      const admin = await world.someone({ is_admin: true })
      const token = tokenOf(world.api, admin.id, version)
      await using there = await world.another()
      await there.ask('GET', '/api/auth/verify', { token: admin.token })
      expect((await there.ask('GET', '/api/admin/users', { token: admin.token })).status).toBe(200)
      await ask('PUT', `/${admin.id}`, { is_admin: false })
      for (const api of [there, world.api])
        expect((await api.ask('GET', '/api/admin/users', { token })).status).toBe(status)
    },
  )

  test('an admin of before is out with the next request when psql has done it', async () => {
    const admin = await world.someone({ is_admin: true })
    await using there = await world.another()
    expect((await there.ask('GET', '/api/admin/users', { token: admin.token })).status).toBe(200)
    await psql('update users set is_admin = false where id = $1', admin.id)
    const answer = await there.ask('GET', '/api/admin/users', { token: admin.token })
    expect([answer.status, codeOf(answer)]).toEqual([403, 'admins_only'])
  })

  test('an admin can change their profile, and not take their own right away', async () => {
    const admin = await world.someone({ is_admin: true })
    const own = await ask('PUT', `/${admin.id}`, { bio: 'Me.', is_admin: true }, admin)
    expect(own.status).toBe(200)
    const answer = await ask('PUT', `/${admin.id}`, { is_admin: false }, admin)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'own_admin_right'])
    expect((await get(`/${admin.id}`)).body).toMatchObject({ is_admin: true })
  })
})

describe.each([
  ['DELETE', '', 204],
  ['POST', '/deactivate', 200],
] as const)('closing an account by %s %s', (method, path, success) => {
  const close = (who: Citizen, by = world.admin): Promise<Answer> =>
    ask(method, `/${who.id}${path}`, undefined, by)

  test('ends its tokens and sessions at once, and nobody finds it', async () => {
    const { refresh_token } = (await login(person.username)).body as { refresh_token: string }
    expect(await verify(person.token)).toBe(200)
    expect((await close(person)).status).toBe(success)
    expect(await verify(person.token)).toBe(403)
    expect((await login(person.username)).status).toBe(403)
    expect((await world.api.ask('POST', '/api/auth/refresh', { body: { refresh_token } })).status).toBe(403)
    const found = await world.api.ask('GET', `/api/users/${person.id}`, { token: world.admin.token })
    expect(found.status).toBe(404)
    expect((await get(`/${person.id}`)).body).toMatchObject({ is_active: false, username: person.username })
  })

  test('is done once, however often it is asked for', async () => {
    expect([(await close(person)).status, (await close(person)).status]).toEqual([success, success])
    expect(audited(person.id)).toEqual([{ by: world.admin.id, what: 'closed', whom: person.id }])
  })

  test('is not for one’s own', async () => {
    const answer = await close(world.admin)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'own_account'])
    expect(await verify(world.admin.token)).toBe(200)
  })
})

describe('opening an account again', () => {
  const activate = (): Promise<Answer> => ask('POST', `/${person.id}/activate`)

  test('lets its owner sign in, with no token or session of before', async () => {
    const { refresh_token } = (await login(person.username)).body as { refresh_token: string }
    await ask('DELETE', `/${person.id}`)
    expect(await activate()).toMatchObject({ status: 200, body: { id: person.id, is_active: true } })
    expect(await verify(person.token)).toBe(401)
    expect((await world.api.ask('POST', '/api/auth/refresh', { body: { refresh_token } })).status).toBe(401)
    expect((await login(person.username)).status).toBe(200)
  })

  test('revives no token or session that psql has left, when it closed the account', async () => {
    const { refresh_token } = (await login(person.username)).body as { refresh_token: string }
    await psql('update users set is_active = false where id = $1', person.id)
    await activate()
    expect(await verify(person.token)).toBe(401)
    expect((await world.api.ask('POST', '/api/auth/refresh', { body: { refresh_token } })).status).toBe(401)
  })

  test('of one that is open changes nothing', async () => {
    expect((await activate()).status).toBe(200)
    expect(await verify(person.token)).toBe(200)
    expect(audited(person.id)).toEqual([])
  })
})

test.each([
  ['GET', ''],
  ['PUT', ''],
  ['DELETE', ''],
  ['POST', '/activate'],
  ['POST', '/deactivate'],
] as const)('%s /:id%s says so where there is no such user', async (method, path) => {
  const answer = await ask(method, `/999999999${path}`, method === 'PUT' ? { bio: 'x' } : undefined)
  expect([answer.status, codeOf(answer)]).toEqual([404, 'user_not_found'])
})

describe('the last admin', () => {
  let two: readonly [Citizen, Citizen]
  beforeEach(async () => {
    two = [await world.someone({ is_admin: true }), await world.someone({ is_admin: true })]
    await psql(
      'update users set is_admin = false where is_admin and id <> all ($1::bigint[])',
      two.map(({ id }) => id),
    )
  })
  const closeOwn = (who: Citizen): Promise<Answer> =>
    world.api.ask('DELETE', '/api/auth/account', { token: who.token, body: { password: goodPassword } })
  const left = async (): Promise<number> =>
    (await psql('select from users where is_admin and is_active')).length

  test.each<[string, (who: Citizen, other: Citizen) => Promise<Answer>]>([
    ['take the right from each other', (who, other) => ask('PUT', `/${other.id}`, { is_admin: false }, who)],
    ['close each other’s account', (who, other) => ask('DELETE', `/${other.id}`, undefined, who)],
    ['close their own accounts', (who) => closeOwn(who)],
  ])('stays, when two %s at once', async (_, act) => {
    const answers = await Promise.all([act(two[0], two[1]), act(two[1], two[0])])
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
    expect(await left()).toBe(1)
  })

  test('is told so', async () => {
    await closeOwn(two[0])
    const answer = await closeOwn(two[1])
    expect([answer.status, codeOf(answer)]).toEqual([409, 'last_admin'])
    expect(await verify(two[1].token)).toBe(200)
  })
})
