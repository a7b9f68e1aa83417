import type { Endpoint } from './endpoint.ts'

export const usersEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/users', access: 'member' },
  {
    method: 'GET',
    path: '/api/users/{identifier}',
    access: 'member',
    given: (_world, owner) => ({ identifier: owner.username }),
  },
]
