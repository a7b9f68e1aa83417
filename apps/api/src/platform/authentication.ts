import type { onRequestAsyncHookHandler } from 'fastify'

/** Lets through whoever is signed in. A feature with guarded routes is handed it; `features/auth` makes it. */
export interface Authentication {
  /** Before the body is read: nothing of a stranger's is parsed. */
  readonly onRequest: onRequestAsyncHookHandler
}

/** What guarded routes say of themselves in OpenAPI. */
export const bearer = [{ bearer: [] }]
