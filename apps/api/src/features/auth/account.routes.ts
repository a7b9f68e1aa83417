import { bearer, type Authentication } from '../../platform/authentication.ts'
import { answers, Nothing, type App } from '../../platform/http.ts'
import { OwnProfile, UpdateProfile } from '../users/index.ts'
import { ChangePassword, CloseAccount, SignedIn, Verified } from './auth.schema.ts'
import { viewerOf } from './authentication.ts'
import type { AuthServices } from './create-auth.ts'

/** The routes of whoever is signed in. */
export function accountRoutes(app: App, services: AuthServices, guard: Authentication): void {
  profileRoutes(app, services, guard)
  securityRoutes(app, services, guard)
}

const described = { tags: ['auth'], security: bearer }

function profileRoutes(app: App, { account }: AuthServices, { member }: Authentication): void {
  app.get(
    '/api/auth/verify',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Is this access token good, and whose is it?',
        response: answers({ 200: Verified }, 401, 403, 503),
      },
    },
    (request, reply) => {
      reply.send({ valid: true, user: viewerOf(request) })
    },
  )

  app.get(
    '/api/auth/profile',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Your own profile',
        response: answers({ 200: OwnProfile }, 401, 403, 503),
      },
    },
    (request, reply) => {
      reply.send(viewerOf(request))
    },
  )

  app.put(
    '/api/auth/profile',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Change your profile: what is given, and nothing else',
        body: UpdateProfile,
        response: answers({ 200: OwnProfile }, 400, 401, 403, 409, 413, 415, 503),
      },
    },
    (request) => account.update(viewerOf(request).id, request.body),
  )
}

function securityRoutes(app: App, { auth, account }: AuthServices, { member }: Authentication): void {
  app.post(
    '/api/auth/change-password',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Change your password, and end every session but this one',
        body: ChangePassword,
        response: answers({ 200: SignedIn }, 400, 401, 403, 413, 415, 429, 503),
      },
    },
    (request) => {
      const { current_password, new_password } = request.body
      const change = { current: current_password, wanted: new_password }
      return account.changePassword(viewerOf(request), change, request.ip)
    },
  )

  app.post(
    '/api/auth/logout-all',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'End every session, on every device',
        response: answers({ 204: Nothing }, 401, 403, 503),
      },
    },
    async (request, reply) => {
      await auth.logoutAll(viewerOf(request).id)
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/auth/account',
    {
      onRequest: member,
      schema: {
        ...described,
        summary: 'Close your account',
        body: CloseAccount,
        response: answers({ 204: Nothing }, 400, 401, 403, 409, 413, 415, 429, 503),
      },
    },
    async (request, reply) => {
      await account.close(viewerOf(request).id, request.body.password, request.ip)
      return reply.code(204).send(null)
    },
  )
}
