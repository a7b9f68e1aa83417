import { afterAll, beforeAll } from 'vitest'
import { goodPassword, newcomer, type Answer } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

let world: World
let viewer: Citizen
let person: Citizen
beforeAll(async () => {
  world = await startWorld()
  viewer = await world.someone()
  person = await world.someone({ first_name: 'Arawak' })
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const asked = async (path: string): Promise<unknown> =>
  (await world.api.ask('GET', path, { token: viewer.token })).body
const update = (who: Citizen, body: object): Promise<Answer> =>
  world.api.ask('PUT', '/api/auth/profile', { token: who.token, body })
const close = (who: Citizen): Promise<Answer> =>
  world.api.ask('DELETE', '/api/auth/account', { token: who.token, body: { password: goodPassword } })
const login = (): Promise<Answer> =>
  world.api.ask('POST', '/api/auth/login', { body: { login: person.username, password: goodPassword } })
const psql = (text: string, ...values: unknown[]): Promise<object[]> => world.api.psql(text, values)

const unrelated = {
  'a login of theirs': () => login(),
  'a login of theirs, in psql': () =>
    psql('update user_credentials set last_login = now() where user_id = $1', person.id),
  'a new job': () =>
    psql(
      `insert into jobs (employer_id, title, description, category, is_remote)
       values ($1, 'Diver', 'Dives', 'marine', true)`,
      person.id,
    ),
}

describeCached({
  api: () => world.api,
  family: 'user',
  read: async () => {
    const { id, username, email, phone } = person
    const names = await Promise.all([id, username].map((name) => asked(`/api/users/${name}`)))
    const own = await world.api.ask('GET', '/api/auth/verify', { token: person.token })
    return [names, own.status, own.body, email, phone]
  },
  changes: {
    'PUT /api/auth/profile': () => update(person, { occupation: 'Boat builder' }),
    'a new username, by PUT /api/auth/profile': async () => {
      await update(person, { username: `${person.username}.new` })
      person = { ...person, username: `${person.username}.new` }
    },
    'an update, in psql': () => psql("update users set bio = 'By hand' where id = $1", person.id),
    'an update of everybody, in psql': () => psql("update users set education = 'Some'"),
    'POST /api/auth/logout-all': async () => {
      await world.api.ask('POST', '/api/auth/logout-all', { token: person.token })
    },
    'DELETE /api/auth/account': async () => {
      person = await world.someone()
      await asked(`/api/users/${person.id}`)
      await close(person)
    },
    'an account opened again, in psql': () =>
      psql('update users set is_active = true where id = $1', person.id),
    'a delete, in psql': async () => {
      await psql('delete from users where id = $1', person.id)
      person = await world.someone()
    },
  },
  unrelated: {
    ...unrelated,
    'a change of somebody else': async () => {
      const other = await world.someone()
      await psql("update users set bio = 'Other' where id = $1", other.id)
    },
  },
})

describeCached({
  api: () => world.api,
  family: 'users:list',
  read: async () => [await asked('/api/users?limit=3'), await asked('/api/users?search=arawak')],
  changes: {
    'POST /api/auth/register': () => world.api.ask('POST', '/api/auth/register', { body: newcomer() }),
    'PUT /api/auth/profile': async () => {
      person = await world.someone()
      await update(person, { first_name: 'Arawak' })
    },
    'DELETE /api/auth/account': () => close(person),
    'an insert, in psql': () => world.someone(),
    'an update of what is searched, in psql': () =>
      psql("update users set first_name = 'Lucayan' where first_name = 'Arawak'"),
    'a delete, in psql': () => psql('delete from users where id = (select max(id) from users)'),
    'a truncate, in psql': async () => {
      await psql('truncate users cascade')
      viewer = await world.someone()
      person = await world.someone()
    },
  },
  unrelated,
})
