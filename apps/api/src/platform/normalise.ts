import { parsePhoneNumberFromString } from 'libphonenumber-js'

/**
 * The one form of each name a person is found by; null for what can't be one. Each agrees with the unique index of its
 * column: e-mail and username are ASCII, so that JavaScript's lower case and PostgreSQL's (`collate "C"`) are the same.
 */

export const emailPattern =
  '^[\\x21-\\x3f\\x41-\\x7e]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z0-9-]*[A-Za-z0-9]$'
export const longestEmail = 254

/** Begins and ends with a letter or digit; holds a letter, so that it is never taken for an id or a phone number. */
export const usernamePattern = '^(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$'
export const shortestUsername = 3
export const longestUsername = 30

export const longestPhone = 30

const email = new RegExp(emailPattern)
const username = new RegExp(usernamePattern)

/** `ann@example.org` of ` Ann@Example.org`. */
export function normaliseEmail(value: string): string | null {
  const text = value.trim()
  return text.length <= longestEmail && email.test(text) ? text.toLowerCase() : null
}

/** `ann.rolle` of `Ann.Rolle`. */
export function normaliseUsername(value: string): string | null {
  const text = value.trim()
  const isLongEnough = text.length >= shortestUsername && text.length <= longestUsername
  return isLongEnough && username.test(text) ? text.toLowerCase() : null
}

/**
 * E.164: `+12423221234`. A number without `+` is read as one dialled in the Bahamas: seven digits are local (242), ten
 * are anywhere in the North American plan, the United States with it.
 */
export function normalisePhone(value: string): string | null {
  // Letters would be read as keys (1-800-FLOWERS), and other scripts' digits as digits: neither is what people mean.
  if (value.length > longestPhone || !/^[\d\s()+./-]+$/.test(value)) return null
  const number = parsePhoneNumberFromString(value, 'BS')
  return number?.isValid() === true ? number.number : null
}
