import type { Sealing } from './sealing.ts'

/**
 * An entry of the shared tier: a line of header, then the body.
 *
 *     1 v - 0mh5k3c0w 9f2KxQ…(16) Zr81bA…(16) \n body        (without the spaces)
 *     │ │ │ │         └ stamp: the version of each tag the value was built under, in the family's order
 *     │ │ │ └ when it was built, wall clock, milliseconds in base 36, nine digits
 *     │ │ └ how the body is sealed: see sealing.ts
 *     │ └ v a value, n a remembered absence (an empty body)
 *     └ format
 */
const format = '1'
const timeDigits = 9
const headBytes = 3 + timeDigits
const newline = 0x0a

/** The length of a version: 96 random bits in base64url. */
const versionLength = 16

/** What an entry holds. `text` is the encoded value, null a remembered absence. */
export interface Entry {
  readonly bornAt: number
  readonly stamp: readonly string[]
  readonly text: string | null
}

/** The head of an entry, enough to judge it before its body is opened. */
export interface EntryHead {
  readonly bornAt: number
  readonly isAbsence: boolean
  readonly form: string
  readonly stamp: readonly string[]
  /** The bytes of the head, newline included. */
  readonly length: number
}

/** @param entryKey the key it is stored under: sealed with it, so that it is worth nothing under another */
export function packEntry(
  { bornAt, stamp, text }: Entry,
  entryKey: string,
  sealing: Sealing,
): Buffer | string {
  const { form, seal } = sealing.prepare(text ?? '')
  const time = Math.floor(bornAt).toString(36).padStart(timeDigits, '0')
  const head = `${format}${text === null ? 'n' : 'v'}${form}${time}${stamp.join('')}\n`
  const body = seal(entryKey + head)
  return typeof body === 'string' ? head + body : Buffer.concat([Buffer.from(head, 'latin1'), body])
}

/** The head of these bytes; undefined where they are no entry of this format with a stamp of this many versions. */
export function readHead(bytes: Buffer, versions: number): EntryHead | undefined {
  const end = headBytes + versions * versionLength
  if (bytes.length <= end || bytes[end] !== newline) return undefined
  const head = bytes.toString('latin1', 0, end)
  const kind = head.charAt(1)
  const bornAt = parseInt(head.slice(3, headBytes), 36)
  if (head.charAt(0) !== format || (kind !== 'v' && kind !== 'n') || !Number.isSafeInteger(bornAt))
    return undefined
  const stamp: string[] = []
  for (let at = headBytes; at < end; at += versionLength) stamp.push(head.slice(at, at + versionLength))
  return { bornAt, isAbsence: kind === 'n', form: head.charAt(2), stamp, length: end + 1 }
}

/** The text of an entry's body, null for an absence; undefined where it can't be opened. */
export function openBody(
  bytes: Buffer,
  head: EntryHead,
  entryKey: string,
  sealing: Sealing,
): string | null | undefined {
  const bound = (): string => entryKey + bytes.toString('latin1', 0, head.length)
  const text = sealing.open(head.form, bytes, head.length, bound)
  return head.isAbsence && text === '' ? null : text
}

/** SAFEGUARD "a missing version matches nothing": an evicted version must not make an old entry valid again. */
export function stampMatches(stamp: readonly string[], versions: readonly (string | null)[]): boolean {
  return stamp.length === versions.length && stamp.every((version, i) => version === versions[i])
}
