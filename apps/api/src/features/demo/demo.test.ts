import { expect, test } from 'vitest'
import { registerSomeone, signedIn, startApi } from '../../../test/api.ts'
import { normaliseEmail, normalisePhone, normaliseUsername } from '../../platform/normalise.ts'
import { demoAccount, demoPeople } from './demo-people.ts'

test('the people are the same every time, no two of them with the same name, and all of their names are good ones', () => {
  const people = demoPeople(2_000)
  expect(people).toEqual(demoPeople(2_000))
  expect(new Set(people.map(({ username }) => username)).size).toBe(2_000)
  for (const { username, email, phone } of people) {
    expect(normaliseUsername(username)).toBe(username)
    expect(normaliseEmail(email)).toBe(email)
    if (phone !== null) expect(normalisePhone(phone)).toBe(phone)
  }
})

test('there are 2,000 of them, and the demo account signs in', async () => {
  await using api = await startApi({ env: { SEED_DEMO: 'true' } })
  const body = { login: demoAccount.username, password: demoAccount.password }
  const answer = await api.ask('POST', '/api/auth/login', { body })
  expect(answer.status).toBe(200)
  const { access_token: token } = signedIn(answer)
  const page = await api.ask('GET', '/api/users?limit=1', { token })
  expect(page.body).toMatchObject({ total: 2_000, users: [{ username: demoPeople(2_000).at(-1)?.username }] })
  // They are ordinary users: others register after them.
  expect((await registerSomeone(api)).id).toBe(2_001)
})
