import { jobConditions, works } from '../../src/features/demo/demo-job-words.ts'
import { nameOf, places } from '../../src/features/demo/demo-places.ts'
import { companies, firstNames, lastNames, trades } from '../../src/features/demo/demo-words.ts'
import { demoWorld } from '../../src/features/demo/demo-world.ts'

/** What rows are made of; each list is drawn from with its first ones more often. */
export interface Words {
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
  /** Two of them in a row are a name that few people have. */
  readonly syllables: readonly string[]
  readonly occupations: readonly string[]
  readonly companies: readonly string[]
  readonly locations: readonly string[]
  readonly towns: readonly string[]
  readonly titles: readonly string[]
  readonly categories: readonly string[]
  readonly duties: readonly string[]
  readonly conditions: readonly string[]
  readonly posts: readonly string[]
  readonly comments: readonly string[]
  readonly messages: readonly string[]
}

const vowels = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'ou']
const beginnings = [
  'b',
  'br',
  'c',
  'cl',
  'd',
  'dr',
  'f',
  'g',
  'gr',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'qu',
  'r',
  's',
  'st',
  't',
  'v',
  'w',
  'z',
]
const ends = ['ck', 'ld', 'm', 'nd', 'ng', 'rl', 'sk', 'th', 'x']

/** The words of the demonstration, and names besides that are rare: as in any register, half of the names have few bearers. */
export function words(): Words {
  const world = demoWorld(Date.UTC(2026, 0, 1))
  return {
    firstNames,
    lastNames,
    syllables: beginnings.flatMap((beginning) =>
      vowels.flatMap((vowel) => ends.map((end) => beginning + vowel + end)),
    ),
    occupations: trades.map(({ occupation }) => occupation),
    companies,
    locations: places.map(nameOf),
    towns: places.map(({ slug }) => slug),
    titles: works.map(({ title }) => title),
    categories: works.map(({ category }) => category),
    duties: works.flatMap(({ duties }) => duties),
    conditions: jobConditions.map((text) => text.replace(/ ?\{\w+\}/g, '')),
    posts: world.posts.map(({ content }) => content),
    comments: world.comments.map(({ content }) => content),
    messages: world.messages.map(({ content }) => content),
  }
}

/** The rare name with this number. */
export function rareName(syllables: readonly string[], number: number): string {
  const { length } = syllables
  return `${syllables[number % length] ?? ''}${syllables[Math.floor(number / length) % length] ?? ''}`
}
