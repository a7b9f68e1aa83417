import { randomBytes } from 'node:crypto'

/** Sixteen characters that nobody has drawn before. */
export function randomName(): string {
  return randomBytes(12).toString('base64url')
}
