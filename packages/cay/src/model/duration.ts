import { CayError } from '../errors.ts'

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
type Unit = keyof typeof unitMs

/** A length of time: a number is milliseconds, a string carries its unit (`'250ms'`, `'30s'`, `'5m'`). */
export type Duration = number | `${number}${Unit}`

/**
 * Milliseconds of a duration.
 * @throws {CayError} CAY_OPTION_INVALID, naming the option, unless it is finite and not negative
 */
export function durationMs(duration: Duration, option: string): number {
  const ms = typeof duration === 'number' ? duration : parse(duration)
  if (Number.isFinite(ms) && ms >= 0) return ms
  throw new CayError(
    'CAY_OPTION_INVALID',
    `${option}: ${JSON.stringify(duration)} is not a duration. Give milliseconds, or a string with a unit: ` +
      `'250ms', '30s', '5m', '2h', '1d'.`,
  )
}

function parse(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text)
  return match ? Number(match[1]) * unitMs[match[2] as Unit] : NaN
}
