import type { onRequestAsyncHookHandler } from 'fastify'

/**
 * Who is let through. A feature with guarded routes is handed it; `features/auth` makes it. Each works before the body is
 * read: nothing of a stranger's is parsed.
 */
export interface Authentication {
  /** Whoever is signed in. */
  readonly member: onRequestAsyncHookHandler
  /** Everyone; but a token that is given has to be good. */
  readonly anyone: onRequestAsyncHookHandler
  /** Admins, as the database has them now: no cache is asked. */
  readonly admin: onRequestAsyncHookHandler
}

/** What guarded routes say of themselves in OpenAPI. */
export const bearer = [{ bearer: [] }]

/** The same of routes that anyone may use, and that say more to whoever is signed in. */
export const optionalBearer = [{}, { bearer: [] }]
