/** What kind of refusal an error is. HTTP gives each kind its status. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'too_large'
  | 'unsupported'
  | 'too_many'
  | 'unavailable'

/** What is wrong with one field of a request. */
export interface ErrorDetail {
  readonly field: string
  readonly problem: string
}

/** An error that was meant: its code and message are shown to whoever made the request. Neither holds a secret. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly kind: ErrorKind
  /** The name that programs go by: `email_taken`. */
  readonly code: string
  readonly details: readonly ErrorDetail[] | undefined
  /** Seconds until it is worth trying again, where that is known. */
  readonly retryAfterS: number | undefined

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    { details, retryAfterS }: { details?: readonly ErrorDetail[]; retryAfterS?: number } = {},
  ) {
    super(message)
    this.kind = kind
    this.code = code
    this.details = details
    this.retryAfterS = retryAfterS
  }
}

const shownInMessage = 3

/** A request that is not as it should be, field by field. */
export function validationFailed(details: readonly ErrorDetail[]): AppError {
  const shown = details.slice(0, shownInMessage).map(({ field, problem }) => `${field} ${problem}`)
  const rest = details.length > shown.length ? `; and ${details.length - shown.length} more` : ''
  return new AppError(
    'invalid',
    'validation_failed',
    `The request is not valid: ${shown.join('; ')}${rest}.`,
    { details },
  )
}

/** Something that keeps the API from starting and that whoever starts it can mend: the message says how. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
