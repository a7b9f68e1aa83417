import { at, Deck, Skew, type Draw } from './demo-draw.ts'
import {
  coverLetters,
  jobClosings,
  jobConditions,
  jobOpenings,
  titleEndings,
  works,
  type Work,
} from './demo-job-words.ts'
import { residentOf, type Resident } from './demo-people.ts'
import { Phrases } from './demo-phrases.ts'
import { places } from './demo-places.ts'
import { whoWasThere, type Crowd } from './demo-posts.ts'
import { ascending, byTime, soonAfter, wakingHour } from './demo-times.ts'

export interface DemoJob {
  readonly employer: number
  readonly title: string
  readonly description: string
  readonly category: string
  readonly location: string | null
  readonly is_remote: boolean
  readonly budget_min: number
  readonly budget_max: number
  readonly status: 'open' | 'filled' | 'closed'
  readonly created_at: Date
  readonly updated_at: Date
}

export interface DemoApplication {
  readonly job: number
  readonly applicant: number
  readonly cover_letter: string | null
  readonly created_at: Date
}

const dayMs = 86_400_000
const offeredForMs = 240 * dayMs

/** Jobs in the order they were offered in; most of the old ones are filled. */
export function demoJobs(count: number, crowd: Crowd, draw: Draw): readonly DemoJob[] {
  const deck = new Deck(works, draw)
  const notices = new Notices(draw)
  const times = Array.from({ length: count }, () =>
    wakingHour(crowd.until - Math.floor(offeredForMs * draw.fraction() ** 1.2), crowd.until),
  )
  return times.sort(ascending).map((time) => {
    const work = deck.deal()
    const employer = whoWasThere(crowd, () => anEmployer(crowd, draw), time)
    const resident = residentOf(crowd.residents, employer)
    const place = draw.chance(0.75) ? resident.place : draw.pick(places)
    const status = statusOf(crowd.until - time, draw)
    const changedAt = status === 'open' ? time : Math.min(soonAfter(time, 9 * dayMs, draw), crowd.until - 1)
    return {
      employer,
      ...notices.of(work, { ...resident, place }),
      category: work.category,
      location: work.isRemote && draw.chance(0.5) ? null : place.slug,
      is_remote: work.isRemote,
      ...budgetOf(work, draw),
      status,
      created_at: new Date(time),
      updated_at: new Date(changedAt),
    }
  })
}

/** Employers mostly; others need a hand now and then. */
function anEmployer({ someone, residents }: Crowd, draw: Draw): number {
  for (let tries = 0; tries < 40; tries++) {
    const number = draw.chance(0.3) ? someone() : draw.below(residents.length)
    if (residentOf(residents, number).person.role === 'employer') return number
  }
  return someone()
}

function statusOf(ageMs: number, draw: Draw): DemoJob['status'] {
  const isOver = draw.chance(ageMs > 45 * dayMs ? 0.75 : ageMs > 14 * dayMs ? 0.3 : 0.05)
  if (!isOver) return 'open'
  return draw.chance(0.7) ? 'filled' : 'closed'
}

/** Somewhere about what the work is paid, in round figures. */
function budgetOf({ low, high }: Work, draw: Draw): Pick<DemoJob, 'budget_min' | 'budget_max'> {
  const step = low >= 1_000 ? 100 : low >= 100 ? 10 : 1
  const round = (amount: number): number => Math.round(amount / step) * step
  const factor = 0.9 + draw.fraction() * 0.25
  return { budget_min: round(low * factor), budget_max: round(high * factor) }
}

/** What stands in a notice, put together anew each time. */
class Notices {
  readonly #draw: Draw
  readonly #openings: Deck<string>
  readonly #conditions: Deck<string>
  readonly #closings: Deck<string>
  readonly #endings: Deck<string>
  readonly #duties = new Map<Work, Deck<string>>()

  constructor(draw: Draw) {
    this.#draw = draw
    this.#openings = new Deck(jobOpenings, draw)
    this.#conditions = new Deck(jobConditions, draw)
    this.#closings = new Deck(jobClosings, draw)
    this.#endings = new Deck(titleEndings, draw)
  }

  of(work: Work, employer: Resident): Pick<DemoJob, 'title' | 'description'> {
    const { company_name: company } = employer.person
    const phrases = new Phrases(employer, this.#draw)
    const given = { per: work.per, ...(company === null ? {} : { company }) }
    return {
      title: phrases.fill(this.#title(work), given),
      description: phrases.fill(this.#sentences(work).join(' '), given),
    }
  }

  #title({ title }: Work): string {
    if (!this.#draw.chance(0.35)) return title
    const ending = this.#endings.deal()
    return ending.startsWith(',') ? title + ending : `${title} ${ending}`
  }

  #sentences(work: Work): readonly string[] {
    const draw = this.#draw
    const duties = this.#duties.get(work) ?? new Deck(work.duties, draw)
    this.#duties.set(work, duties)
    const what = draw.chance(0.3) ? [duties.deal(), duties.deal()] : [duties.deal()]
    const opening = draw.chance(0.6) ? [this.#openings.deal()] : []
    const conditions = Array.from({ length: draw.between(0, 2) }, () => this.#conditions.deal())
    const beginning = draw.chance(0.6) ? [...opening, ...what] : [...what, ...opening]
    return [...beginning, ...conditions, this.#closings.deal()]
  }
}

/** Who applied for what, in the order they did. A few jobs have most of them. */
export function demoApplications(
  count: number,
  jobs: readonly DemoJob[],
  { residents, someone, until }: Crowd,
  draw: Draw,
): readonly DemoApplication[] {
  const order = draw.shuffled(jobs.map((_, i) => i))
  const skew = new Skew(jobs.length)
  const letters = new Deck(coverLetters, draw)
  const sent = new Set<number>()
  const applications: DemoApplication[] = []
  while (applications.length < count) {
    const job = at(order, skew.draw(draw))
    const applicant = someone()
    const resident = residentOf(residents, applicant)
    const { employer, created_at, updated_at, status } = at(jobs, job)
    const time = soonAfter(Math.max(created_at.getTime(), resident.joinedAt), 3 * dayMs, draw)
    const closedAt = status === 'open' ? until : updated_at.getTime()
    const pair = job * residents.length + applicant
    if (applicant === employer || time >= closedAt || sent.has(pair)) continue
    sent.add(pair)
    const letter = draw.chance(0.8) ? new Phrases(resident, draw).fill(letters.deal()) : null
    applications.push({ job, applicant, cover_letter: letter, created_at: new Date(time) })
  }
  return applications.sort(byTime)
}
