/** What both drivers attach to an error of the database: its SQLSTATE, and the constraint that refused. */
function property(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}

/** PostgreSQL's five characters, or the code of a network error. */
export function errorCode(error: unknown): string | undefined {
  return property(error, 'code')
}

/** An error that the server itself reported. Its message can hold what a user wrote. */
export function isFromDatabase(error: unknown): boolean {
  return /^[0-9A-Z]{5}$/.test(errorCode(error) ?? '') && property(error, 'severity') !== undefined
}

/** The unique constraint that refused a row. */
export function uniqueViolation(error: unknown): string | undefined {
  return errorCode(error) === '23505' ? property(error, 'constraint') : undefined
}

/** A row names another that is not there: it was removed since it was looked for. */
export function isOrphaned(error: unknown): boolean {
  return errorCode(error) === '23503'
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/**
 * PostgreSQL, appendix A: connection exceptions, out of connections, memory or disk, shutting down, starting, cancelled in
 * time, a deadlock.
 */
const serverCodes = /^(08...|53...|57P0[1235]|57014|25P0[34]|40001|40P01)$/
/** Errors of the driver that carry no code. */
const driverMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (was closed|has encountered a connection error) and is not queryable|Cannot use a pool after calling end)/
/** The driver gave up waiting for a server that has its own, shorter time for a statement: it, or the way to it, hangs. */
const silentMessages =
  /^(Query read timeout|timeout expired|Connection terminated due to connection timeout)$/

/** The database could not be asked, or did not answer in time: not the request's fault, and worth trying again. */
export function isUnavailable(error: unknown): boolean {
  const code = errorCode(error)
  if (code !== undefined && (networkCodes.has(code) || serverCodes.test(code))) return true
  return (
    isSilence(error) ||
    isCommitUnknown(error) ||
    (error instanceof Error && driverMessages.test(error.message))
  )
}

/** The write may or may not have happened. */
export function isCommitUnknown(error: unknown): boolean {
  return error instanceof Error && error.name === 'CommitUnknownError'
}

/** Nothing came back in time. */
export function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return silentMessages.test(error.message) || (isCommitUnknown(error) && isSilence(error.cause))
}

/** No connection became free in time. */
export function isWait(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect'
}
