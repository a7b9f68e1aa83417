import { afterAll, beforeAll } from 'vitest'
import { goodPassword, newcomer, type Answer, type Method } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

let world: World
let person: Citizen
let other: Citizen
beforeAll(async () => {
  world = await startWorld()
  person = await world.someone()
  other = await world.someone()
  const { id } = await world.someone({ last_name: 'Sweeting' })
  await psql(
    `with post as (insert into posts (author_id, content) values ($1, 'Liked') returning id)
     insert into post_likes (post_id, user_id) select id, $1 from post`,
    id,
  )
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const ask = (method: Method, path: string, body?: object): Promise<Answer> =>
  world.api.ask(method, `/api/admin${path}`, {
    token: world.admin.token,
    ...(body === undefined ? {} : { body }),
  })
const read = async (path: string): Promise<unknown> => (await ask('GET', path)).body
const psql = (text: string, ...values: unknown[]): Promise<object[]> => world.api.psql(text, values)

let keys = 0
const points = (who: Citizen): Promise<Answer> =>
  ask('POST', `/users/${who.id}/points`, { amount: 5, reason: 'Helped', idempotency_key: `key-${++keys}` })
const login = (): Promise<Answer> =>
  world.api.ask('POST', '/api/auth/login', { body: { login: person.username, password: goodPassword } })
const addJob = (who: Citizen): Promise<object[]> =>
  psql(
    `insert into jobs (employer_id, title, description, category, is_remote) values ($1, 'Cook', 'Cooks', 'food', true)`,
    who.id,
  )
const addPost = (who: Citizen): Promise<object[]> =>
  psql("insert into posts (author_id, content) values ($1, 'Hello')", who.id)
const apply = async (who: Citizen): Promise<object[]> => {
  const employer = await world.someone()
  await addJob(employer)
  return psql(
    'insert into job_applications (job_id, applicant_id) select id, $1 from jobs where employer_id = $2',
    who.id,
    employer.id,
  )
}
const follow = async (who: Citizen, whom: Citizen): Promise<object[]> =>
  psql('insert into follows (follower_id, followed_id) values ($1, $2)', who.id, whom.id)
const write = async (): Promise<object[]> => {
  const [a, b] = [await world.someone(), await world.someone()]
  return psql(
    `with c as (insert into conversations (user_a_id, user_b_id) values ($1, $2) returning id)
     insert into messages (conversation_id, sender_id, recipient_id, content) select id, $1, $2, 'Hi' from c`,
    a.id,
    b.id,
  )
}

const unrelated = {
  'a login': () => login(),
  'a like of a post, in psql': () => psql('update post_likes set created_at = now()'),
  'a change of a category, in psql': () =>
    psql("update categories set position = position where slug = 'food'"),
}

describeCached({
  api: () => world.api,
  family: 'admin:users',
  read: async () => [
    await read('/users?limit=3'),
    await read('/users?status=inactive'),
    await read('/users?role=employer'),
  ],
  changes: {
    'POST /api/auth/register': () => world.api.ask('POST', '/api/auth/register', { body: newcomer() }),
    'POST /api/admin/users': () => ask('POST', '/users', newcomer()),
    'PUT /api/admin/users/:id': () => ask('PUT', `/users/${person.id}`, { role: 'employer' }),
    'PUT /api/auth/profile': () =>
      world.api.ask('PUT', '/api/auth/profile', { token: person.token, body: { last_name: 'Sweeting' } }),
    'DELETE /api/admin/users/:id': () => ask('DELETE', `/users/${person.id}`),
    'POST /api/admin/users/:id/activate': () => ask('POST', `/users/${person.id}/activate`),
    'POST /api/admin/users/:id/deactivate': () => ask('POST', `/users/${person.id}/deactivate`),
    'an insert, in psql': () => world.someone(),
    'an update, in psql': () => psql('update users set is_active = true where id = $1', person.id),
    'a delete, in psql': () => psql('delete from users where id = (select max(id) from users)'),
  },
  unrelated: {
    ...unrelated,
    'points, by POST': () => points(person),
    'a job, in psql': () => addJob(other),
    'a post, in psql': () => addPost(other),
  },
})

describeCached({
  api: () => world.api,
  family: 'admin:user',
  read: async () => ((await read(`/users/${person.id}`)) as { activity: unknown }).activity,
  changes: {
    'a post, in psql': () => addPost(person),
    'a job, in psql': () => addJob(person),
    'an application, in psql': () => apply(person),
    'a follower, in psql': () => follow(other, person),
    'someone they follow, in psql': () => follow(person, other),
    'a post deleted, in psql': () => psql('delete from posts where author_id = $1', person.id),
    'a job that is somebody else’s now, in psql': () =>
      psql('update jobs set employer_id = $2 where employer_id = $1', person.id, other.id),
    'a follower whose account is deleted, in psql': async () => {
      await psql('delete from users where id = $1', other.id)
      other = await world.someone()
    },
  },
  unrelated: {
    ...unrelated,
    'a post of somebody else, in psql': () => addPost(other),
    'a job of somebody else, in psql': () => addJob(other),
    'an application of somebody else, in psql': () => apply(other),
    'people who follow each other, in psql': async () => follow(other, await world.someone()),
    'points, by POST': () => points(person),
    'a change of the user': () => ask('PUT', `/users/${person.id}`, { bio: 'New.' }),
  },
})

describeCached({
  api: () => world.api,
  family: 'admin:statistics',
  read: () => read('/users/statistics'),
  changes: {
    'POST /api/auth/register': () => world.api.ask('POST', '/api/auth/register', { body: newcomer() }),
    'PUT /api/admin/users/:id': () => ask('PUT', `/users/${person.id}`, { is_available_for_hire: true }),
    'DELETE /api/admin/users/:id': () => ask('DELETE', `/users/${person.id}`),
    'POST /api/admin/users/:id/points': () => points(person),
    'PUT /api/admin/users/:id/permissions': () =>
      ask('PUT', `/users/${person.id}/permissions`, { permissions: ['moderate_jobs'] }),
    'a location, in psql': () => psql("update users set location = 'Andros' where id = $1", other.id),
    'points, in psql': () => psql('update point_transactions set amount = amount + 1'),
    'permissions, in psql': () => psql('delete from permissions'),
    'a delete, in psql': () => psql('delete from users where id = (select max(id) from users)'),
  },
  unrelated: {
    ...unrelated,
    'a job, in psql': () => addJob(other),
    'a post, in psql': () => addPost(other),
    'a follower, in psql': () => follow(other, world.admin),
  },
})

describeCached({
  api: () => world.api,
  family: 'admin:dashboard',
  read: () => read('/dashboard/stats'),
  changes: {
    'POST /api/auth/register': () => world.api.ask('POST', '/api/auth/register', { body: newcomer() }),
    'POST /api/admin/users/:id/activate': () => ask('POST', `/users/${person.id}/activate`),
    'a sign-up of another day, in psql': () =>
      psql("update users set created_at = '2025-12-24' where id = $1", person.id),
    'a job, in psql': () => addJob(person),
    'a job that is filled, in psql': () => psql("update jobs set status = 'filled'"),
    'an application, in psql': () => apply(person),
    'a post, in psql': () => addPost(person),
    'a message, in psql': () => write(),
    'posts deleted, in psql': () => psql('delete from posts where author_id = $1', person.id),
  },
  unrelated: {
    ...unrelated,
    'points, by POST': () => points(person),
    'people who follow each other, in psql': async () =>
      psql(
        `insert into follows (follower_id, followed_id)
         select $1, id from users where id <> $1 on conflict do nothing`,
        other.id,
      ),
    'a message that is read, in psql': () => psql('update conversations set a_read_to = 1'),
  },
})
