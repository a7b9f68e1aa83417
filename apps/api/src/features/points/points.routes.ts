import { audit } from '../../platform/audit.ts'
import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerOf } from '../auth/index.ts'
import { GivePoints, Ledger, PointsGiven, PointsQuery } from './points.schema.ts'
import type { Points } from './points.service.ts'

const described = { tags: ['admin'], security: bearer }

export function pointsRoutes(app: App, points: Points, { admin }: Authentication): void {
  app.get(
    '/api/admin/users/:id/points',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'What points a user has, and their transactions, newest first',
        params: IdParams,
        querystring: PointsQuery,
        response: answers({ 200: Ledger }, 400, 401, 403, 404, 503),
      },
    },
    (request) => points.ledger(request.params.id, pageOf(request.query)),
  )

  app.post(
    '/api/admin/users/:id/points',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'Give a user points, or take some: once for each idempotency_key',
        params: IdParams,
        body: GivePoints,
        response: answers({ 200: PointsGiven, 201: PointsGiven }, 400, 401, 403, 404, 409, 413, 415, 503),
      },
    },
    async (request, reply) => {
      const by = viewerOf(request).id
      const whom = request.params.id
      const { isNew, ...given } = await points.give(whom, request.body, by)
      if (!isNew) return reply.code(200).send(given)
      audit(request.log, { by, what: request.body.amount > 0 ? 'points given' : 'points taken', whom })
      return reply.code(201).send(given)
    },
  )
}
