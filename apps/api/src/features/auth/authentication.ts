import type { FastifyRequest } from 'fastify'
import type { Authentication } from '../../platform/authentication.ts'
import { AppError } from '../../platform/errors.ts'
import type { App } from '../../platform/http.ts'
import type { AccessTokens } from '../../platform/tokens.ts'
import type { User, Users } from '../users/index.ts'
import { accountInactive } from './signed-in.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null on a route that is not guarded. */
    viewer: User | null
  }
}

/**
 * Lets a request through that carries a good access token. Signature and expiry tell what it was made for; the user, by
 * way of the cache, whether that still holds: so who was closed, or has changed their password, is out with the write
 * that did it.
 */
export function createAuthentication(app: App, users: Users, tokens: AccessTokens): Authentication {
  app.decorateRequest('viewer', null)
  const viewer = async (
    request: FastifyRequest,
    find: (id: number) => Promise<User | null>,
  ): Promise<User> => {
    const { userId, version } = tokens.verify(bearerToken(request.headers.authorization))
    const user = await find(userId)
    if (user === null) throw revoked()
    if (!user.is_active) throw accountInactive()
    if (user.token_version !== version) throw revoked()
    return user
  }
  const cached = (id: number): Promise<User | null> => users.get(id)
  const strong = (id: number): Promise<User | null> => users.getStrong(id)
  return {
    member: async (request) => {
      request.viewer = await viewer(request, cached)
    },
    anyone: async (request) => {
      if (request.headers.authorization !== undefined) request.viewer = await viewer(request, cached)
    },
    admin: async (request) => {
      const user = await viewer(request, strong)
      if (!user.is_admin) throw new AppError('forbidden', 'admins_only', 'This is for admins.')
      request.viewer = user
    },
  }
}

/** Who makes the request, on a guarded route. */
export function viewerOf({ viewer }: FastifyRequest): User {
  if (viewer === null) throw new Error('This route is not guarded.')
  return viewer
}

/** The id of who makes the request; null where nobody is signed in. */
export function viewerIdOf({ viewer }: FastifyRequest): number | null {
  return viewer?.id ?? null
}

const scheme = /^bearer +(?=\S)/i

function bearerToken(header: string | undefined): string {
  if (header !== undefined && scheme.test(header)) return header.replace(scheme, '')
  throw new AppError(
    'unauthenticated',
    'authentication_required',
    'Sign in, and send the access token as “Authorization: Bearer …”.',
  )
}

function revoked(): AppError {
  return new AppError('unauthenticated', 'token_revoked', 'The access token was revoked. Sign in again.')
}
