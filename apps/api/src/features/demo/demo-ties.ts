import { Deck, linesOf, type Draw } from './demo-draw.ts'
import { known, residentOf } from './demo-people.ts'
import type { Crowd } from './demo-posts.ts'
import { byTime, soonAfter } from './demo-times.ts'

export interface DemoFollow {
  readonly follower: number
  readonly followed: number
  readonly created_at: Date
}

export interface DemoPoints {
  readonly user: number
  readonly amount: number
  readonly reason: string
  readonly idempotency_key: string
  readonly created_by: number | null
  readonly created_at: Date
}

export interface DemoPermission {
  readonly user: number
  readonly permission: 'moderate_posts' | 'moderate_jobs'
  readonly granted_by: number
  readonly granted_at: Date
}

const dayMs = 86_400_000

/** A few are followed by many; whoever does much follows more than others. */
export function demoFollows(count: number, crowd: Crowd, draw: Draw): readonly DemoFollow[] {
  const { residents, someone, somebodyKnown, until } = crowd
  const pairs = new Set<number>()
  const follows: DemoFollow[] = []
  while (follows.length < count) {
    const follower = someone()
    const followed = somebodyKnown()
    const met = Math.max(residentOf(residents, follower).joinedAt, residentOf(residents, followed).joinedAt)
    const time = soonAfter(met, 60 * dayMs, draw)
    const pair = follower * residents.length + followed
    if (follower === followed || time >= until || pairs.has(pair)) continue
    pairs.add(pair)
    follows.push({ follower, followed, created_at: new Date(time) })
  }
  return follows.sort(byTime)
}

const earned: readonly string[] = linesOf(`
  Profile completed
  First application
  Helped at the career day
  Recommended a friend
  Five-star job finished
  Answered twenty questions
  Beach clean-up
`)

/** Welcome points for everyone who does much here, some earned, and a few spent: never more than there are. */
export function demoPoints(
  people: number,
  { residents, someone, until }: Crowd,
  draw: Draw,
): readonly DemoPoints[] {
  const members = new Set<number>([known.demo])
  while (members.size < people) members.add(someone())
  return [...members]
    .flatMap((user) => ledgerOf(user, residentOf(residents, user).joinedAt, until, draw))
    .sort(byTime)
}

function ledgerOf(user: number, joinedAt: number, until: number, draw: Draw): readonly DemoPoints[] {
  const reasons = new Deck(earned, draw)
  const entries: DemoPoints[] = []
  let balance = 0
  let time = joinedAt + 1_000
  const add = (amount: number, reason: string, created_by: number | null): void => {
    if (time >= until) return
    balance += amount
    const idempotency_key = `demo-${entries.length + 1}`
    entries.push({ user, amount, reason, idempotency_key, created_by, created_at: new Date(time) })
    time = soonAfter(time, 40 * dayMs, draw)
  }
  add(50, 'Welcome', null)
  for (let n = draw.between(0, 4); n > 0; n--) add(draw.between(1, 8) * 5, reasons.deal(), known.admin)
  if (draw.chance(0.3))
    add(-Math.min(balance, draw.between(2, 8) * 5), 'Notice kept at the top for a week', null)
  return entries
}

/** A handful of moderators. */
export function demoPermissions(
  count: number,
  { residents, someone, until }: Crowd,
): readonly DemoPermission[] {
  const moderators = new Set<number>()
  while (moderators.size < count) moderators.add(2 + (someone() % (residents.length - 2)))
  return [...moderators].map((user, i) => ({
    user,
    permission: i % 2 === 0 ? 'moderate_posts' : 'moderate_jobs',
    granted_by: known.admin,
    granted_at: new Date(Math.max(residentOf(residents, user).joinedAt + 1_000, until - 90 * dayMs)),
  }))
}
