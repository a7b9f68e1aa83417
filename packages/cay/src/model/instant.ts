/** ECMA-262 writes the years before and after these with a sign and six digits. */
const fourDigits = { fromMs: Date.parse('0000-01-01T00:00:00Z'), toMs: Date.parse('+010000-01-01T00:00:00Z') }

/**
 * An instant as ISO 8601 in UTC: what `Date.toISOString` gives, in a quarter of its time. A record has several, and every
 * read from the shared tier writes them. The date is Howard Hinnant's `civil_from_days`: years begin in March, so that
 * the leap day is their last, and come in eras of 400, which all have the same number of days.
 */
export function isoText(ms: number): string {
  if (!Number.isInteger(ms) || ms < fourDigits.fromMs || ms >= fourDigits.toMs)
    return new Date(ms).toISOString()
  const days = Math.floor(ms / 86_400_000) + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return text(
    year,
    month,
    dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
    ms - (days - 719_468) * 86_400_000,
  )
}

const [zero, dash, colon, point, letterT, letterZ] = [0x30, 0x2d, 0x3a, 0x2e, 0x54, 0x5a] as const

/** One call with every character makes one flat string; concatenation would leave a tree of pieces, kept with the record. */
function text(year: number, month: number, day: number, ms: number): string {
  const hour = Math.floor(ms / 3_600_000)
  const minute = Math.floor(ms / 60_000) - hour * 60
  const second = Math.floor(ms / 1_000) - hour * 3_600 - minute * 60
  // prettier-ignore
  return String.fromCharCode(
    digit(year, 1_000), digit(year, 100), digit(year, 10), digit(year, 1), dash,
    digit(month, 10), digit(month, 1), dash, digit(day, 10), digit(day, 1), letterT,
    digit(hour, 10), digit(hour, 1), colon, digit(minute, 10), digit(minute, 1), colon,
    digit(second, 10), digit(second, 1), point, digit(ms, 100), digit(ms, 10), digit(ms, 1), letterZ,
  )
}

/** The character of one digit: of the tens, of the hundreds. */
function digit(number: number, place: number): number {
  return zero + (Math.floor(number / place) % 10)
}
