import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, Nothing, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerOf } from '../auth/index.ts'
import { NotificationList, NotificationListQuery, UnreadCount } from './notifications.schema.ts'
import type { Notifications } from './notifications.service.ts'

/** What whoever is signed in was told of. */
export function notificationsRoutes(app: App, notifications: Notifications, guard: Authentication): void {
  readingRoutes(app, notifications, guard)
  markingRoutes(app, notifications, guard)
}

const described = { tags: ['notifications'], security: bearer }

function readingRoutes(app: App, notifications: Notifications, { member }: Authentication): void {
  app.get(
    '/api/notifications',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'What you were told of, newest first',
        querystring: NotificationListQuery,
        response: answers({ 200: NotificationList }, 400, 401, 403, 503),
      },
    },
    (request) => {
      const { unread = false, ...page } = request.query
      return notifications.page(viewerOf(request).id, pageOf(page), { unread })
    },
  )

  app.get(
    '/api/notifications/unread-count',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'How many of your notifications you have not read',
        response: answers({ 200: UnreadCount }, 401, 403, 503),
      },
    },
    async (request) => ({ unread_count: await notifications.unreadCount(viewerOf(request).id) }),
  )
}

function markingRoutes(app: App, notifications: Notifications, { member }: Authentication): void {
  app.put(
    '/api/notifications/:id/read',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'A notification of yours has been read',
        params: IdParams,
        response: answers({ 204: Nothing }, 400, 401, 403, 404, 503),
      },
    },
    async (request, reply) => {
      await notifications.markRead(viewerOf(request).id, request.params.id)
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/api/notifications/mark-all-read',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'All of your notifications have been read',
        response: answers({ 204: Nothing }, 401, 403, 503),
      },
    },
    async (request, reply) => {
      await notifications.markAllRead(viewerOf(request).id)
      return reply.code(204).send(null)
    },
  )
}
