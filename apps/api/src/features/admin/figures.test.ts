import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const read = async (path: string): Promise<unknown> => {
  const answer = await world.api.ask('GET', path, { token: world.admin.token })
  expect([answer.status, answer.text]).toEqual([200, answer.text])
  return answer.body
}
const psql = (text: string, ...values: unknown[]): Promise<object[]> => world.api.psql(text, values)
const daysAgo = (days: number): Date => new Date(world.api.clock.wallNow() - days * 24 * 60 * 60 * 1_000)

describe('statistics', () => {
  const statistics = (): Promise<unknown> => read('/api/admin/users/statistics')

  beforeEach(async () => {
    await psql('delete from users where id <> $1', world.admin.id)
    await psql('update users set created_at = $2 where id = $1', world.admin.id, daysAgo(400))
  })

  test('count users by role and state, how new they are, and who is available', async () => {
    await world.someone({ role: 'employer', created_at: daysAgo(0.5), is_available_for_hire: true })
    await world.someone({ role: 'employer', created_at: daysAgo(6) })
    await world.someone({ role: 'employer', created_at: daysAgo(29) })
    await world.someone({ role: 'worker', created_at: daysAgo(40), is_active: false })
    expect(await statistics()).toMatchObject({
      roles: [
        {
          role: 'employer',
          is_active: true,
          users: 3,
          admins: 0,
          available_for_hire: 1,
          new_in_a_day: 1,
          new_in_a_week: 2,
          new_in_30_days: 3,
        },
        { role: 'worker', is_active: true, users: 1, admins: 1, new_in_30_days: 0 },
        { role: 'worker', is_active: false, users: 1, admins: 0, new_in_30_days: 0 },
      ],
    })
  })

  test('have the twenty locations with the most open accounts', async () => {
    for (let i = 10; i < 32; i++) await world.someone({ location: `Cay ${i}` })
    await world.someone({ location: 'Nassau' })
    await world.someone({ location: 'Nassau' })
    await world.someone({ location: 'Closed Cay', is_active: false })
    const { locations } = (await statistics()) as { locations: readonly object[] }
    expect(locations).toHaveLength(20)
    expect(locations.slice(0, 3)).toEqual([
      { name: 'Nassau', count: 2 },
      { name: 'Cay 10', count: 1 },
      { name: 'Cay 11', count: 1 },
    ])
  })

  test('have the points in circulation, and how many have which permission', async () => {
    const [one, two] = [await world.someone(), await world.someone()]
    await psql(
      `insert into point_transactions (user_id, amount, reason, idempotency_key)
       values ($1, 30, 'x', 'a'), ($1, -10, 'x', 'b'), ($2, 5, 'x', 'a')`,
      one.id,
      two.id,
    )
    await psql(
      `insert into permissions (user_id, permission)
       values ($1, 'moderate_posts'), ($2, 'moderate_posts'), ($2, 'moderate_jobs')`,
      one.id,
      two.id,
    )
    expect(await statistics()).toMatchObject({
      points_in_circulation: 25,
      permissions: [
        { name: 'moderate_jobs', count: 1 },
        { name: 'moderate_posts', count: 2 },
      ],
    })
  })

  test('name nobody', async () => {
    await world.someone({ location: 'Nassau' })
    const { email, username, phone } = await world.someone()
    expect(JSON.stringify(await statistics())).not.toMatch(
      new RegExp(`${email}|${username}|${phone.slice(1)}|argon2`),
    )
  })

  test('cost four statements, and that of the guard', async () => {
    const cost = async (): Promise<number> => (await world.api.statementsOf(statistics)).length
    expect([await cost(), await cost()]).toEqual([5, 1])
  })
})

describe('the dashboard', () => {
  const dashboard = (): Promise<unknown> => read('/api/admin/dashboard/stats')

  test('counts what there is', async () => {
    await psql('delete from users where id <> $1', world.admin.id)
    const [one, two] = [await world.someone(), await world.someone({ is_active: false })]
    await psql(
      `insert into jobs (employer_id, title, description, category, is_remote, status)
       select $1, 'Cook', 'Cooks', 'food', true, unnest(array['open', 'open', 'filled'])`,
      one.id,
    )
    await psql('insert into job_applications (job_id, applicant_id) select id, $1 from jobs', two.id)
    await psql("insert into posts (author_id, content) values ($1, 'Hello'), ($1, 'Again')", one.id)
    await psql(
      `with c as (insert into conversations (user_a_id, user_b_id) values ($1, $2) returning id)
       insert into messages (conversation_id, sender_id, recipient_id, content) select id, $1, $2, 'Hi' from c`,
      one.id,
      two.id,
    )
    expect(await dashboard()).toMatchObject({
      users: 3,
      active_users: 2,
      jobs: 3,
      open_jobs: 2,
      applications: 3,
      posts: 2,
      messages: 1,
    })
  })

  test('has the sign-ups of each of thirty days, whatever the time zone of the database', async () => {
    await psql('delete from users where id <> $1', world.admin.id)
    await psql('update users set created_at = $2 where id = $1', world.admin.id, daysAgo(400))
    // The clock stands at the first moment of 2026.
    for (const at of ['2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', '2025-12-31T00:00:00Z'])
      await world.someone({ created_at: at })
    await world.someone({ created_at: '2025-12-03T00:00:00Z' })
    await world.someone({ created_at: '2025-12-02T23:59:59Z' })
    await psql(
      "do $$ begin execute format('alter database %I set timezone = %L', current_database(), 'Pacific/Kiritimati'); end $$",
    )
    await using there = await world.another()
    const { body } = await there.ask('GET', '/api/admin/dashboard/stats', { token: world.admin.token })
    const { sign_ups } = body as { sign_ups: readonly { date: string; users: number }[] }
    expect(sign_ups).toHaveLength(30)
    expect(sign_ups.filter(({ users }) => users > 0)).toEqual([
      { date: '2025-12-03', users: 1 },
      { date: '2025-12-31', users: 2 },
      { date: '2026-01-01', users: 1 },
    ])
    expect(sign_ups[0]).toEqual({ date: '2025-12-03', users: 1 })
  })

  test('costs two statements, and that of the guard', async () => {
    await world.someone()
    const cost = async (): Promise<number> => (await world.api.statementsOf(dashboard)).length
    expect([await cost(), await cost()]).toEqual([3, 1])
  })
})
