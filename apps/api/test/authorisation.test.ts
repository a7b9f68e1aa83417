import { afterAll, beforeAll, expect, test } from 'vitest'
import { isGuarded, pathOf, roles, statusFor, type Endpoint, type Role } from './endpoints/endpoint.ts'
import { endpoints } from './endpoints/index.ts'
import { startWorld, type Citizen, type World } from './world.ts'

/** Who may do what: every endpoint, asked by everyone. */

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

test('the table has every endpoint there is', async () => {
  const { body } = await world.api.ask('GET', '/docs/json')
  const { paths } = body as { paths: Record<string, Record<string, unknown>> }
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(endpoints.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(documented.sort())
})

const cells = endpoints.flatMap((endpoint) =>
  roles.map((role) => ({ endpoint, role, name: `${endpoint.method} ${endpoint.path}` })),
)

test.each(cells)('$name, asked by: $role', async ({ endpoint, role }) => {
  const owner = await world.someone()
  const made = await endpoint.given?.(world, owner)
  const token = await tokenFor(endpoint, role, owner)
  const form = await endpoint.payload?.()
  const answer = await world.api.ask(endpoint.method, pathOf(endpoint, made ?? {}), {
    ...(token === undefined ? {} : { token }),
    ...form,
    ...(endpoint.body === undefined ? {} : { body: endpoint.body(made ?? {}) }),
  })
  expect([answer.status, answer.text]).toEqual([statusFor(endpoint, role), answer.text])
  if (role === 'deactivated' && isGuarded(endpoint)) expect(answer.text).toContain('account_inactive')
})

async function tokenFor(_endpoint: Endpoint, role: Role, owner: Citizen): Promise<string | undefined> {
  switch (role) {
    case 'anonymous':
      return undefined
    case 'member':
      return (await world.someone()).token
    case 'owner':
      return owner.token
    case 'deactivated':
      return (await world.someone({ is_active: false })).token
    case 'admin':
      // One of their own: some endpoints end all sessions of whoever asks.
      return (await world.someone({ is_admin: true })).token
  }
}
