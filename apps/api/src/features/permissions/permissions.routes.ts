import { audit } from '../../platform/audit.ts'
import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, type App } from '../../platform/http.ts'
import { viewerOf } from '../auth/index.ts'
import { PermissionsOf, SetPermissions } from './permissions.schema.ts'
import type { Permissions } from './permissions.service.ts'

export function permissionsRoutes(app: App, permissions: Permissions, { admin }: Authentication): void {
  app.put(
    '/api/admin/users/:id/permissions',
    {
      onRequest: admin,
      schema: {
        tags: ['admin'],
        security: bearer,
        summary: 'Say what a user may do: this, and nothing else',
        description:
          'A change makes the user’s access tokens void. The same permissions again change nothing.',
        params: IdParams,
        body: SetPermissions,
        response: answers({ 200: PermissionsOf }, 400, 401, 403, 404, 413, 415, 503),
      },
    },
    async (request) => {
      const by = viewerOf(request).id
      const whom = request.params.id
      const isChanged = await permissions.set(whom, request.body.permissions, by)
      if (isChanged) audit(request.log, { by, what: 'permissions set', whom })
      return { permissions: [...(await permissions.of(whom))] }
    },
  )
}
