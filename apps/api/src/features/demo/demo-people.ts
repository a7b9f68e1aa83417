import { companies, firstNames, lastNames, locations, trades } from './demo-words.ts'

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
  readonly is_available_for_hire: boolean
  readonly created_at: string
}

/**
 * Signs in to the demonstration; everyone else in it has the same password. Known to all, so such accounts exist only
 * where SEED_DEMO put them, which production refuses.
 */
export const demoAccount = Object.freeze({ username: 'demo', password: 'conch-and-guava' })

const firstDay = Date.UTC(2024, 0, 6, 9)
const joinEveryMs = 7 * 60 * 60 * 1_000

/** The people: the same on every machine, every time. The first is the demonstration account. */
export function demoPeople(count: number): readonly DemoPerson[] {
  const draw = sequence(2_420)
  const taken = new Map<string, number>([[demoAccount.username, 1]])
  return Array.from({ length: count }, (_, i) => person(i, draw, taken))
}

type Draw = () => number

function person(i: number, draw: Draw, taken: Map<string, number>): DemoPerson {
  const first_name = pick(firstNames, draw)
  const last_name = pick(lastNames, draw)
  const username =
    i === 0 ? demoAccount.username : uniqueName(`${first_name}.${last_name}`.toLowerCase(), taken)
  const isEmployer = draw() < 0.15
  // Most people live on the first islands of the list.
  const location = pick(locations, () => draw() ** 2.5)
  return {
    email: `${username}@example.org`,
    username,
    // The exchange 555 is nobody's.
    phone: draw() < 0.6 ? `+1242555${String(i).padStart(4, '0')}` : null,
    first_name,
    last_name,
    role: isEmployer ? 'employer' : 'worker',
    company_name: isEmployer || draw() < 0.3 ? pick(companies, draw) : null,
    location,
    is_available_for_hire: !isEmployer && draw() < 0.55,
    created_at: new Date(firstDay + i * joinEveryMs).toISOString(),
    ...profession(location, draw),
  }
}

function profession(
  location: string,
  draw: Draw,
): Pick<DemoPerson, 'bio' | 'occupation' | 'skills' | 'experience' | 'education'> {
  const { occupation, skills, does, education } = pick(trades, draw)
  const years = 1 + Math.floor(draw() * 24)
  const [town = location] = location.split(',')
  return {
    bio: `${occupation} in ${town}. I ${does}.`,
    occupation,
    skills: skills.slice(0, 2 + Math.floor(draw() * 3)),
    experience:
      years === 1
        ? 'One year'
        : `${years} years, ${Math.min(years, 1 + Math.floor(draw() * 6))} of them in ${town}`,
    education,
  }
}

/** `ann.rolle`, then `ann.rolle2`. */
function uniqueName(name: string, taken: Map<string, number>): string {
  const count = (taken.get(name) ?? 0) + 1
  taken.set(name, count)
  return count === 1 ? name : `${name}${count}`
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[], draw: Draw): T {
  const found = list[Math.floor(draw() * list.length)]
  if (found === undefined) throw new RangeError('Nothing to pick from.')
  return found
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32, Tommy Ettinger, 2017, public domain). */
function sequence(seed: number): Draw {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
