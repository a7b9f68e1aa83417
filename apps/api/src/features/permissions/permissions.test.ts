import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { codeOf, type Answer } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, tokenOf, type Citizen, type World } from '../../../test/world.ts'

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

const set = (permissions: readonly string[], who = person, by = world.admin): Promise<Answer> =>
  world.api.ask('PUT', `/api/admin/users/${who.id}/permissions`, { token: by.token, body: { permissions } })
const granted = (): Promise<object[]> =>
  world.api.psql(
    'select permission, granted_by, granted_at from permissions where user_id = $1 order by permission',
    [person.id],
  )
const status = async (token: string): Promise<number> =>
  (await world.api.ask('GET', '/api/auth/verify', { token })).status
const read = async (): Promise<unknown> => {
  const answer = await world.api.ask('GET', `/api/admin/users/${person.id}`, { token: world.admin.token })
  return (answer.body as { permissions: unknown }).permissions
}

describe('setting permissions', () => {
  test('replaces them all, and answers them', async () => {
    expect((await set(['moderate_posts'])).body).toEqual({ permissions: ['moderate_posts'] })
    expect((await set(['moderate_jobs'])).body).toEqual({ permissions: ['moderate_jobs'] })
    expect(await read()).toEqual(['moderate_jobs'])
    expect((await set([])).body).toEqual({ permissions: [] })
    expect(await granted()).toEqual([])
  })

  test('notes who granted what, and when; what stays keeps its own', async () => {
    const other = await world.someone({ is_admin: true })
    const at = new Date(world.api.clock.wallNow())
    await set(['moderate_jobs'])
    await set(['moderate_posts', 'moderate_jobs'], person, other)
    expect(await granted()).toEqual([
      { permission: 'moderate_jobs', granted_by: world.admin.id, granted_at: at },
      { permission: 'moderate_posts', granted_by: other.id, granted_at: at },
    ])
  })

  test('makes the tokens of before void at once, and lets new ones in', async () => {
    expect(await status(person.token)).toBe(200)
    await set(['moderate_posts'])
    expect([await status(person.token), await status(tokenOf(world.api, person.id, 2))]).toEqual([401, 200])
  })

  test('leaves the tokens alone where it changes nothing, and is not noted', async () => {
    await set(['moderate_posts', 'moderate_jobs'])
    const token = tokenOf(world.api, person.id, 2)
    expect((await set(['moderate_jobs', 'moderate_posts'])).status).toBe(200)
    expect(await status(token)).toBe(200)
    expect(world.api.log().split(`"what":"permissions set","whom":${person.id}}`)).toHaveLength(2)
  })

  test('by two at once, is as one of them said', async () => {
    await Promise.all([set(['moderate_posts']), set(['moderate_jobs'])])
    expect([['moderate_posts'], ['moderate_jobs']]).toContainEqual(await read())
  })

  test('says so where there is no such user', async () => {
    const answer = await set([], { ...person, id: 999_999_999 })
    expect([answer.status, codeOf(answer)]).toEqual([404, 'user_not_found'])
  })
})

const psql = (text: string, who = person): Promise<object[]> => world.api.psql(text, [who.id])

describe('cached', () => {
  beforeEach(async () => {
    await psql("insert into permissions (user_id, permission) values ($1, 'moderate_posts')")
  })
  describeCached({
    api: () => world.api,
    family: 'permissions',
    read,
    changes: {
      'PUT permissions': () => set(['moderate_jobs']),
      'an insert, in psql': () =>
        psql("insert into permissions (user_id, permission) values ($1, 'moderate_jobs')"),
      'an update, in psql': () =>
        psql("update permissions set permission = 'moderate_jobs' where user_id = $1"),
      'a delete, in psql': () => psql('delete from permissions where user_id = $1'),
    },
    unrelated: {
      'permissions of somebody else, in psql': async () =>
        psql(
          "insert into permissions (user_id, permission) values ($1, 'moderate_jobs')",
          await world.someone(),
        ),
      'a change of the user': () => psql("update users set bio = 'New' where id = $1"),
    },
  })
})
