import { answers, Nothing, type App } from '../../platform/http.ts'
import { Login, RefreshToken, Register, SignedIn } from './auth.schema.ts'
import type { Auth } from './auth.service.ts'

const tags = ['auth']

export function authRoutes(app: App, auth: Auth): void {
  beginningRoutes(app, auth)
  sessionRoutes(app, auth)
}

/** Where a session begins. */
function beginningRoutes(app: App, auth: Auth): void {
  app.post(
    '/api/auth/register',
    {
      schema: {
        tags,
        summary: 'Create an account, and sign in to it',
        body: Register,
        response: answers({ 201: SignedIn }, 400, 409, 413, 415, 429, 503),
      },
    },
    async (request, reply) => {
      const { password, ...user } = request.body
      return reply.code(201).send(await auth.register(user, password, request.ip))
    },
  )

  app.post(
    '/api/auth/login',
    {
      schema: {
        tags,
        summary: 'Sign in by e-mail address, phone number or username',
        description:
          'After 10 failures in 15 minutes from one address, or 100 with any login from it, even the right password is refused.',
        body: Login,
        response: answers({ 200: SignedIn }, 400, 401, 403, 413, 415, 429, 503),
      },
    },
    ({ body, ip }) => auth.login(body.login, body.password, ip),
  )
}

/** What becomes of it. */
function sessionRoutes(app: App, auth: Auth): void {
  app.post(
    '/api/auth/refresh',
    {
      schema: {
        tags,
        summary: 'Use a refresh token, once, for new tokens',
        description:
          'A refresh token that comes a second time ends its session: one of the two has been stolen.',
        body: RefreshToken,
        response: answers({ 200: SignedIn }, 400, 401, 403, 413, 415, 503),
      },
    },
    ({ body }) => auth.refresh(body.refresh_token),
  )

  app.post(
    '/api/auth/logout',
    {
      schema: {
        tags,
        summary: 'End the session of a refresh token',
        description: 'Its access token stays good until it expires; “logout-all” ends those as well.',
        body: RefreshToken,
        response: answers({ 204: Nothing }, 400, 413, 415, 503),
      },
    },
    async ({ body }, reply) => {
      await auth.logout(body.refresh_token)
      return reply.code(204).send(null)
    },
  )
}
