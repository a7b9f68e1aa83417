/**
 * An entry of the shared tier: a line of header, then the payload.
 *
 *     1 v 0mh5k3c0w 9f2KxQ…(16) Zr81bA…(16) \n payload        (without the spaces)
 *     │ │ │         └ stamp: the version of each tag the value was built under, in the family's order
 *     │ │ └ when it was built, wall clock, milliseconds in base 36, nine digits
 *     │ └ v a value, n a remembered absence (no payload)
 *     └ format
 */
const format = '1'
const timeDigits = 9
const headBytes = 2 + timeDigits
const newline = 0x0a

/** The length of a version: 96 random bits in base64url. */
const versionLength = 16

/** What an entry holds. `text` is the encoded value, null a remembered absence. */
export interface Entry {
  readonly bornAt: number
  readonly stamp: readonly string[]
  readonly text: string | null
}

export function packEntry({ bornAt, stamp, text }: Entry): Buffer {
  const time = Math.floor(bornAt).toString(36).padStart(timeDigits, '0')
  return Buffer.from(`${format}${text === null ? 'n' : 'v'}${time}${stamp.join('')}\n${text ?? ''}`)
}

/** The entry of these bytes; undefined where they are not one of this format with a stamp of this many versions. */
export function unpackEntry(bytes: Buffer, versions: number): Entry | undefined {
  const headerEnd = headBytes + versions * versionLength
  if (bytes.length <= headerEnd || bytes[headerEnd] !== newline) return undefined
  const header = bytes.toString('latin1', 0, headerEnd)
  const kind = header[1]
  if (header[0] !== format || (kind !== 'v' && kind !== 'n')) return undefined
  const bornAt = parseInt(header.slice(2, headBytes), 36)
  if (!Number.isSafeInteger(bornAt)) return undefined
  const stamp = Array.from({ length: versions }, (_, i) =>
    header.slice(headBytes + i * versionLength, headBytes + (i + 1) * versionLength),
  )
  return { bornAt, stamp, text: kind === 'n' ? null : bytes.toString('utf8', headerEnd + 1) }
}

/** SAFEGUARD "a missing version matches nothing": an evicted version must not make an old entry valid again. */
export function stampMatches(stamp: readonly string[], versions: readonly (string | null)[]): boolean {
  return stamp.length === versions.length && stamp.every((version, i) => version === versions[i])
}
