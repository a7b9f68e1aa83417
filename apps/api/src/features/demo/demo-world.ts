import { at, Draw, Skew } from './demo-draw.ts'
import { demoApplications, demoJobs } from './demo-jobs.ts'
import { demoNotifications, type DemoNotification, type Happenings } from './demo-notifications.ts'
import { demoPeople, known, type DemoPerson } from './demo-people.ts'
import { demoComments, demoLikes, demoPosts, stageOf, type Crowd } from './demo-posts.ts'
import { demoTalks, type DemoConversation } from './demo-talks.ts'
import {
  demoFollows,
  demoPermissions,
  demoPoints,
  type DemoPermission,
  type DemoPoints,
} from './demo-ties.ts'

/** All of the demonstration. People, jobs, posts and conversations are named by their place in these lists. */
export interface DemoWorld extends Happenings {
  readonly people: readonly DemoPerson[]
  readonly conversations: readonly DemoConversation[]
  readonly notifications: readonly DemoNotification[]
  readonly points: readonly DemoPoints[]
  readonly permissions: readonly DemoPermission[]
}

/** How many there are of each. */
export const demoSizes = Object.freeze({
  people: 2_000,
  jobs: 500,
  posts: 3_000,
  follows: 12_000,
  applications: 2_500,
  likes: 16_000,
  comments: 5_000,
  conversations: 600,
  /** Who have points. */
  members: 400,
  moderators: 6,
})

/** How well known the account is that is announced, and how busy: so that there is something to see. */
const demoRank = 6

/**
 * The same on every machine, every time: only when it all happened depends on until when it goes.
 * @param until in milliseconds since 1970; everything has happened before
 */
export function demoWorld(until: number): DemoWorld {
  const draw = new Draw(2_420)
  const residents = demoPeople(demoSizes.people, until, draw)
  const crowd: Crowd = { residents, until, ...attentionOf(residents.length, draw) }
  const posts = demoPosts(demoSizes.posts, crowd, draw)
  const jobs = demoJobs(demoSizes.jobs, crowd, draw)
  const stage = stageOf(posts, crowd, draw)
  const { conversations, messages } = demoTalks(demoSizes.conversations, crowd, draw)
  const happenings = {
    posts,
    jobs,
    messages,
    follows: demoFollows(demoSizes.follows, crowd, draw),
    applications: demoApplications(demoSizes.applications, jobs, crowd, draw),
    likes: demoLikes(demoSizes.likes, stage, draw),
    comments: demoComments(demoSizes.comments, stage, draw),
  }
  return {
    ...happenings,
    people: residents.map(({ person }) => person),
    conversations,
    notifications: demoNotifications(happenings, residents.length, until, draw),
    points: demoPoints(demoSizes.members, crowd, draw),
    permissions: demoPermissions(demoSizes.moderators, crowd),
  }
}

/** Who does much, and who is known to many: not the same people, and not the oldest accounts. */
function attentionOf(count: number, draw: Draw): Pick<Crowd, 'someone' | 'somebodyKnown' | 'rank'> {
  const skew = new Skew(count)
  const order = (): number[] => {
    const others = draw.shuffled(Array.from({ length: count }, (_, i) => i).filter((i) => i !== known.demo))
    return others.toSpliced(demoRank, 0, known.demo)
  }
  const active = order()
  const famous = order()
  const ranks = new Map(famous.map((number, rank) => [number, rank]))
  return {
    someone: () => at(active, skew.draw(draw)),
    somebodyKnown: () => at(famous, skew.draw(draw)),
    rank: (number) => ranks.get(number) ?? count,
  }
}
