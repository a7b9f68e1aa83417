import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, noBodyIsEmpty, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerOf } from '../auth/index.ts'
import type { Applications } from './applications.service.ts'
import {
  Apply,
  PageQuery,
  ReceivedApplicationList,
  SentApplicationList,
  SentApplicationSchema,
} from './jobs.schema.ts'

const described = { tags: ['jobs'], security: bearer }

export function applicationsRoutes(app: App, applications: Applications, { member }: Authentication): void {
  app.post(
    '/api/jobs/:id/apply',
    {
      onRequest: member,
      preValidation: noBodyIsEmpty,
      schema: {
        ...described,
        summary: 'Apply for a job, once; without a body, without a letter',
        params: IdParams,
        body: Apply,
        response: answers({ 201: SentApplicationSchema }, 400, 401, 403, 404, 409, 413, 415, 503),
      },
    },
    async (request, reply) => {
      const { cover_letter = null } = request.body
      const made = await applications.apply(viewerOf(request).id, request.params.id, cover_letter)
      return reply.code(201).send(made)
    },
  )

  app.get(
    '/api/jobs/:id/applications',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'List the applications for a job you have posted, newest first',
        description: 'Admins see those for any job.',
        params: IdParams,
        querystring: PageQuery,
        response: answers({ 200: ReceivedApplicationList }, 400, 401, 403, 404, 503),
      },
    },
    (request) => applications.received(viewerOf(request), request.params.id, pageOf(request.query)),
  )

  app.get(
    '/api/jobs/my/applications',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'List your own applications, newest first',
        querystring: PageQuery,
        response: answers({ 200: SentApplicationList }, 400, 401, 403, 503),
      },
    },
    (request) => applications.sent(viewerOf(request).id, pageOf(request.query)),
  )
}
