import type { Endpoint } from './endpoint.ts'

export const usersEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/users', access: 'member' },
  {
    method: 'GET',
    path: '/api/users/{identifier}',
    access: 'member',
    given: (_world, owner) => ({ identifier: owner.username }),
  },
  {
    method: 'GET',
    path: '/api/users/{identifier}/followers',
    access: 'member',
    given: (_world, owner) => ({ identifier: owner.username }),
  },
  {
    method: 'GET',
    path: '/api/users/{identifier}/following',
    access: 'member',
    given: (_world, owner) => ({ identifier: owner.id }),
  },
  {
    method: 'POST',
    path: '/api/users/follow/{id}',
    access: 'member',
    except: { owner: 409 },
    given: (_world, { id }) => ({ id }),
  },
  {
    method: 'POST',
    path: '/api/users/unfollow/{id}',
    access: 'member',
    given: (_world, { id }) => ({ id }),
  },
]
