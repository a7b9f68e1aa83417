import { optionalBearer, type Authentication } from '../../platform/authentication.ts'
import { answers, type App } from '../../platform/http.ts'
import { CategoryList, LocationList } from './places.schema.ts'
import type { Places } from './places.service.ts'

export function placesRoutes(app: App, places: Places, { anyone }: Authentication): void {
  app.get(
    '/api/categories',
    {
      onRequest: anyone,
      schema: {
        tags: ['places'],
        summary: 'List the categories of jobs',
        security: optionalBearer,
        response: answers({ 200: CategoryList }, 401, 403, 503),
      },
    },
    async () => ({ categories: [...(await places.categories())] }),
  )

  app.get(
    '/api/locations',
    {
      onRequest: anyone,
      schema: {
        tags: ['places'],
        summary: 'List the islands and their towns',
        security: optionalBearer,
        response: answers({ 200: LocationList }, 401, 403, 503),
      },
    },
    async () => ({ locations: [...(await places.locations())] }),
  )
}
