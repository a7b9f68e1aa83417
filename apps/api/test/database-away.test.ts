import { startPostgres } from '@cay/servers'
import { expect, test } from 'vitest'
import { codeOf, goodPassword, registerSomeone, startApi, type Answer } from './api.ts'

test('with the database away, who was read before is known, what needs it is refused for now, and then goes on', async () => {
  await using server = await startPostgres()
  await using api = await startApi({ database: { kind: 'postgres', url: server.url } })
  const { username, token } = await registerSomeone(api)
  const ask = {
    health: () => api.ask('GET', '/health'),
    verify: () => api.ask('GET', '/api/auth/verify', { token }),
    login: () => api.ask('POST', '/api/auth/login', { body: { login: username, password: goodPassword } }),
    list: () => api.ask('GET', '/api/users', { token }),
    update: () => api.ask('PUT', '/api/auth/profile', { token, body: { bio: 'Written.' } }),
  }
  await server.kill()

  expect((await ask.health()).status).toBe(200)
  expect((await ask.verify()).status).toBe(200)
  for (const refused of [ask.login, ask.list, ask.update]) {
    const answer = await refused()
    expect([answer.status, codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'unavailable', '1'])
  }

  await server.restart()
  // Connections that broke while nobody used them are found out at their next use.
  await expect.poll(async () => (await ask.login()).status).toBe(200)
  const isWritten = (answer: Answer): boolean =>
    answer.status === 200 && answer.text.includes('"bio":"Written."')
  expect(isWritten(await ask.update())).toBe(true)
  expect(isWritten(await ask.verify())).toBe(true)
  expect(api.log()).not.toMatch(new RegExp(`${username}|${token}`))
})
