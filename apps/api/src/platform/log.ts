import type { Writable } from 'node:stream'
import type { FastifyServerOptions } from 'fastify'
import { errorCode, isFromDatabase } from './database-errors.ts'

/** What is logged of an error. Neither a row, nor a statement's parameters, nor a URL: errors carry all of those. */
type LoggedError = {
  readonly type: string
  readonly message: string
  readonly stack: string
  readonly code: string | undefined
  readonly cause: LoggedError | undefined
}

const deepestCause = 5

/** Only what is listed here; the standard serializer would add every property of the error. */
function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: '', stack: '', code: undefined, cause: undefined }
  }
  const { name, message, stack = '', cause } = error
  return {
    type: name,
    // A message of PostgreSQL can quote what a user wrote ("invalid input syntax for …").
    message: isFromDatabase(error) ? 'an error of the database' : message,
    code: errorCode(error),
    stack: stack
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
    cause: cause === undefined || depth >= deepestCause ? undefined : loggedError(cause, depth + 1),
  }
}

/** Options of Fastify's logger. A request is logged by its id alone; no URL, no header, no address. */
export function logOptions(
  level: string,
  stream: Writable | undefined,
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    base: null,
    serializers: { err: (error) => loggedError(error), req: () => ({}), res: () => ({}) },
    ...(stream === undefined ? {} : { stream }),
  }
}
