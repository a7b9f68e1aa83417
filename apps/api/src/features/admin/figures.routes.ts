import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, type App } from '../../platform/http.ts'
import type { FigureCaches } from './admin.cache.ts'
import { Dashboard, Statistics } from './admin.schema.ts'

const described = { tags: ['admin'], security: bearer }

export function figuresRoutes(app: App, caches: FigureCaches, { admin }: Authentication): void {
  app.get(
    '/api/admin/users/statistics',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'The people of the platform, in numbers',
        response: answers({ 200: Statistics }, 401, 403, 503),
      },
    },
    () => caches.statistics.get(),
  )

  app.get(
    '/api/admin/dashboard/stats',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'The platform, in numbers',
        response: answers({ 200: Dashboard }, 401, 403, 503),
      },
    },
    () => caches.dashboard.get(),
  )
}
