import { startPostgres } from '@cay/servers'
import { expect, test } from 'vitest'
import { registerSomeone, startApi } from '../../../test/api.ts'
import { applyFor, postJob } from '../../../test/jobs.ts'

test('jobs that were looked at are shown for a minute after the database went away, with their marks', async () => {
  await using server = await startPostgres()
  await using api = await startApi({ database: { kind: 'postgres', url: server.url } })
  const [employer, viewer] = [await registerSomeone(api), await registerSomeone(api)]
  const id = await postJob(api, employer)
  await applyFor(api, viewer, id)
  const paths = ['jobs', 'jobs?location=abaco&search=boat', `jobs/${id}`, 'jobs/stats/overview', 'locations']
  const shown = async (): Promise<[number, string][]> => {
    const answers = await Promise.all(
      paths.map((path) => api.ask('GET', `/api/${path}`, { token: viewer.token })),
    )
    return answers.map(({ status, text }) => [status, text])
  }
  const before = await shown()
  expect(before.map(([status]) => status)).toEqual([200, 200, 200, 200, 200])
  const own = await api.ask('GET', '/api/jobs/my/applications', { token: viewer.token })
  expect(own.status).toBe(200)
  await server.kill()

  await api.clock.advance(50_000)
  expect(await shown()).toEqual(before)
  const personal = await api.ask('GET', '/api/jobs/my/applications', { token: viewer.token })
  expect(personal.status).toBe(503)
  await api.clock.advance(30_000)
  expect((await shown()).map(([status]) => status)).toEqual([503, 503, 503, 503, 503])
})
