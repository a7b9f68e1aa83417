import { createHash, createHmac } from 'node:crypto'
import { CayError } from '../errors.ts'

/** Hides an alias value: 128 bits of HMAC-SHA-256 under the secret, of SHA-256 without one. */
export type AliasHash = (value: string) => string

export function aliasHash(secret: string | undefined): AliasHash {
  return (value) => {
    const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
    return hash.update(value).digest().subarray(0, 16).toString('base64url')
  }
}

/** What a query's `key` may list: its arguments, in a fixed order. */
export type KeyPart = string | number | boolean | bigint | null | undefined

/**
 * The text of an argument list; different lists have different texts. `undefined` is told from `null`, `1` from `'1'`.
 * @throws {CayError} CAY_KEY_INVALID for anything but strings, finite numbers, booleans, bigints, null and undefined
 */
export function argumentsKey(parts: readonly KeyPart[], family: string): string {
  return parts.map((part, i) => argumentText(part, i, family)).join(',')
}

function argumentText(part: unknown, i: number, family: string): string {
  switch (typeof part) {
    case 'string':
      return JSON.stringify(part)
    case 'bigint':
      return `${part}n`
    case 'boolean':
      return String(part)
    case 'undefined':
      return ''
    case 'number':
      if (Number.isFinite(part)) return String(part)
      break
    case 'object':
      if (part === null) return 'null'
      break
    default:
  }
  throw new CayError(
    'CAY_KEY_INVALID',
    `${family}: argument ${i} of the key is not a string, a finite number, a boolean, a bigint, null or undefined.`,
    { family },
  )
}
