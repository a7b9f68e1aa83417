import { parseArgs } from 'node:util'

/** What `npm run load` was asked to do. */
export interface LoadOptions {
  /** Of the processes of the API; one of them is asked each time. */
  readonly origins: readonly string[]
  /** Requests a second. */
  readonly rate: number
  readonly seconds: number
  /** How many people sign in; each costs the API a password. */
  readonly people: number
  /** What is done, by whom. */
  readonly seed: number
  readonly isHelp: boolean
}

export const usage = `npm run load [-- options]
  Behaves like the people of the demonstration: signs in, looks around, posts, likes, comments, applies, follows, writes.
    --rate N      requests a second, sent when they are due whether those before were answered or not (50)
    --seconds N   for how long (30)
    --url URL     where the API is; repeated for each process (http://127.0.0.1:3000)
    --people N    how many sign in (25)
    --seed N      who does what (1)
    --help
  Exit codes: 0 all was well · 1 there were errors, or there is no API · 64 these options make no sense
`

/** The options make no sense; its message says which, and why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @throws {UsageError} */
export function loadOptions(args: readonly string[]): LoadOptions {
  const values = parsed(args)
  return {
    origins: values.url.map(originOf),
    rate: wholeNumber('rate', values.rate, 10_000),
    seconds: wholeNumber('seconds', values.seconds, 86_400),
    people: wholeNumber('people', values.people, 500),
    seed: wholeNumber('seed', values.seed, 2 ** 31),
    isHelp: values.help,
  }
}

type Values = Readonly<Record<'rate' | 'seconds' | 'people' | 'seed', string>> & {
  readonly url: readonly string[]
  readonly help: boolean
}

function parsed(args: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...args],
      options: {
        rate: { type: 'string', default: '50' },
        seconds: { type: 'string', default: '30' },
        url: { type: 'string', multiple: true, default: ['http://127.0.0.1:3000'] },
        people: { type: 'string', default: '25' },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'These options are not known.')
  }
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value
  throw new UsageError(`--${option} is “${text}”. It has to be a whole number from 1 to ${most}.`)
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' && url.pathname === '/' && url.search === '') return url.origin
  throw new UsageError(`--url is “${text}”. It has to be like http://127.0.0.1:3000, without a path.`)
}
