import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, type Answer } from '../../../test/api.ts'
import { applyFor, postJob, rightJob } from '../../../test/jobs.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Job {
  readonly id: number
  readonly title: string
  readonly status: string
  readonly budget_min: number | null
  readonly budget_max: number | null
  readonly applications_count: number
  readonly created_at: string
  readonly updated_at: string
  readonly employer: object
  readonly has_applied: boolean
}

let world: World
let employer: Citizen
let other: Citizen
beforeAll(async () => {
  world = await startWorld()
  employer = await world.someone({ occupation: 'Sailor' })
  other = await world.someone()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const ask = (method: 'GET' | 'DELETE', path: string, who?: Citizen): Promise<Answer> =>
  world.api.ask(method, `/api/jobs${path}`, who === undefined ? {} : { token: who.token })
const find = async (id: number, who?: Citizen): Promise<Job> => (await ask('GET', `/${id}`, who)).body as Job
const change = (id: number, body: object, who = employer): Promise<Answer> =>
  world.api.ask('PUT', `/api/jobs/${id}`, { token: who.token, body })
const close = (who: Citizen): Promise<object[]> =>
  world.api.psql('update users set is_active = false where id = $1', [who.id])
const refusal = (answer: Answer): [number, string] => [answer.status, codeOf(answer)]

describe('posting a job', () => {
  test('is for every member, and answers the job as everyone sees it', async () => {
    const answer = await world.api.ask('POST', '/api/jobs', { token: employer.token, body: rightJob })
    const now = new Date(world.api.clock.wallNow()).toISOString()
    expect([answer.status, answer.body]).toStrictEqual([
      201,
      {
        ...rightJob,
        id: expect.any(Number) as number,
        is_remote: false,
        status: 'open',
        applications_count: 0,
        created_at: now,
        updated_at: now,
        employer: {
          id: employer.id,
          username: employer.username,
          first_name: 'Ann',
          last_name: 'Rolle',
          avatar_url: null,
          occupation: 'Sailor',
          location: null,
        },
        has_applied: false,
      },
    ])
    expect(await find((answer.body as Job).id)).toStrictEqual(answer.body)
  })

  test('says who is offering it without what is private of them', async () => {
    const { text } = await ask('GET', `/${await postJob(world.api, employer)}`)
    expect(text).not.toMatch(new RegExp(`${employer.email}|${employer.phone.slice(-7)}|token_version`))
  })

  test('needs no location if it is remote, and no budget', async () => {
    const remote = { location: null, is_remote: true, budget_min: null, budget_max: null }
    expect(await find(await postJob(world.api, employer, remote))).toMatchObject(remote)
  })

  test.each([
    ['location', 'a job without a location that is not remote', { location: null }],
    ['budget_max', 'a budget that ends before it begins', { budget_min: 901 }],
    ['category', 'a category that is not there', { category: 'piracy' }],
    ['location', 'a location that is not there', { location: 'atlantis' }],
    ['status', 'a status of its own', { status: 'filled' }],
    ['employer_id', 'another employer', { employer_id: 1 }],
  ])('is refused, by the name of %s, with %s', async (field, _, more) => {
    const body = { ...rightJob, ...more }
    const answer = await world.api.ask('POST', '/api/jobs', { token: employer.token, body })
    expect(refusal(answer)).toEqual([400, 'validation_failed'])
    expect(answer.text).toContain(`"field":"${field}"`)
  })
})

describe('changing a job', () => {
  test('changes what is given, and when it was changed', async () => {
    const id = await postJob(world.api, employer)
    const before = await find(id)
    await world.api.clock.advance(60_000)
    const answer = await change(id, { status: 'filled', budget_min: null })
    const after = {
      ...before,
      status: 'filled',
      budget_min: null,
      updated_at: new Date(world.api.clock.wallNow()).toISOString(),
    }
    expect([answer.status, answer.body]).toStrictEqual([200, after])
    expect(await find(id)).toStrictEqual(after)
  })

  test.each([
    ['budget_max', 'a lowest budget above the highest that stands', { budget_min: 901 }],
    ['budget_max', 'a highest budget below the lowest that stands', { budget_max: 399 }],
    ['location', 'no location any more, and not remote', { location: null }],
    ['category', 'a category that is not there', { category: 'piracy' }],
    ['location', 'a location that is not there', { location: 'atlantis' }],
  ])('is refused, by the name of %s, with %s, and changes nothing', async (field, _, body) => {
    const id = await postJob(world.api, employer)
    const before = await find(id)
    const answer = await change(id, { title: 'Another', ...body })
    expect(refusal(answer)).toEqual([400, 'validation_failed'])
    expect(answer.text).toContain(`"field":"${field}"`)
    expect(await find(id)).toStrictEqual(before)
  })

  test('takes what is right only together', async () => {
    const id = await postJob(world.api, employer)
    const together = { location: null, is_remote: true, budget_min: 1_000, budget_max: 2_000 }
    expect((await change(id, together)).body).toMatchObject(together)
  })

  test('twice at once leaves a budget that ends where it begins, or later', async () => {
    // Several, for not every two are under way at the same moment.
    const ids = await Promise.all(Array.from({ length: 5 }, () => postJob(world.api, employer)))
    const changes = ids.flatMap((id) => [change(id, { budget_min: 800 }), change(id, { budget_max: 500 })])
    const statuses = (await Promise.all(changes)).map(({ status }) => status)
    for (const [i, id] of ids.entries()) {
      const isFirst = statuses[2 * i] === 200
      expect(statuses.slice(2 * i, 2 * i + 2)).toEqual(isFirst ? [200, 400] : [400, 200])
      expect(await find(id)).toMatchObject(isFirst ? { budget_min: 800 } : { budget_max: 500 })
    }
  })

  test('is for nobody else, not even an admin', async () => {
    const id = await postJob(world.api, employer)
    for (const who of [other, world.admin]) {
      expect(refusal(await change(id, { title: 'Mine' }, who))).toEqual([403, 'not_your_job'])
    }
  })
})

describe('taking a job away', () => {
  test('takes the applications for it along', async () => {
    const id = await postJob(world.api, employer)
    await applyFor(world.api, other, id)
    expect((await ask('DELETE', `/${id}`, employer)).status).toBe(204)
    expect(refusal(await ask('GET', `/${id}`))).toEqual([404, 'job_not_found'])
    const mine = await ask('GET', '/my/applications', other)
    expect(mine.text).not.toContain(`"job":{"id":${id},`)
    expect(refusal(await ask('DELETE', `/${id}`, employer))).toEqual([404, 'job_not_found'])
  })

  test('is for whoever may moderate jobs too, for as long as they may', async () => {
    const moderator = await world.someone()
    const [first, second] = [await postJob(world.api, employer), await postJob(world.api, employer)]
    expect(refusal(await ask('DELETE', `/${first}`, moderator))).toEqual([403, 'not_your_job'])
    const grant = (permission: string): Promise<object[]> =>
      world.api.psql('insert into permissions (user_id, permission) values ($1, $2)', [
        moderator.id,
        permission,
      ])
    await grant('moderate_posts')
    expect(refusal(await ask('DELETE', `/${first}`, moderator))).toEqual([403, 'not_your_job'])
    await grant('moderate_jobs')
    expect((await ask('DELETE', `/${first}`, moderator)).status).toBe(204)
    await world.api.psql('delete from permissions where user_id = $1', [moderator.id])
    expect(refusal(await ask('DELETE', `/${second}`, moderator))).toEqual([403, 'not_your_job'])
  })
})

describe('jobs of somebody who has closed their account', () => {
  test('are as good as not there', async () => {
    const gone = await world.someone()
    const id = await postJob(world.api, gone, { title: 'Sponge trimmer' })
    const applied = await applyFor(world.api, other, id)
    expect(applied.status).toBe(201)
    await close(gone)
    const path = `/api/jobs/${id}`
    const asked = { token: other.token, body: { title: 'Mine' } }
    for (const answer of [
      await ask('GET', `/${id}`, other),
      await world.api.ask('PUT', path, asked),
      await ask('DELETE', `/${id}`, world.admin),
      await applyFor(world.api, other, id),
      await ask('GET', `/${id}/applications`, world.admin),
    ]) {
      expect(refusal(answer)).toEqual([404, 'job_not_found'])
    }
    for (const list of ['?search=sponge', '/my/applications']) {
      expect((await ask('GET', list, other)).text).not.toContain('Sponge trimmer')
    }
  })
})

describe('what somebody has posted', () => {
  test('is all theirs, of whatever status, page by page', async () => {
    const poster = await world.someone()
    const ids = [await postJob(world.api, poster), await postJob(world.api, poster)]
    await change(ids[0] ?? 0, { status: 'closed' }, poster)
    const first = await ask('GET', '/my/posted?limit=1', poster)
    const page = first.body as { jobs: Job[]; next_before: number }
    expect(page).toMatchObject({
      jobs: [{ id: ids[1], status: 'open' }],
      total: 2,
      total_is_exact: true,
      next_before: ids[1],
    })
    const second = await ask('GET', `/my/posted?limit=1&before=${page.next_before}`, poster)
    expect(second.body).toMatchObject({ jobs: [{ id: ids[0], status: 'closed' }], total: 2 })
    expect((await ask('GET', '/my/posted', await world.someone())).body).toMatchObject({ jobs: [], total: 0 })
  })
})

describe('the figures', () => {
  test('count jobs by status, open ones by kind and island, and applications', async () => {
    await world.api.psql('delete from jobs')
    const empty = { total: 0, open: 0, filled: 0, closed: 0, open_remote: 0, applications: 0 }
    expect((await ask('GET', '/stats/overview')).body).toStrictEqual({
      ...empty,
      open_by_category: [],
      open_by_island: [],
    })
    const nassau = await postJob(world.api, employer, { location: 'nassau', category: 'retail' })
    await postJob(world.api, employer, { location: 'new-providence', is_remote: true })
    await postJob(world.api, employer, { location: 'freeport' })
    await postJob(world.api, employer, { location: null, is_remote: true })
    await change(await postJob(world.api, employer), { status: 'filled' })
    await change(await postJob(world.api, employer), { status: 'closed' })
    await applyFor(world.api, other, nassau)
    expect((await ask('GET', '/stats/overview', other)).body).toStrictEqual({
      total: 6,
      open: 4,
      filled: 1,
      closed: 1,
      open_remote: 2,
      open_by_category: [
        { slug: 'marine', jobs: 3 },
        { slug: 'retail', jobs: 1 },
      ],
      open_by_island: [
        { slug: 'new-providence', jobs: 2 },
        { slug: 'grand-bahama', jobs: 1 },
      ],
      applications: 1,
    })
  })

  test('cost one statement, and none the second time', async () => {
    await postJob(world.api, employer)
    const look = (): Promise<string[]> => world.api.statementsOf(() => ask('GET', '/stats/overview'))
    expect(await look()).toHaveLength(1)
    expect(await look()).toHaveLength(0)
  })
})
