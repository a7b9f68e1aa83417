import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { PublicUser, UserList, UserListQuery, UserParams } from './users.schema.ts'
import type { Users } from './users.service.ts'

export function usersRoutes(app: App, users: Users, { member }: Authentication): void {
  app.get(
    '/api/users',
    {
      onRequest: member,
      schema: {
        tags: ['users'],
        summary: 'List the users, newest first',
        security: bearer,
        querystring: UserListQuery,
        response: answers({ 200: UserList }, 400, 401, 403, 503),
      },
    },
    (request) => {
      const { search, ...page } = request.query
      return users.page(pageOf(page), search)
    },
  )

  app.get(
    '/api/users/:identifier',
    {
      onRequest: member,
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
