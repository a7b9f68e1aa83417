import type { Citizen, World } from '../world.ts'
import type { Endpoint, Made } from './endpoint.ts'

export const notificationsEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/notifications', access: 'member' },
  { method: 'GET', path: '/api/notifications/unread-count', access: 'member' },
  {
    method: 'PUT',
    path: '/api/notifications/{id}/read',
    access: 'owner',
    success: 204,
    // Nobody else knows that it is there.
    except: { member: 404, admin: 404 },
    given: async (world: World, owner: Citizen): Promise<Made> => {
      const { id: actor } = await world.someone()
      const [made] = await world.api.psql<{ id: number }>(
        "insert into notifications (user_id, kind, actor_id) values ($1, 'follow', $2) returning id",
        [owner.id, actor],
      )
      return { id: made?.id ?? 0 }
    },
  },
  { method: 'PUT', path: '/api/notifications/mark-all-read', access: 'member', success: 204 },
]
