import { asides, hobbies, introductions } from './demo-bio-words.ts'
import { at, Deck, type Draw } from './demo-draw.ts'
import { nameOf, places, type Place } from './demo-places.ts'
import { Phrases } from './demo-phrases.ts'
import { companies, firstNames, lastNames, trades, type Trade } from './demo-words.ts'

/** A person of the demonstration, in the columns of the table. */
export interface DemoPerson {
  readonly email: string
  readonly username: string
  readonly phone: string | null
  readonly first_name: string
  readonly last_name: string
  readonly role: 'worker' | 'employer'
  readonly bio: string
  readonly occupation: string
  readonly company_name: string | null
  readonly location: string
  readonly skills: readonly string[]
  readonly experience: string
  readonly education: string
  readonly is_admin: boolean
  readonly is_available_for_hire: boolean
  readonly created_at: Date
}

/** Someone, and what is known of them beyond their row. */
export interface Resident {
  readonly person: DemoPerson
  readonly place: Place
  readonly trade: Trade
  readonly joinedAt: number
}

const password = 'conch-and-guava'

/**
 * Signs in to the demonstration; everyone else in it has the same password. Known to all, so such accounts exist only
 * where SEED_DEMO put them, which production refuses.
 */
export const demoAccount = Object.freeze({ username: 'demo', password })
/** The same, for what only administrators may. */
export const adminAccount = Object.freeze({ username: 'admin', password })

/** Those whose names are known, by their numbers. */
export const known = { demo: 0, admin: 1 } as const

const dayMs = 86_400_000
const openForMs = 700 * dayMs

/** The people, oldest account first. The first two are the accounts that are announced. */
export function demoPeople(count: number, until: number, draw: Draw): readonly Resident[] {
  const taken = new Map<string, number>([demoAccount, adminAccount].map(({ username }) => [username, 1]))
  const populous = places.flatMap((place) => Array.from({ length: place.share }, () => place))
  const decks = {
    introductions: new Deck(introductions, draw),
    asides: new Deck(asides, draw),
    trades: new Deck(trades, draw),
  }
  return Array.from({ length: count }, (_, i) => {
    const place = draw.pick(populous)
    const trade = decks.trades.deal()
    // More join every month.
    const joinedAt = Math.floor(until - openForMs * (1 - ((i + 0.5) / count) ** 0.7))
    const names = { first_name: draw.pick(firstNames), last_name: draw.pick(lastNames) }
    const username = usernameOf(i, names, taken)
    const phrases = new Phrases({ place, trade }, draw)
    const person = {
      ...names,
      username,
      email: `${username}@example.org`,
      // The exchange 555 is nobody's.
      phone: draw.chance(0.6) ? `+1242555${String(i).padStart(4, '0')}` : null,
      ...employment(draw),
      location: nameOf(place),
      ...career({ phrases, place, trade }, decks, draw),
      is_admin: i === known.admin,
      created_at: new Date(joinedAt),
    }
    return { person, place, trade, joinedAt }
  })
}

function usernameOf(
  number: number,
  { first_name, last_name }: Pick<DemoPerson, 'first_name' | 'last_name'>,
  taken: Map<string, number>,
): string {
  if (number === known.demo) return demoAccount.username
  if (number === known.admin) return adminAccount.username
  return uniqueName(`${first_name}.${last_name}`.toLowerCase(), taken)
}

function employment(draw: Draw): Pick<DemoPerson, 'role' | 'company_name' | 'is_available_for_hire'> {
  const isEmployer = draw.chance(0.15)
  return {
    role: isEmployer ? 'employer' : 'worker',
    company_name: isEmployer || draw.chance(0.3) ? draw.pick(companies) : null,
    is_available_for_hire: !isEmployer && draw.chance(0.55),
  }
}

type BioDecks = Readonly<Record<'introductions' | 'asides', Deck<string>>>

type Career = Pick<DemoPerson, 'bio' | 'occupation' | 'skills' | 'experience' | 'education'>

/** What people say about themselves, and what they have learnt: of one number of years. */
function career(
  { phrases, place, trade }: { readonly phrases: Phrases; readonly place: Place; readonly trade: Trade },
  decks: BioDecks,
  draw: Draw,
): Career {
  const introduction = decks.introductions.deal().replace('{hobby}', draw.pick(hobbies))
  const years = draw.between(introduction.includes('{years}') ? 4 : 1, 24)
  const text = draw.chance(0.6) ? `${introduction} ${decks.asides.deal()}` : introduction
  return { bio: phrases.fill(text, { years: String(years) }), ...profession(place, trade, { draw, years }) }
}

function profession(
  { town }: Place,
  { occupation, skills, education }: Trade,
  { draw, years }: { readonly draw: Draw; readonly years: number },
): Omit<Career, 'bio'> {
  return {
    occupation,
    education,
    skills: skills.slice(0, draw.between(2, 4)),
    experience:
      years === 1 ? 'One year' : `${years} years, ${Math.min(years, draw.between(1, 6))} of them in ${town}`,
  }
}

/** `ann.rolle`, then `ann.rolle2`. */
function uniqueName(name: string, taken: Map<string, number>): string {
  const count = (taken.get(name) ?? 0) + 1
  taken.set(name, count)
  return count === 1 ? name : `${name}${count}`
}

/** The one with this number. */
export function residentOf(residents: readonly Resident[], number: number): Resident {
  return at(residents, number)
}
