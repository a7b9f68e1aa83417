import { startPostgres } from '@cay/servers'
import { expect, test } from 'vitest'
import { registerSomeone, startApi } from '../../../test/api.ts'

test('people who were looked at are shown for a minute after the database went away, with their marks', async () => {
  await using server = await startPostgres()
  await using api = await startApi({ database: { kind: 'postgres', url: server.url } })
  const [one, other] = [await registerSomeone(api), await registerSomeone(api)]
  const { token } = one
  await api.ask('POST', `/api/users/follow/${other.id}`, { token })
  const paths = ['', `/${other.id}`, `/${other.id}/followers`, `/${one.id}/following`]
  const shown = async (): Promise<[number, string][]> => {
    const answers = await Promise.all(paths.map((path) => api.ask('GET', `/api/users${path}`, { token })))
    return answers.map(({ status, text }) => [status, text])
  }
  const before = await shown()
  expect(before.map(([status]) => status)).toEqual([200, 200, 200, 200])
  expect((await api.ask('GET', '/api/notifications', { token })).status).toBe(200)
  await server.kill()

  await api.clock.advance(50_000)
  expect(await shown()).toEqual(before)
  const personal = await api.ask('GET', '/api/notifications', { token })
  expect(personal.status).toBe(503)
  await api.clock.advance(30_000)
  expect((await shown()).map(([status]) => status)).toEqual([503, 503, 503, 503])
})
