import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, type App } from '../../platform/http.ts'
import { PublicUser, UserList, UserListQuery, UserParams } from './users.schema.ts'
import type { Users } from './users.service.ts'

export function usersRoutes(app: App, users: Users, { onRequest }: Authentication): void {
  app.get(
    '/api/users',
    {
      onRequest,
      schema: {
        tags: ['users'],
        summary: 'List the users, newest first',
        security: bearer,
        querystring: UserListQuery,
        response: answers({ 200: UserList }, 400, 401, 403, 503),
      },
    },
    async (request) => {
      const { skip = 0, limit = 20, search } = request.query
      return { ...(await users.page(skip, limit, search)), skip, limit }
    },
  )

  app.get(
    '/api/users/:identifier',
    {
      onRequest,
      schema: {
        tags: ['users'],
        summary: 'One user, by id or username',
        security: bearer,
        params: UserParams,
        response: answers({ 200: PublicUser }, 400, 401, 403, 404, 503),
      },
    },
    (request) => users.find(request.params.identifier),
  )
}
