import type { Citizen, World } from '../world.ts'
import type { Endpoint, Made } from './endpoint.ts'

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
    // Somebody follows the owner, who has been told.
    given: async ({ api, someone }: World, { id }: Citizen): Promise<Made> => {
      const { token } = await someone()
      await api.ask('POST', `/api/users/follow/${id}`, { token })
      return { id }
    },
  },
]
