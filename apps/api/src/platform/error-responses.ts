import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorCode, isCommitUnknown, isOrphaned, isUnavailable } from './database-errors.ts'
import { AppError, type ErrorKind } from './errors.ts'

const statusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  too_many: 429,
  unavailable: 503,
}

/** An answer that is not a success, but for the id of its request. */
interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details?: AppError['details']
  readonly retryAfterS?: number | undefined
}

/** What Fastify refuses by itself, in our words. */
const frameworkRefusals: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refusal(413, 'body_too_large', 'The body is larger than 1 MB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refusal(
    415,
    'unsupported_media_type',
    'The body must be JSON: send it with Content-Type: application/json.',
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refusal(
    400,
    'bad_request',
    'The body is not as long as Content-Length says.',
  ),
  FST_ERR_CTP_EMPTY_JSON_BODY: refusal(400, 'malformed_json', 'The body is empty.'),
  FST_ERR_CTP_INVALID_JSON_BODY: refusal(400, 'malformed_json', 'The body is not JSON.'),
  FST_ERR_BAD_URL: refusal(400, 'bad_url', 'The path is not a valid URL: check its percent-encoding.'),
  FST_ERR_MAX_PARAM_LENGTH: refusal(414, 'url_too_long', 'A part of the path is too long.'),
  CAY_LOAD_TIMEOUT: unavailable(),
  CAY_LOAD_QUEUE_FULL: refusal(503, 'busy', 'Too many requests are waiting already. Try again shortly.'),
}

function refusal(status: number, code: string, message: string): Refusal {
  return { status, code, message }
}

function unavailable(): Refusal {
  return refusal(503, 'unavailable', 'The database does not answer at the moment. Try again shortly.')
}

const outcomeUnknown = refusal(
  503,
  'outcome_unknown',
  'The database has not confirmed the change: it may or may not have been made. Look before trying again.',
)

/** Tried again, it is refused for what it is by then: a user or a thing that is not there. */
const changedMeanwhile = refusal(
  503,
  'changed_meanwhile',
  'Something that this is about was removed while it was done. Try again.',
)

const internal = refusal(500, 'internal', 'Something went wrong on our side. Quote the request_id.')

/** What to answer to an error. Nothing of an error that was not meant for users is shown to them. */
function refusalFor(error: unknown): Refusal {
  if (error instanceof AppError) {
    const { kind, code, message, details, retryAfterS } = error
    return { status: statusOf[kind], code, message, details, retryAfterS }
  }
  const known = frameworkRefusals[errorCode(error) ?? '']
  if (known !== undefined) return known
  if (isCommitUnknown(error)) return outcomeUnknown
  if (isUnavailable(error)) return unavailable()
  if (isOrphaned(error)) return changedMeanwhile
  const status = statusBelow500(error)
  return status === undefined ? internal : refusal(status, 'bad_request', 'The request is not valid.')
}

/** The status of an error that Fastify or a plugin of it has found in the request. */
function statusBelow500(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  const { statusCode } = error
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined
}

export function errorResponse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, message, details, retryAfterS } = refusalFor(error)
  if (status >= 500) request.log[status === 500 ? 'error' : 'warn']({ err: error, code }, 'request failed')
  if (status === 401) reply.header('www-authenticate', challenge(code))
  const retryAfter = retryAfterS ?? (status === 503 ? 1 : undefined)
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ error: { code, message, details }, request_id: request.id })
}

/** RFC 6750, 3: says that a token is what is wanted, and whether the one given was not good. */
function challenge(code: string): string {
  return code.startsWith('token_') ? 'Bearer error="invalid_token"' : 'Bearer'
}
