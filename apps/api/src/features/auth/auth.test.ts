import { startPostgres, type Postgres } from '@cay/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  codeOf,
  goodPassword,
  newcomer,
  registerSomeone,
  signedIn,
  startApi,
  type Answer,
  type Api,
} from '../../../test/api.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

describe('auth on PGlite', () => {
  authSuite(() => startApi())
})

describe('auth on PostgreSQL', () => {
  let server: Postgres
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(async () => {
    await server.stop()
  })
  authSuite(() => startApi({ database: { kind: 'postgres', url: server.url } }))

  test('a login asks the database and no cache: what was changed past the application decides', async () => {
    const url = await server.createDatabase()
    await using api = await startApi({ database: { kind: 'postgres', url } })
    const person = await registerSomeone(api)
    expect((await api.ask('GET', '/api/auth/verify', { token: person.token })).status).toBe(200)
    await pastTheApplication(url, 'update users set is_active = false')
    const answer = await api.ask('POST', '/api/auth/login', {
      body: { login: person.email, password: goodPassword },
    })
    expect(codeOf(answer)).toBe('account_inactive')
  })

  test('an account that is opened again does not bring its old tokens back', async () => {
    const url = await server.createDatabase()
    await using api = await startApi({ database: { kind: 'postgres', url } })
    const { token } = await registerSomeone(api)
    await api.ask('DELETE', '/api/auth/account', { token, body: { password: goodPassword } })
    await pastTheApplication(url, 'update users set is_active = true')
    // Past the application, and without a fence yet: it is seen when the cached user ends.
    await api.clock.advance(7 * minuteMs)
    expect(codeOf(await api.ask('GET', '/api/auth/verify', { token }))).toBe('token_revoked')
  })
})

