import { randomBytes, randomUUID } from 'node:crypto'

/** A secret nobody can guess, in base64url: 32 bytes make 43 characters. */
export function secretToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

export function uuid(): string {
  return randomUUID()
}

/**
 * Makes the ids of requests: unique in all processes by their beginning, in this one by a count. They name a request in
 * an answer and in the log, and protect nothing.
 */
export function requestIds(): () => string {
  const start = randomBytes(6).toString('base64url')
  let count = 0
  return () => `${start}-${(++count).toString(36)}`
}
