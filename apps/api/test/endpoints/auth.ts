import { goodPassword, newcomer } from '../api.ts'
import type { Citizen, World } from '../world.ts'
import type { Endpoint, Made } from './endpoint.ts'

const sql = "'; drop table users; --"

/** What the fields of a person may not be, which their schema can't say or says by a pattern. */
const badNames = {
  email: ['', 'ann', 'ann@', '@example.org', 'a b@example.org', 'é@example.org', sql],
  username: ['', 'ab', '12345', '.ann', 'ann.', 'ann rolle', 'änn', 'ann@home', sql],
  phone: ['', '12', '+', 'call me', '+999 1', '1-800-FLOWERS', '+1 242 322 1234 x5', sql],
}
export const badProfile = {
  ...badNames,
  avatar_url: ['', 'javascript:alert(1)', 'https://', 'https://a b', sql],
  role: ['admin', sql],
}

export const authEndpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/api/auth/register',
    access: 'open',
    success: 201,
    body: () => newcomer(),
    badBody: badProfile,
  },
  {
    method: 'POST',
    path: '/api/auth/login',
    access: 'open',
    given: (_world, { username }) => ({ username }),
    body: ({ username }: Made): Record<string, unknown> => ({ login: username, password: goodPassword }),
  },
  {
    method: 'POST',
    path: '/api/auth/refresh',
    access: 'open',
    given: async ({ api }: World, { username }: Citizen): Promise<Made> => {
      const body = { login: username, password: goodPassword }
      const answer = await api.ask('POST', '/api/auth/login', { body })
      return { refresh_token: (answer.body as { refresh_token: string }).refresh_token }
    },
    body: ({ refresh_token }: Made): Record<string, unknown> => ({ refresh_token }),
  },
  {
    method: 'POST',
    path: '/api/auth/logout',
    access: 'open',
    success: 204,
    body: () => ({ refresh_token: 'x'.repeat(43) }),
  },
  { method: 'POST', path: '/api/auth/logout-all', access: 'member', success: 204 },
  { method: 'GET', path: '/api/auth/verify', access: 'member' },
  { method: 'GET', path: '/api/auth/profile', access: 'member' },
  {
    method: 'PUT',
    path: '/api/auth/profile',
    access: 'member',
    body: () => ({ bio: 'Hello.' }),
    badBody: badProfile,
  },
  {
    method: 'POST',
    path: '/api/auth/change-password',
    access: 'member',
    body: () => ({ current_password: goodPassword, new_password: 'another good one' }),
    badBody: { new_password: ['too short'] },
  },
  {
    method: 'DELETE',
    path: '/api/auth/account',
    access: 'member',
    success: 204,
    body: () => ({ password: goodPassword }),
  },
]
