import { bearer, optionalBearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, Nothing, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerIdOf, viewerOf } from '../auth/index.ts'
import {
  CreateJob,
  JobList,
  JobListQuery,
  JobSchema,
  JobStatistics,
  PageQuery,
  UpdateJob,
} from './jobs.schema.ts'
import type { Jobs } from './jobs.service.ts'

export function jobsRoutes(app: App, jobs: Jobs, guard: Authentication): void {
  lookingRoutes(app, jobs, guard)
  offeringRoutes(app, jobs, guard)
}

const forAnyone = { tags: ['jobs'], security: optionalBearer }
const forMembers = { tags: ['jobs'], security: bearer }

function lookingRoutes(app: App, jobs: Jobs, { anyone }: Authentication): void {
  app.get(
    '/api/jobs',
    {
      onRequest: anyone,
      schema: {
        ...forAnyone,
        summary: 'List the jobs, newest first',
        querystring: JobListQuery,
        response: answers({ 200: JobList }, 400, 401, 403, 503),
      },
    },
    (request) => jobs.page(request.query, pageOf(request.query), viewerIdOf(request)),
  )

  app.get(
    '/api/jobs/stats/overview',
    {
      onRequest: anyone,
      schema: {
        ...forAnyone,
        summary: 'How many jobs there are, of what, and where',
        response: answers({ 200: JobStatistics }, 401, 403, 503),
      },
    },
    () => jobs.stats(),
  )

  app.get(
    '/api/jobs/:id',
    {
      onRequest: anyone,
      schema: {
        ...forAnyone,
        summary: 'One job',
        params: IdParams,
        response: answers({ 200: JobSchema }, 400, 401, 403, 404, 503),
      },
    },
    (request) => jobs.find(request.params.id, viewerIdOf(request)),
  )
}

function offeringRoutes(app: App, jobs: Jobs, { member }: Authentication): void {
  app.get(
    '/api/jobs/my/posted',
    {
      onRequest: member,
      schema: {
        ...forMembers,
        summary: 'List the jobs you have posted, of whatever status',
        querystring: PageQuery,
        response: answers({ 200: JobList }, 400, 401, 403, 503),
      },
    },
    (request) => jobs.posted(viewerOf(request).id, pageOf(request.query)),
  )

  app.post(
    '/api/jobs',
    {
      onRequest: member,
      schema: {
        ...forMembers,
        summary: 'Post a job',
        body: CreateJob,
        response: answers({ 201: JobSchema }, 400, 401, 403, 413, 415, 503),
      },
    },
    async (request, reply) => reply.code(201).send(await jobs.create(viewerOf(request), request.body)),
  )

  app.put(
    '/api/jobs/:id',
    {
      onRequest: member,
      schema: {
        ...forMembers,
        summary: 'Change what is given of a job you have posted',
        params: IdParams,
        body: UpdateJob,
        response: answers({ 200: JobSchema }, 400, 401, 403, 404, 413, 415, 503),
      },
    },
    (request) => jobs.update(viewerOf(request).id, request.params.id, request.body),
  )

  app.delete(
    '/api/jobs/:id',
    {
      onRequest: member,
      schema: {
        ...forMembers,
        summary: 'Take a job away, and the applications for it',
        description: 'For whoever posted it, and for whoever may moderate jobs.',
        params: IdParams,
        response: answers({ 204: Nothing }, 400, 401, 403, 404, 503),
      },
    },
    async (request, reply) => {
      await jobs.delete(viewerOf(request), request.params.id)
      return reply.code(204).send(null)
    },
  )
}
