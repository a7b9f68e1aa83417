import { ConnectionTimeoutError, ErrorReply, SocketTimeoutError } from '@redis/client'

/** The server follows another: what it holds may be behind, and it takes no writes. */
export class NotPrimary extends Error {
  override readonly name = 'NotPrimary'

  constructor() {
    super('This is a replica: it may be behind.')
  }
}

/** The code with which Redis refused: the first word of its reply. The rest can hold keys. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof NotPrimary) return 'READONLY'
  return error instanceof ErrorReply ? /^[A-Z]+/.exec(error.message)?.[0] : undefined
}

/** Why an attempt to connect failed, without the address, which can hold a password. */
export function troubleOf(error: unknown): string {
  if (error instanceof ConnectionTimeoutError || error instanceof SocketTimeoutError) return 'TIMEOUT'
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return refusalOf(error) ?? (typeof code === 'string' ? code : 'UNREACHABLE')
}
