import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { validationFailed } from '../../platform/errors.ts'

export const shortestPassword = 10
/** Enough for any phrase; without a bound, hashing a megabyte would be asked for. */
export const longestPassword = 200

/** What a password may not be: what everyone can see, or guess first. */
export interface Names {
  readonly email: string
  readonly username: string
  readonly phone?: string | null | undefined
  readonly first_name?: string
  readonly last_name?: string
}

/** What people here think of first. */
const localWords = [
  ...[
    'bahamas',
    'bahamian',
    'nassau',
    'freeport',
    'exuma',
    'eleuthera',
    'bimini',
    'abaco',
    'andros',
    'inagua',
  ],
  ...[
    'junkanoo',
    'conch',
    'goombay',
    'island',
    'caribbean',
    'paradise',
    'grandbahama',
    'newprovidence',
    '242',
  ],
  ...['cay', 'job', 'jobs', 'platform', 'worker', 'employer', 'welcome', 'login', 'letmein', 'changeme'],
]

/** So many guesses are too few: the third of the five steps of zxcvbn, and what guessing slowly can't get to. */
const fewestGuesses = 1e8
/**
 * What is looked at of a password, and how many readings of what could be letters in disguise: both bound the time, to
 * some 2 ms for what was made to take long.
 */
const longestJudged = 24
const mostReadings = 10

const estimator = new ZxcvbnFactory({
  dictionary,
  graphs: adjacencyGraphs,
  maxLength: longestJudged,
  l33tMaxSubstitutions: mostReadings,
})

/** @throws {AppError} validation_failed, where the password is one of the names it belongs to, or soon guessed */
export function assertPassword(password: string, field: string, names: Names): void {
  const given = namesOf(names)
  if (given.map(reduced).includes(reduced(password))) {
    throw validationFailed([{ field, problem: 'must not be your e-mail address, username or phone number' }])
  }
  const text = password.normalize('NFKC').slice(0, longestJudged)
  if (estimator.check(text, [...given, ...localWords]).guesses >= fewestGuesses) return
  throw validationFailed([
    {
      field,
      problem:
        'is too easy to guess: it is, or is close to, what many people use. Take three or four words that have nothing to do with each other',
    },
  ])
}

function namesOf({ email, username, phone, first_name, last_name }: Names): readonly string[] {
  const [localPart = ''] = email.split('@')
  return [email, localPart, username, phone ?? '', first_name ?? '', last_name ?? ''].filter(
    (name) => reduced(name) !== '',
  )
}

/** Without what people put between or around: `Ann.Rolle_` is `annrolle`. */
function reduced(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
