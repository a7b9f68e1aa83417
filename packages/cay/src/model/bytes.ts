import { CayError } from '../errors.ts'

const unitBytes = { b: 1, kb: 1_024, mb: 1_048_576, gb: 1_073_741_824 } as const
type Unit = keyof typeof unitBytes

/** A size: a number is bytes, a string carries its unit, in powers of 1024 (`'64kb'`, `'128mb'`). */
export type ByteSize = number | `${number}${Unit}`

/**
 * Bytes of a size.
 * @throws {CayError} CAY_OPTION_INVALID, naming the option, unless it is a positive whole number of bytes
 */
export function byteCount(size: ByteSize, option: string): number {
  const bytes = typeof size === 'number' ? size : parse(size)
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes
  throw new CayError(
    'CAY_OPTION_INVALID',
    `${option}: ${JSON.stringify(size)} is not a size. Give bytes, or a string with a unit: '64kb', '128mb'.`,
  )
}

function parse(text: string): number {
  const match = /^(\d+)(b|kb|mb|gb)$/i.exec(text)
  return match ? Number(match[1]) * unitBytes[String(match[2]).toLowerCase() as Unit] : NaN
}
