import { newcomer } from '../api.ts'
import { badProfile } from './auth.ts'
import type { Endpoint, Made } from './endpoint.ts'

const whom: Endpoint['given'] = (_world, { id }): Made => ({ id })

export const adminEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/admin/users', access: 'admin' },
  { method: 'GET', path: '/api/admin/users/statistics', access: 'admin' },
  // Without a name to look for.
  { method: 'GET', path: '/api/admin/users/lookup', access: 'admin', except: { admin: 400 } },
  { method: 'GET', path: '/api/admin/users/{id}', access: 'admin', given: whom },
  {
    method: 'POST',
    path: '/api/admin/users',
    access: 'admin',
    success: 201,
    body: () => newcomer(),
    badBody: badProfile,
  },
  {
    method: 'PUT',
    path: '/api/admin/users/{id}',
    access: 'admin',
    given: whom,
    body: () => ({ bio: 'Hello.' }),
    badBody: badProfile,
  },
  { method: 'DELETE', path: '/api/admin/users/{id}', access: 'admin', success: 204, given: whom },
  { method: 'POST', path: '/api/admin/users/{id}/activate', access: 'admin', given: whom },
  { method: 'POST', path: '/api/admin/users/{id}/deactivate', access: 'admin', given: whom },
  { method: 'GET', path: '/api/admin/users/{id}/points', access: 'admin', given: whom },
  {
    method: 'POST',
    path: '/api/admin/users/{id}/points',
    access: 'admin',
    success: 201,
    given: whom,
    body: () => ({ amount: 5, reason: 'Helped after the storm', idempotency_key: 'storm-1' }),
    badBody: { amount: [0], idempotency_key: ['two words', 'é'] },
  },
  {
    method: 'PUT',
    path: '/api/admin/users/{id}/permissions',
    access: 'admin',
    given: whom,
    body: () => ({ permissions: ['moderate_posts'] }),
    badBody: { permissions: [['moderate_posts', 'moderate_posts']] },
  },
  { method: 'GET', path: '/api/admin/dashboard/stats', access: 'admin' },
]
