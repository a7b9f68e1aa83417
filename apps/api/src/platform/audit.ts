import type { FastifyBaseLogger } from 'fastify'

/** Something an admin did. People stand here by their ids alone: a log is kept longer than they may stay. */
export interface Audited {
  readonly by: number
  readonly what:
    'created' | 'changed' | 'closed' | 'activated' | 'points given' | 'points taken' | 'permissions set'
  readonly whom: number
}

/** One line, when it is done. At `info`: a LOG_LEVEL above that keeps no account of admins. */
export function audit(log: FastifyBaseLogger, { by, what, whom }: Audited): void {
  log.info({ audit: { by, what, whom } }, 'an admin acted')
}
