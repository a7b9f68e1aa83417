import { afterAll, beforeAll } from 'vitest'
import type { Answer } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { applyFor, postJob } from '../../../test/jobs.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

let world: World
let employer: Citizen
let viewer: Citizen
let jobId: number
let otherJobId: number
beforeAll(async () => {
  world = await startWorld()
  employer = await world.someone()
  viewer = await world.someone()
  jobId = await postJob(world.api, employer)
  // Somebody else's, and not open, so that it is in no list that is read here.
  otherJobId = await postJob(world.api, await world.someone())
  await psql("update jobs set status = 'filled' where id = $1", otherJobId)
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const asked = async (path: string, { token } = viewer): Promise<unknown> =>
  (await world.api.ask('GET', `/api/jobs${path}`, { token })).body
const change = (body: object): Promise<Answer> =>
  world.api.ask('PUT', `/api/jobs/${jobId}`, { token: employer.token, body })
const remove = (id: number): Promise<Answer> =>
  world.api.ask('DELETE', `/api/jobs/${id}`, { token: employer.token })
const psql = (text: string, ...values: unknown[]): Promise<object[]> => world.api.psql(text, values)
const insertJob = (by: Citizen): Promise<object[]> =>
  psql(
    `insert into jobs (employer_id, title, description, category, is_remote)
     values ($1, 'Diver', 'Dives', 'marine', true)`,
    by.id,
  )
const insertApplication = (to: number, by: Citizen): Promise<object[]> =>
  psql('insert into job_applications (job_id, applicant_id) values ($1, $2)', to, by.id)
const someoneApplies = async (): Promise<Answer> => applyFor(world.api, await world.someone(), jobId)
/** Another job, for what follows. */
const renew = async (more = {}): Promise<void> => {
  jobId = await postJob(world.api, employer, more)
}

const otherApplication = async (): Promise<object[]> => insertApplication(otherJobId, await world.someone())
const unrelated = {
  'a new user': () => world.someone(),
  'a post': () => psql("insert into posts (author_id, content) values ($1, 'Hello')", employer.id),
  'a follow': async () =>
    psql(
      'insert into follows (follower_id, followed_id) values ($1, $2)',
      viewer.id,
      (await world.someone()).id,
    ),
}

describeCached({
  api: () => world.api,
  family: 'job',
  read: () => asked(`/${jobId}`),
  changes: {
    'PUT /api/jobs/:id': () => change({ title: 'Sail maker' }),
    'POST /api/jobs/:id/apply': someoneApplies,
    'an update, in psql': () => psql("update jobs set title = 'Caulker' where id = $1", jobId),
    'an application, in psql': async () => insertApplication(jobId, await world.someone()),
    'an application less, in psql': () =>
      psql(
        'delete from job_applications where id = (select max(id) from job_applications where job_id = $1)',
        jobId,
      ),
    'applications for another job become ones for this, in psql': async () => {
      await otherApplication()
      await psql('update job_applications set job_id = $1 where job_id = $2', jobId, otherJobId)
    },
    'DELETE /api/jobs/:id': () => remove(jobId),
    'a new one in its place, and its deletion in psql': async () => {
      jobId = await postJob(world.api, employer)
      await asked(`/${jobId}`)
      await psql('delete from jobs where id = $1', jobId)
      await renew()
    },
  },
  unrelated: {
    ...unrelated,
    'an update of another job': () => psql("update jobs set title = 'Other' where id = $1", otherJobId),
    'an application for another job': otherApplication,
  },
})

describeCached({
  api: () => world.api,
  family: 'jobs:list',
  read: async () => [await asked('?limit=5'), await asked('?category=marine&location=abaco&search=boat')],
  changes: {
    'POST /api/jobs': () => renew(),
    'PUT /api/jobs/:id': () => change({ status: 'closed' }),
    'an update, in psql': () => psql("update jobs set status = 'open' where id = $1", jobId),
    'a town that goes to another island, in psql': () =>
      psql("update locations set island = 'exuma' where slug = 'hope-town'"),
    'DELETE /api/jobs/:id': () => remove(jobId),
    'an insert, in psql': () => insertJob(employer),
    'a delete, in psql': () => psql('delete from jobs where employer_id = $1', employer.id),
    'an employer who is gone, in psql': async () => {
      await renew()
      await asked('?limit=5')
      await psql('delete from users where id = $1', employer.id)
      employer = await world.someone()
      await renew()
    },
  },
  unrelated: { ...unrelated, 'an application': otherApplication },
})

describeCached({
  api: () => world.api,
  family: 'jobs:stats',
  read: () => asked('/stats/overview'),
  changes: {
    'POST /api/jobs': () => renew(),
    'PUT /api/jobs/:id': () => change({ category: 'food' }),
    'POST /api/jobs/:id/apply': someoneApplies,
    'DELETE /api/jobs/:id': async () => {
      await remove(jobId)
      await renew({ location: 'freeport' })
    },
    'an insert, in psql': () => insertJob(employer),
    'an update, in psql': () => psql("update jobs set category = 'office' where id = $1", jobId),
    'an application, in psql': otherApplication,
    'a town that goes to another island, in psql': () =>
      psql("update locations set island = 'bimini' where slug = 'freeport'"),
    'a truncate, in psql': async () => {
      await psql('truncate jobs cascade')
      await renew()
      const other = await world.someone()
      otherJobId = await postJob(world.api, other)
      await psql("update jobs set status = 'filled' where id = $1", otherJobId)
    },
  },
  unrelated,
})

describeCached({
  api: () => world.api,
  family: 'jobs:posted',
  read: () => asked('/my/posted', employer),
  changes: {
    'POST /api/jobs': () => renew(),
    'PUT /api/jobs/:id': () => change({ title: 'Rigger' }),
    'DELETE /api/jobs/:id': () => remove(jobId),
    'an insert, in psql': () => insertJob(employer),
    'a job of another that becomes theirs, in psql': () =>
      psql('update jobs set employer_id = $1 where id = $2', employer.id, otherJobId),
    'one of theirs that becomes another’s, in psql': () =>
      psql('update jobs set employer_id = $1 where id = $2', viewer.id, otherJobId),
    'a delete, in psql': async () => {
      await psql('delete from jobs where employer_id = $1', employer.id)
      await renew()
    },
  },
  unrelated: {
    ...unrelated,
    'a job of another': async () => insertJob(await world.someone()),
    'an application for another’s job': otherApplication,
  },
})

describeCached({
  api: () => world.api,
  family: 'applications:received',
  read: () => asked(`/${jobId}/applications`, employer),
  changes: {
    'POST /api/jobs/:id/apply': someoneApplies,
    'an application, in psql': async () => insertApplication(jobId, await world.someone()),
    'a delete, in psql': () =>
      psql(
        'delete from job_applications where id = (select max(id) from job_applications where job_id = $1)',
        jobId,
      ),
    'DELETE /api/jobs/:id': async () => {
      await remove(jobId)
      await renew()
    },
  },
  unrelated: { ...unrelated, 'an application for another job': otherApplication },
})

describeCached({
  api: () => world.api,
  family: 'application',
  read: () => asked(`/${jobId}/applications`, employer),
  changes: {
    'POST /api/jobs/:id/apply': someoneApplies,
    'an update, in psql': () =>
      psql("update job_applications set cover_letter = 'By hand' where job_id = $1", jobId),
    'a delete, in psql': () => psql('delete from job_applications where job_id = $1', jobId),
    'one more, for what follows': someoneApplies,
  },
  unrelated: {
    ...unrelated,
    'an application for another job': otherApplication,
    'another title of the job': () => psql('update jobs set updated_at = now() where id = $1', jobId),
  },
})

describeCached({
  api: () => world.api,
  family: 'applications:sent',
  read: () => asked('/my/applications'),
  changes: {
    'POST /api/jobs/:id/apply': () => applyFor(world.api, viewer, jobId),
    'PUT /api/jobs/:id': () => change({ title: 'Mate' }),
    'an update, in psql': () =>
      psql("update job_applications set cover_letter = 'By hand' where applicant_id = $1", viewer.id),
    'DELETE /api/jobs/:id': async () => {
      await remove(jobId)
      await renew()
    },
    'an application, in psql': () => insertApplication(jobId, viewer),
    'a delete, in psql': () => psql('delete from job_applications where applicant_id = $1', viewer.id),
  },
  unrelated: { ...unrelated, 'an application of another': otherApplication },
})

describeCached({
  api: () => world.api,
  family: 'jobs:applied',
  read: () => asked(`/${jobId}`),
  changes: {
    'POST /api/jobs/:id/apply': () => applyFor(world.api, viewer, jobId),
    'a delete, in psql': () => psql('delete from job_applications where applicant_id = $1', viewer.id),
    'an application, in psql': () => insertApplication(jobId, viewer),
    'a truncate, in psql': () => psql('truncate job_applications'),
  },
  unrelated: {
    ...unrelated,
    'an application of another': otherApplication,
    'a job that is posted': () => insertJob(employer),
  },
})
