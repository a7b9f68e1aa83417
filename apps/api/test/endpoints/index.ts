import { adminEndpoints } from './admin.ts'
import { authEndpoints } from './auth.ts'
import { avatarsEndpoints } from './avatars.ts'
import type { Endpoint } from './endpoint.ts'
import { healthEndpoints } from './health.ts'
import { jobsEndpoints } from './jobs.ts'
import { messagesEndpoints } from './messages.ts'
import { notificationsEndpoints } from './notifications.ts'
import { placesEndpoints } from './places.ts'
import { postsEndpoints } from './posts.ts'
import { usersEndpoints } from './users.ts'

/** Every endpoint there is; a test holds the list to the OpenAPI document. */
export const endpoints: readonly Endpoint[] = [
  ...healthEndpoints,
  ...authEndpoints,
  ...avatarsEndpoints,
  ...usersEndpoints,
  ...placesEndpoints,
  ...jobsEndpoints,
  ...notificationsEndpoints,
  ...postsEndpoints,
  ...messagesEndpoints,
  ...adminEndpoints,
]
