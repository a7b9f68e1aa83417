import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, type Answer } from '../../../test/api.ts'
import { applyFor, postJob } from '../../../test/jobs.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Page {
  readonly applications: readonly { readonly id: number; readonly cover_letter: string | null }[]
  readonly total: number
  readonly next_before: number | null
}

let world: World
let employer: Citizen
let applicant: Citizen
beforeAll(async () => {
  world = await startWorld()
  employer = await world.someone()
  applicant = await world.someone()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const get = (path: string, { token }: Citizen): Promise<Answer> =>
  world.api.ask('GET', `/api/jobs/${path}`, { token })
const received = async (jobId: number, who: Citizen, query = ''): Promise<Page> =>
  (await get(`${jobId}/applications${query}`, who)).body as Page
const sent = async (who: Citizen, query = ''): Promise<Page> =>
  (await get(`my/applications${query}`, who)).body as Page
const setStatus = (jobId: number, status: string): Promise<Answer> =>
  world.api.ask('PUT', `/api/jobs/${jobId}`, { token: employer.token, body: { status } })
const told = (jobId: number): Promise<object[]> =>
  world.api.psql('select user_id, kind, actor_id, job_id from notifications where job_id = $1', [jobId])
const refusal = (answer: Answer): [number, string] => [answer.status, codeOf(answer)]

describe('applying for a job', () => {
  test('is counted, is marked for whoever did, and the employer is told', async () => {
    const jobId = await postJob(world.api, employer)
    expect((await get(String(jobId), applicant)).body).toMatchObject({ applications_count: 0 })
    const answer = await applyFor(world.api, applicant, jobId, { cover_letter: 'I have built two.' })
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        cover_letter: 'I have built two.',
        created_at: new Date(world.api.clock.wallNow()).toISOString(),
        job: { id: jobId, applications_count: 1, has_applied: true, employer: { id: employer.id } },
      },
    ])
    expect((await get(String(jobId), employer)).body).toMatchObject({
      applications_count: 1,
      has_applied: false,
    })
    expect(await told(jobId)).toEqual([
      { user_id: employer.id, kind: 'application', actor_id: applicant.id, job_id: jobId },
    ])
  })

  test('needs no letter', async () => {
    for (const body of [undefined, {}, { cover_letter: null }]) {
      const answer = await applyFor(world.api, applicant, await postJob(world.api, employer), body)
      expect([answer.status, answer.body]).toMatchObject([201, { cover_letter: null }])
    }
  })

  test('is refused for one’s own job', async () => {
    const jobId = await postJob(world.api, employer)
    expect(refusal(await applyFor(world.api, employer, jobId))).toEqual([409, 'own_job'])
  })

  test.each(['filled', 'closed'])(
    'is refused for a job that is %s, until it is open again',
    async (status) => {
      const jobId = await postJob(world.api, employer)
      await setStatus(jobId, status)
      expect(refusal(await applyFor(world.api, applicant, jobId))).toEqual([409, 'job_not_open'])
      await setStatus(jobId, 'open')
      expect((await applyFor(world.api, applicant, jobId)).status).toBe(201)
    },
  )

  test('is refused where there is no job', async () => {
    expect(refusal(await applyFor(world.api, applicant, 2 ** 40))).toEqual([404, 'job_not_found'])
  })

  test('is refused the second time, and the employer is told once', async () => {
    const jobId = await postJob(world.api, employer)
    await applyFor(world.api, applicant, jobId)
    expect(refusal(await applyFor(world.api, applicant, jobId))).toEqual([409, 'already_applied'])
    expect(await told(jobId)).toHaveLength(1)
  })

  test('several times at once succeeds once', async () => {
    const jobId = await postJob(world.api, employer)
    const answers = await Promise.all(Array.from({ length: 5 }, () => applyFor(world.api, applicant, jobId)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    for (const answer of answers) if (answer.status === 409) expect(codeOf(answer)).toBe('already_applied')
    expect(await told(jobId)).toHaveLength(1)
    expect((await get(String(jobId), employer)).body).toMatchObject({ applications_count: 1 })
  })

  test('by many at once succeeds for each', async () => {
    const jobId = await postJob(world.api, employer)
    const many = await Promise.all(Array.from({ length: 5 }, () => world.someone()))
    const answers = await Promise.all(many.map((one) => applyFor(world.api, one, jobId)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect((await get(String(jobId), employer)).body).toMatchObject({ applications_count: 5 })
  })
})

describe('the applications for a job', () => {
  test('are shown to its employer and to admins, newest first, page by page', async () => {
    const jobId = await postJob(world.api, employer)
    const people = [await world.someone(), await world.someone(), await world.someone()]
    for (const one of people) await applyFor(world.api, one, jobId, { cover_letter: one.username })
    const [third, second, first] = people.map(({ username }) => username).reverse()
    for (const who of [employer, world.admin, employer]) {
      const { applications, next_before } = await received(jobId, who, '?limit=2')
      expect(applications).toMatchObject([
        { cover_letter: third, applicant: { username: third } },
        { cover_letter: second, applicant: { username: second } },
      ])
      expect(await received(jobId, who, `?limit=2&before=${next_before}`)).toMatchObject({
        applications: [{ cover_letter: first, applicant: { username: first } }],
        total: 3,
        next_before: null,
      })
    }
  })

  test('say of an applicant what everyone may see, and no more', async () => {
    const jobId = await postJob(world.api, employer)
    await applyFor(world.api, applicant, jobId)
    const { applications } = await received(jobId, employer)
    expect(applications).toStrictEqual([
      {
        id: expect.any(Number) as number,
        cover_letter: null,
        created_at: expect.any(String) as string,
        applicant: {
          id: applicant.id,
          username: applicant.username,
          first_name: 'Ann',
          last_name: 'Rolle',
          avatar_url: null,
          occupation: null,
          location: null,
        },
      },
    ])
  })

  test('are nobody else’s to see, though they have been read just now', async () => {
    const jobId = await postJob(world.api, employer)
    await applyFor(world.api, applicant, jobId, { cover_letter: 'Between us' })
    await received(jobId, employer)
    for (const who of [applicant, await world.someone()]) {
      expect(refusal(await get(`${jobId}/applications`, who))).toEqual([403, 'not_your_job'])
    }
    const nobody = await world.api.ask('GET', `/api/jobs/${jobId}/applications`)
    expect(nobody.status).toBe(401)
  })

  test('leave out whoever has closed their account', async () => {
    const jobId = await postJob(world.api, employer)
    const gone = await world.someone()
    await applyFor(world.api, gone, jobId)
    await applyFor(world.api, applicant, jobId)
    expect((await received(jobId, employer)).applications).toHaveLength(2)
    await world.api.psql('update users set is_active = false where id = $1', [gone.id])
    expect((await received(jobId, employer)).applications).toMatchObject([
      { applicant: { id: applicant.id } },
    ])
  })
})

describe('one’s own applications', () => {
  test('are shown with their jobs, whatever has become of those, page by page', async () => {
    const one = await world.someone()
    const jobIds = [await postJob(world.api, employer), await postJob(world.api, employer)]
    for (const jobId of jobIds) await applyFor(world.api, one, jobId, { cover_letter: `To ${jobId}` })
    await setStatus(jobIds[0] ?? 0, 'filled')
    const first = await sent(one, '?limit=1')
    expect(first).toMatchObject({
      applications: [{ cover_letter: `To ${jobIds[1]}`, job: { id: jobIds[1], has_applied: true } }],
      total: 2,
    })
    expect(await sent(one, `?limit=1&before=${first.next_before}`)).toMatchObject({
      applications: [{ cover_letter: `To ${jobIds[0]}`, job: { id: jobIds[0], status: 'filled' } }],
      total: 2,
    })
  })

  test('are each their own, in either order', async () => {
    const [ann, bob] = [await world.someone(), await world.someone()]
    const jobId = await postJob(world.api, employer)
    await applyFor(world.api, ann, jobId, { cover_letter: 'Ann’s' })
    await applyFor(world.api, bob, jobId, { cover_letter: 'Bob’s' })
    for (const order of [
      [ann, bob],
      [bob, ann],
    ]) {
      for (const who of order) {
        const letter = who === ann ? 'Ann’s' : 'Bob’s'
        expect((await sent(who)).applications.map(({ cover_letter }) => cover_letter)).toEqual([letter])
      }
    }
  })
})
