import type { FastifyRequest } from 'fastify'
import { audit, type Audited } from '../../platform/audit.ts'
import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, IdParams, Nothing, type App } from '../../platform/http.ts'
import { pageOf } from '../../platform/paging.ts'
import { viewerOf } from '../auth/index.ts'
import {
  Account,
  AccountDetails,
  AccountList,
  AccountsQuery,
  CreateAccount,
  LookUpQuery,
  UpdateAccount,
} from './admin.schema.ts'
import type { AccountAdmin } from './accounts.service.ts'

/** The routes of people's accounts, for admins. */
export function accountsRoutes(app: App, accounts: AccountAdmin, guard: Authentication): void {
  lookingRoutes(app, accounts, guard)
  changingRoutes(app, accounts, guard)
  closingRoutes(app, accounts, guard)
}

const described = { tags: ['admin'], security: bearer }

function lookingRoutes(app: App, accounts: AccountAdmin, { admin }: Authentication): void {
  app.get(
    '/api/admin/users',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'List the accounts, open and closed, newest first',
        querystring: AccountsQuery,
        response: answers({ 200: AccountList }, 400, 401, 403, 503),
      },
    },
    ({ query: { page = 1, search, role = null, status = 'all', ...rest } }) => {
      const { limit, before } = pageOf(rest)
      return accounts.page({ page, limit, before, search, role, status })
    },
  )

  app.get(
    '/api/admin/users/lookup',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'The one user who has this e-mail address, username or phone number',
        description: 'Exactly one of the three is given. A closed account is found as well.',
        querystring: LookUpQuery,
        response: answers({ 200: Account }, 400, 401, 403, 404, 503),
      },
    },
    ({ query }) => accounts.lookUp(query),
  )

  app.get(
    '/api/admin/users/:id',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'One user, with their points, permissions and activity',
        params: IdParams,
        response: answers({ 200: AccountDetails }, 400, 401, 403, 404, 503),
      },
    },
    ({ params }) => accounts.details(params.id),
  )
}

function changingRoutes(app: App, accounts: AccountAdmin, { admin }: Authentication): void {
  app.post(
    '/api/admin/users',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'Create an account for someone',
        body: CreateAccount,
        response: answers({ 201: Account }, 400, 401, 403, 409, 413, 415, 503),
      },
    },
    async (request, reply) => {
      const { password, ...user } = request.body
      const made = await accounts.create(user, password)
      note(request, 'created', made.id)
      return reply.code(201).send(made)
    },
  )

  app.put(
    '/api/admin/users/:id',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'Change someone’s profile, or make them an admin: what is given, and nothing else',
        description:
          'Their access tokens are void when they become an admin or are no longer one. Nobody takes this right from themselves.',
        params: IdParams,
        body: UpdateAccount,
        response: answers({ 200: Account }, 400, 401, 403, 404, 409, 413, 415, 503),
      },
    },
    async (request) => {
      const user = await accounts.update(request.params.id, request.body, viewerOf(request).id)
      note(request, 'changed', user.id)
      return user
    },
  )
}

function closingRoutes(app: App, accounts: AccountAdmin, { admin }: Authentication): void {
  app.delete(
    '/api/admin/users/:id',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'Close someone’s account',
        description: 'As they would themselves: it keeps its names, and can be opened again by “activate”.',
        params: IdParams,
        response: answers({ 204: Nothing }, 400, 401, 403, 404, 409, 503),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (await accounts.close(id, viewerOf(request).id)) note(request, 'closed', id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/admin/users/:id/deactivate',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'Close someone’s account, and see it',
        params: IdParams,
        response: answers({ 200: Account }, 400, 401, 403, 404, 409, 503),
      },
    },
    async (request) => {
      const { id } = request.params
      if (await accounts.close(id, viewerOf(request).id)) note(request, 'closed', id)
      return accounts.get(id)
    },
  )

  app.post(
    '/api/admin/users/:id/activate',
    {
      onRequest: admin,
      schema: {
        ...described,
        summary: 'Open a closed account again',
        description: 'Tokens and sessions of before stay void: its owner signs in anew.',
        params: IdParams,
        response: answers({ 200: Account }, 400, 401, 403, 404, 503),
      },
    },
    async (request) => {
      const { id } = request.params
      if (await accounts.reopen(id)) note(request, 'activated', id)
      return accounts.get(id)
    },
  )
}

function note(request: FastifyRequest, what: Audited['what'], whom: number): void {
  audit(request.log, { by: viewerOf(request).id, what, whom })
}
