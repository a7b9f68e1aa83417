import { createHash, createHmac } from 'node:crypto'
import { CayError } from '../errors.ts'
import type { Tag } from './tag.ts'

/** Keys of the shared tier. `{cay}` is the partition: on one server there is one, and its hash tag keeps it so. */
const prefix = 'cay:{cay}'
const maxKeyBytes = 250

/** The key of a tag's version. */
export function versionKey(tag: Tag): string {
  return bounded(`${prefix}:v:`, tag)
}

/** The key of an entry: its first tag, its family and the rest of its address, the fingerprint of its codec. */
export function entryKey(tag: Tag, projection: string, fingerprint: string): string {
  return `${bounded(`${prefix}:d:`, `${tag}:${projection}`, fingerprint.length + 1)}:${fingerprint}`
}

/** A key longer than 250 bytes keeps its beginning, for people, and ends in the hash of the whole. */
function bounded(start: string, rest: string, reserved = 0): string {
  const key = start + rest
  if (Buffer.byteLength(key) + reserved <= maxKeyBytes) return key
  const room = 120
  return `${Buffer.from(key)
    .subarray(0, room)
    .toString('latin1')
    .replace(/[^\x21-\x7e]/g, '_')}~${digest(key)}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

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
