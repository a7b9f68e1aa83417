import { at, type Draw } from './demo-draw.ts'
import type { DemoApplication, DemoJob } from './demo-jobs.ts'
import { known } from './demo-people.ts'
import type { DemoComment, DemoLike, DemoPost } from './demo-posts.ts'
import type { DemoMessage } from './demo-talks.ts'
import type { DemoFollow } from './demo-ties.ts'
import { byTime } from './demo-times.ts'

/** One of the things that happened to someone, with what it was about by its number. */
export interface DemoNotification {
  readonly user: number
  readonly kind: 'follow' | 'application' | 'like' | 'comment' | 'message'
  readonly actor: number
  readonly job?: number
  readonly post?: number
  readonly conversation?: number
  readonly created_at: Date
  readonly read_at: Date | null
}

/** What people are told of. */
export interface Happenings {
  readonly posts: readonly DemoPost[]
  readonly jobs: readonly DemoJob[]
  readonly follows: readonly DemoFollow[]
  readonly applications: readonly DemoApplication[]
  readonly likes: readonly DemoLike[]
  readonly comments: readonly DemoComment[]
  readonly messages: readonly DemoMessage[]
}

type Event = Omit<DemoNotification, 'read_at'>

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const keptForMs = 21 * dayMs

/** What the last three weeks have brought everyone, read up to when they last looked. */
export function demoNotifications(
  happenings: Happenings,
  people: number,
  until: number,
  draw: Draw,
): readonly DemoNotification[] {
  const lookedAt = Array.from(
    { length: people },
    () => until + Math.floor(Math.log(1 - draw.fraction()) * 4 * dayMs),
  )
  lookedAt[known.demo] = until - 50 * hourMs
  return eventsOf(happenings)
    .filter(({ user, actor, created_at }) => user !== actor && created_at.getTime() > until - keptForMs)
    .sort(byTime)
    .map((event) => {
      const read = at(lookedAt, event.user)
      return { ...event, read_at: event.created_at.getTime() < read ? new Date(read) : null }
    })
}

function eventsOf(happenings: Happenings): Event[] {
  const { posts, jobs, follows, applications, likes, comments } = happenings
  return [
    ...follows.map(({ follower, followed, created_at }): Event => ({
      kind: 'follow',
      user: followed,
      actor: follower,
      created_at,
    })),
    ...applications.map(({ job, applicant, created_at }): Event => {
      return { kind: 'application', user: at(jobs, job).employer, actor: applicant, job, created_at }
    }),
    ...likes.map(({ post, user, created_at }): Event => {
      return { kind: 'like', user: at(posts, post).author, actor: user, post, created_at }
    }),
    ...comments.map(({ post, author, created_at }): Event => {
      return { kind: 'comment', user: at(posts, post).author, actor: author, post, created_at }
    }),
    ...lastMessagesOf(happenings).map(({ conversation, sender, recipient, created_at }): Event => {
      return { kind: 'message', user: recipient, actor: sender, conversation, created_at }
    }),
  ]
}

/** One of each conversation: who has not read the first is not told of the second. */
function lastMessagesOf({ messages }: Happenings): readonly DemoMessage[] {
  return [...new Map(messages.map((message) => [message.conversation, message])).values()]
}
