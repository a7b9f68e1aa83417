import { validationFailed } from '../../platform/errors.ts'

export const shortestPassword = 10
/** Enough for any phrase; without a bound, hashing a megabyte would be asked for. */
export const longestPassword = 200

/** What a password may not be: what everyone can see, or guess first. */
export interface Names {
  readonly email: string
  readonly username: string
  readonly phone?: string | null | undefined
}

/** @throws {AppError} validation_failed, where the password is one of the names it belongs to */
export function assertPassword(password: string, field: string, { email, username, phone }: Names): void {
  const [localPart = ''] = email.split('@')
  const names = [email, localPart, username, phone ?? ''].map(reduced).filter((name) => name !== '')
  if (!names.includes(reduced(password))) return
  throw validationFailed([{ field, problem: 'must not be your e-mail address, username or phone number' }])
}

/** Without what people put between or around: `Ann.Rolle_` is `annrolle`. */
function reduced(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
