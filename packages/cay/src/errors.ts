/**
 * Every code a {@link CayError} can carry, with what it means.
 * `docs/errors.md` says what to do about each; a test holds the two together.
 */
export const errorCodes = {
  CAY_OPTION_INVALID: 'an option given to Cay is missing, of the wrong type or out of range',
  CAY_NAME_TAKEN: 'two families were given the same name',
  CAY_KEY_INVALID: 'a key, an id or an argument list cannot address an entry',
  CAY_VALUE_INVALID: 'a value does not fit its field, or JSON would change it silently',
  CAY_LOAD_TIMEOUT: 'the origin did not answer within the load deadline',
  CAY_LOAD_QUEUE_FULL: 'too many loads of the family wait for their turn already',
  CAY_LOAD_CYCLE: 'a loader asked for the very key it was loading',
  CAY_IN_WRITE: 'a read through the cache within a transaction of changes.write',
  CAY_LOG_UNAVAILABLE: 'the change log could not be asked in time',
  CAY_CLOSED: 'the cache was used after close()',
} as const

export type CayErrorCode = keyof typeof errorCodes

/** The one error class of Cay. `message` never holds a value, a key or a password. */
export class CayError extends Error {
  override readonly name = 'CayError'
  readonly code: CayErrorCode
  /** The family the error concerns, where there is one. */
  readonly family: string | undefined

  constructor(code: CayErrorCode, message: string, options: { family?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.family = options.family
  }
}