/** As someone in psql does. */
async function pastTheApplication(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** The same promises, whatever the database. */
function authSuite(start: () => Promise<Api>): void {
  let api: Api
  beforeAll(async () => {
    api = await start()
  })
  afterAll(async () => {
    await api[Symbol.asyncDispose]()
  })

  const login = (name: string, password = goodPassword): Promise<Answer> =>
    api.ask('POST', '/api/auth/login', { body: { login: name, password } })
  const verify = (token: string): Promise<Answer> => api.ask('GET', '/api/auth/verify', { token })
  const refresh = (refresh_token: string): Promise<Answer> =>
    api.ask('POST', '/api/auth/refresh', { body: { refresh_token } })
  const logout = (refresh_token: string): Promise<Answer> =>
    api.ask('POST', '/api/auth/logout', { body: { refresh_token } })
  const updateProfile = (token: string, body: object): Promise<Answer> =>
    api.ask('PUT', '/api/auth/profile', { token, body })
  const closeAccount = (token: string, password = goodPassword): Promise<Answer> =>
    api.ask('DELETE', '/api/auth/account', { token, body: { password } })
  const refusal = (answer: Answer): [number, string] => [answer.status, codeOf(answer)]

  describe('register', () => {
    test('signs in to the new account, and shows it without a trace of the password', async () => {
      const now = new Date(api.clock.wallNow()).toISOString()
      const answer = await api.ask('POST', '/api/auth/register', {
        body: {
          email: 'Marguerite@Example.org',
          username: 'Marguerite',
          password: goodPassword,
          first_name: 'Marguerite',
          last_name: 'Pindling',
          phone: '(242) 322-1234',
          skills: ['Speeches', 'a "quoted", {odd} one'],
        },
      })
      expect(answer.status).toBe(201)
      expect(answer.body).toEqual({
        access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
        refresh_token: expect.stringMatching(/^[\w-]{43}$/) as string,
        token_type: 'Bearer',
        expires_in: 900,
        user: {
          id: expect.any(Number) as number,
          email: 'Marguerite@Example.org',
          username: 'Marguerite',
          phone: '+12423221234',
          first_name: 'Marguerite',
          last_name: 'Pindling',
          role: 'worker',
          bio: null,
          avatar_url: null,
          occupation: null,
          company_name: null,
          location: null,
          skills: ['Speeches', 'a "quoted", {odd} one'],
          experience: null,
          education: null,
          is_admin: false,
          is_available_for_hire: false,
          created_at: now,
          updated_at: now,
        },
      })
      expect((await verify(signedIn(answer).access_token)).status).toBe(200)
    })

    test.each(['email', 'username', 'phone'] as const)(
      'refuses an %s that someone has, however it is written',
      async (field) => {
        const person = await registerSomeone(api)
        const written = { email: person.email.toUpperCase(), username: person.username.toUpperCase() }
        const phone = `1 (242) ${person.phone.slice(5, 8)} ${person.phone.slice(8)}`
        const body = { ...newcomer(), [field]: { ...written, phone }[field] }
        expect(refusal(await api.ask('POST', '/api/auth/register', { body }))).toEqual([
          409,
          `${field}_taken`,
        ])
      },
    )

    test('refuses a password that is one of the names', async () => {
      const body = { ...newcomer(), username: 'long.username', password: 'Long_UserName' }
      const answer = await api.ask('POST', '/api/auth/register', { body })
      expect(refusal(answer)).toEqual([400, 'validation_failed'])
      expect(answer.text).toContain('password must not be your e-mail address')
    })

    test('refuses a phone number that is none, and leaves no account behind', async () => {
      const body = { ...newcomer(), phone: '1-800-FLOWERS' }
      const answer = await api.ask('POST', '/api/auth/register', { body })
      expect(refusal(answer)).toEqual([400, 'validation_failed'])
      expect(answer.text).toContain('phone must be a phone number')
      expect(codeOf(await login(body.username))).toBe('invalid_credentials')
    })

    test('of two at once with one username, one gets it', async () => {
      const [one, two] = [newcomer(), newcomer()]
      const answers = await Promise.all(
        [one, { ...two, username: one.username }].map((body) =>
          api.ask('POST', '/api/auth/register', { body }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    })
  })

  describe('login', () => {
    test('finds the account by e-mail, username or phone, in any form of it', async () => {
      const { id, email, username, phone } = await registerSomeone(api)
      const local = `${phone.slice(5, 8)}-${phone.slice(8)}`
      for (const name of [email, ` ${email.toUpperCase()} `, username.toUpperCase(), phone, local]) {
        const answer = await login(name)
        expect([name, answer.status]).toEqual([name, 200])
        expect(signedIn(answer).user.id).toBe(id)
      }
    })

    test('answers a wrong password and an account that is not there alike', async () => {
      const { email } = await registerSomeone(api)
      const [wrong, absent] = [await login(email, 'not the password'), await login('nobody@example.org')]
      expect(refusal(wrong)).toEqual([401, 'invalid_credentials'])
      const shape = ({ status, text, headers }: Answer): unknown => [
        status,
        text.replace(/"request_id":"[^"]*"/, ''),
        Object.keys(headers),
      ]
      expect(shape(absent)).toEqual(shape(wrong))
    })

    test.each(["' or 1=1 --", 'a@b', '%', '12', '😀', '+', 'x'.repeat(254)])(
      'takes %j for a login that nobody has',
      async (name) => {
        expect(refusal(await login(name))).toEqual([401, 'invalid_credentials'])
      },
    )

    test('says that an account is closed to whoever knows its password, and to nobody else', async () => {
      const { email, token } = await registerSomeone(api)
      expect((await closeAccount(token)).status).toBe(204)
      expect(refusal(await login(email, 'not the password'))).toEqual([401, 'invalid_credentials'])
      expect(refusal(await login(email))).toEqual([403, 'account_inactive'])
    })
  })

  describe('an access token', () => {
    test('tells who is signed in', async () => {
      const { id, token } = await registerSomeone(api)
      const answer = await verify(token)
      expect(answer.body).toMatchObject({ valid: true, user: { id } })
      expect((await api.ask('GET', '/api/auth/profile', { token })).body).toMatchObject({ id })
    })

    test('expires after 15 minutes, and its session goes on with the refresh token', async () => {
      const { token, refreshToken } = await registerSomeone(api)
      await api.clock.advance(15 * minuteMs - 1)
      expect((await verify(token)).status).toBe(200)
      await api.clock.advance(1)
      const late = await verify(token)
      expect(refusal(late)).toEqual([401, 'token_expired'])
      expect(late.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
      expect((await verify(signedIn(await refresh(refreshToken)).access_token)).status).toBe(200)
    })

    test('with any one of its characters changed is another, also where it was just verified', async () => {
      const { token } = await registerSomeone(api)
      expect((await verify(token)).status).toBe(200)
      // The last character of a signature carries four bits and two that mean nothing.
      for (let i = 0; i < token.length - 1; i++) {
        const other = token[i] === 'A' ? 'B' : 'A'
        const changed = token.slice(0, i) + other + token.slice(i + 1)
        expect(refusal(await verify(changed))).toEqual([401, 'token_invalid'])
      }
    })
  })

  describe('a refresh token', () => {
    test('is good once; the second use ends the session, and every access token of the user', async () => {
      const { token, refreshToken } = await registerSomeone(api)
      const next = signedIn(await refresh(refreshToken))
      expect((await verify(next.access_token)).status).toBe(200)
      expect(refusal(await refresh(refreshToken))).toEqual([401, 'refresh_token_invalid'])
      expect(refusal(await refresh(next.refresh_token))).toEqual([401, 'refresh_token_invalid'])
      expect(refusal(await verify(next.access_token))).toEqual([401, 'token_revoked'])
      expect(refusal(await verify(token))).toEqual([401, 'token_revoked'])
    })

    test('used up a third time makes no further token void: it has nothing left to end', async () => {
      const { username, refreshToken } = await registerSomeone(api)
      await refresh(refreshToken)
      await refresh(refreshToken)
      const again = signedIn(await login(username))
      expect(codeOf(await refresh(refreshToken))).toBe('refresh_token_invalid')
      expect((await verify(again.access_token)).status).toBe(200)
    })

    test('used twice at once counts as used twice', async () => {
      const { refreshToken } = await registerSomeone(api)
      const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken)])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
      const winner = answers.find(({ status }) => status === 200)
      expect(winner && codeOf(await refresh(signedIn(winner).refresh_token))).toBe('refresh_token_invalid')
    })

    test('expires after 30 days', async () => {
      const { refreshToken } = await registerSomeone(api)
      await api.clock.advance(30 * dayMs)
      expect(refusal(await refresh(refreshToken))).toEqual([401, 'refresh_token_invalid'])
    })

    test('that nobody was given is refused', async () => {
      expect(refusal(await refresh('x'.repeat(43)))).toEqual([401, 'refresh_token_invalid'])
    })
  })

  describe('logout', () => {
    test('ends this session and no other, and tells nothing about a token it does not know', async () => {
      const { username, refreshToken } = await registerSomeone(api)
      const other = signedIn(await login(username))
      expect((await logout(refreshToken)).status).toBe(204)
      expect((await logout('x'.repeat(43))).status).toBe(204)
      expect(codeOf(await refresh(refreshToken))).toBe('refresh_token_invalid')
      expect((await refresh(other.refresh_token)).status).toBe(200)
    })

    test('everywhere ends all of them, and the access tokens with them', async () => {
      const { username, token, refreshToken } = await registerSomeone(api)
      const other = signedIn(await login(username))
      expect((await api.ask('POST', '/api/auth/logout-all', { token })).status).toBe(204)
      for (const access of [token, other.access_token]) {
        expect(refusal(await verify(access))).toEqual([401, 'token_revoked'])
      }
      for (const ended of [refreshToken, other.refresh_token]) {
        expect(codeOf(await refresh(ended))).toBe('refresh_token_invalid')
      }
      expect((await login(username)).status).toBe(200)
    })
  })

  describe('the profile', () => {
    test('changes in what is given, and shows it on the next request', async () => {
      const { token } = await registerSomeone(api, { occupation: 'Boat captain' })
      const changes = { bio: 'I build dinghies.', skills: ['Carpentry'], is_available_for_hire: true }
      expect((await updateProfile(token, changes)).body).toMatchObject(changes)
      expect((await verify(token)).body).toMatchObject({ user: { ...changes, occupation: 'Boat captain' } })
    })

    test('loses what is set to null', async () => {
      const { token, phone } = await registerSomeone(api)
      expect((await updateProfile(token, { phone: null })).body).toMatchObject({ phone: null })
      expect(codeOf(await login(phone))).toBe('invalid_credentials')
    })

    test.each(['email', 'username', 'phone'] as const)(
      'refuses an %s that someone else has',
      async (field) => {
        const [one, two] = [await registerSomeone(api), await registerSomeone(api)]
        const answer = await updateProfile(two.token, { bio: 'Not to be seen.', [field]: one[field] })
        expect(refusal(answer)).toEqual([409, `${field}_taken`])
        expect((await verify(two.token)).body).toMatchObject({ user: { bio: null, [field]: two[field] } })
      },
    )

    test('keeps its own name, written differently', async () => {
      const { token, username } = await registerSomeone(api)
      const written = username.toUpperCase()
      expect((await updateProfile(token, { username: written })).body).toMatchObject({ username: written })
    })

    test('with a new name is found by it, and by the old one no more', async () => {
      const { token, username } = await registerSomeone(api)
      const find = async (name: string): Promise<number> =>
        (await api.ask('GET', `/api/users/${name}`, { token })).status
      const renamed = `${username}.renamed`
      expect([await find(username), await find(renamed)]).toEqual([200, 404])
      await updateProfile(token, { username: renamed })
      expect([await find(username), await find(renamed)]).toEqual([404, 200])
      expect((await login(renamed)).status).toBe(200)
    })
  })

  describe('changing the password', () => {
    const wanted = 'guinep and dilly'
    const change = (token: string, current_password: string, new_password: string): Promise<Answer> =>
      api.ask('POST', '/api/auth/change-password', { token, body: { current_password, new_password } })

    test('ends every session but the one it answers with', async () => {
      const { username, token, refreshToken } = await registerSomeone(api)
      const answer = await change(token, goodPassword, wanted)
      expect(answer.status).toBe(200)
      expect((await verify(signedIn(answer).access_token)).status).toBe(200)
      expect(refusal(await verify(token))).toEqual([401, 'token_revoked'])
      expect(codeOf(await refresh(refreshToken))).toBe('refresh_token_invalid')
      expect(codeOf(await login(username))).toBe('invalid_credentials')
      expect((await login(username, wanted)).status).toBe(200)
    })

    test('needs the current one', async () => {
      const { username, token } = await registerSomeone(api)
      expect(refusal(await change(token, 'not the password', wanted))).toEqual([403, 'wrong_password'])
      expect((await login(username)).status).toBe(200)
    })

    test('needs another, that is not one of the names', async () => {
      const { token, email } = await registerSomeone(api)
      for (const refused of [goodPassword, email]) {
        expect(refusal(await change(token, goodPassword, refused))).toEqual([400, 'validation_failed'])
      }
    })

    test('twice at once with the same current one succeeds once', async () => {
      const { token } = await registerSomeone(api)
      const answers = await Promise.all([
        change(token, goodPassword, `${wanted} one`),
        change(token, goodPassword, `${wanted} two`),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    })
  })

  describe('closing the account', () => {
    test('needs the password', async () => {
      const { token } = await registerSomeone(api)
      expect(refusal(await closeAccount(token, 'not the password'))).toEqual([403, 'wrong_password'])
      expect((await verify(token)).status).toBe(200)
    })

    test('ends every session at once, hides the user, and keeps the names', async () => {
      const person = await registerSomeone(api)
      const other = await registerSomeone(api)
      expect((await closeAccount(person.token)).status).toBe(204)
      expect(refusal(await verify(person.token))).toEqual([403, 'account_inactive'])
      expect(refusal(await refresh(person.refreshToken))).toEqual([403, 'account_inactive'])
      for (const identifier of [person.id, person.username]) {
        const answer = await api.ask('GET', `/api/users/${identifier}`, { token: other.token })
        expect(refusal(answer)).toEqual([404, 'user_not_found'])
      }
      const body = { ...newcomer(), username: person.username }
      expect(codeOf(await api.ask('POST', '/api/auth/register', { body }))).toBe('username_taken')
    })
  })

  test('nothing of this is logged', () => {
    expect(api.log()).toBe('')
  })
}
