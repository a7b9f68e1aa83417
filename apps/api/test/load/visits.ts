import { Skew, type Draw } from '../../src/features/demo/demo-draw.ts'
import { asides } from '../../src/features/demo/demo-bio-words.ts'
import { anywhere } from '../../src/features/demo/demo-comment-words.ts'
import { coverLetters, works } from '../../src/features/demo/demo-job-words.ts'
import { Phrases } from '../../src/features/demo/demo-phrases.ts'
import { places } from '../../src/features/demo/demo-places.ts'
import { topics } from '../../src/features/demo/demo-post-words.ts'
import { talks } from '../../src/features/demo/demo-talk-words.ts'
import { firstNames, lastNames, trades } from '../../src/features/demo/demo-words.ts'
import { itemIn, itemsOf, numberIn, textIn, type Item } from './bodies.ts'
import type { Session } from './session.ts'

/** One request of a visit. */
export interface Step {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** As OpenAPI has it, which is what a summary is by. */
  readonly endpoint: string
  readonly path: string
  readonly token?: string
  readonly body?: object
  /** What may be answered; anything else is an error. */
  readonly expects: readonly number[]
}

/** What somebody does on a visit: each step is made of what the one before was answered. */
export type Visit = Generator<Step, void, unknown>

/** Who visits, and the chance they follow. */
export interface Visitor {
  readonly session: Session
  readonly draw: Draw
}

/** The kinds of visits, and how many of a hundred are of each. */
const kinds: readonly (readonly [share: number, visit: (visitor: Visitor) => Visit])[] = [
  [26, readFeed],
  [20, lookForWork],
  [13, lookForPeople],
  [11, readMessages],
  [10, readNotifications],
  [6, lookAtOneself],
  [3, writePost],
  [1, offerWork],
  [10, passBy],
]

/** Some visit. */
export function anyVisit(visitor: Visitor): Visit {
  let rest = visitor.draw.fraction() * kinds.reduce((sum, [share]) => sum + share, 0)
  for (const [share, visit] of kinds) {
    rest -= share
    if (rest < 0) return visit(visitor)
  }
  return passBy(visitor)
}

type Asked = Partial<Pick<Step, 'body' | 'expects'>> & {
  readonly id?: number | string
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly isAnonymous?: boolean
}

function step({ session }: Visitor, method: Step['method'], endpoint: string, asked: Asked = {}): Step {
  const { id, query = {}, body, isAnonymous = false } = asked
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) said.set(name, String(value))
  const path = id === undefined ? endpoint : endpoint.replace(/\{\w+\}/, encodeURIComponent(id))
  return {
    ...{ method, endpoint },
    path: said.size === 0 ? path : `${path}?${said.toString()}`,
    ...(isAnonymous ? {} : { token: session.token }),
    ...(body === undefined ? {} : { body }),
    expects: asked.expects ?? [200],
  }
}

/** A list is looked at from the top: its first page most of all, and its first items. */
const firstPages = new Skew(30)
const firstItems = new Skew(20)

function page({ draw }: Visitor): { readonly skip: number; readonly limit: number } {
  return { skip: draw.chance(0.7) ? 0 : 20 * firstPages.draw(draw), limit: 20 }
}

function someOf(items: readonly Item[], { draw }: Visitor): Item | undefined {
  return items[firstItems.draw(draw)] ?? items[0]
}

/** As every page of the site does: who am I, and is there anything new? */
function* arrive(visitor: Visitor): Visit {
  const { session } = visitor
  const refresh_token = session.beginRenewal()
  if (refresh_token !== undefined) {
    const body = { refresh_token }
    session.renewed(yield step(visitor, 'POST', '/api/auth/refresh', { body, isAnonymous: true }))
  }
  yield step(visitor, 'GET', '/api/auth/verify')
  yield step(visitor, 'GET', '/api/notifications/unread-count')
  yield step(visitor, 'GET', '/api/messages/unread-count')
}

function* readFeed(visitor: Visitor): Visit {
  const { draw } = visitor
  yield* arrive(visitor)
  const posts = itemsOf(yield step(visitor, 'GET', '/api/posts', { query: page(visitor) }), 'posts')
  const post = someOf(posts, visitor)
  if (post === undefined) return
  const id = numberIn(post, 'id')
  yield step(visitor, 'GET', '/api/posts/{id}', { id })
  yield step(visitor, 'GET', '/api/posts/{id}/comments', { id })
  if (draw.chance(0.25)) yield step(visitor, 'POST', '/api/posts/{id}/like', { id, body: { liked: true } })
  if (draw.chance(0.08)) {
    const content = phrasesOf(visitor).fill(draw.pick(anywhere))
    yield step(visitor, 'POST', '/api/posts/{id}/comments', { id, body: { content }, expects: [201] })
    yield step(visitor, 'GET', '/api/posts/{id}/comments', { id })
  }
  if (draw.chance(0.3)) {
    const user = numberIn(itemIn(post, 'author'), 'id')
    yield step(visitor, 'GET', '/api/posts/user/{user_id}', { id: user })
  }
}

function* lookForWork(visitor: Visitor): Visit {
  const { session, draw } = visitor
  yield* arrive(visitor)
  const categories = itemsOf(yield step(visitor, 'GET', '/api/categories'), 'categories')
  const locations = itemsOf(yield step(visitor, 'GET', '/api/locations'), 'locations')
  const query = {
    ...page(visitor),
    ...(draw.chance(0.4) ? { category: textIn(draw.pick(categories), 'slug') } : {}),
    ...(draw.chance(0.3) ? { location: textIn(draw.pick(locations), 'slug') } : {}),
    ...(draw.chance(0.1) ? { is_remote: true } : {}),
    ...(draw.chance(0.15) ? { budget_min: draw.between(4, 30) * 50 } : {}),
    ...(draw.chance(0.2) ? { search: draw.pick(works).title } : {}),
  }
  const job = someOf(itemsOf(yield step(visitor, 'GET', '/api/jobs', { query }), 'jobs'), visitor)
  if (job === undefined) return
  const id = numberIn(job, 'id')
  const seen = yield step(visitor, 'GET', '/api/jobs/{id}', { id })
  const isOwn = numberIn(itemIn(seen, 'employer'), 'id') === session.id
  if (isOwn) yield step(visitor, 'GET', '/api/jobs/{id}/applications', { id })
  const isOpen = (seen as Item)['has_applied'] === false && (seen as Item)['status'] === 'open'
  if (!isOwn && isOpen && draw.chance(0.3)) {
    const cover_letter = phrasesOf(visitor).fill(draw.pick(coverLetters))
    // The same person may do so in another window.
    yield step(visitor, 'POST', '/api/jobs/{id}/apply', { id, body: { cover_letter }, expects: [201, 409] })
    yield step(visitor, 'GET', '/api/jobs/my/applications')
  }
}

function* lookForPeople(visitor: Visitor): Visit {
  const { session, draw } = visitor
  yield* arrive(visitor)
  const search = draw.chance(0.5)
    ? draw.pick(firstNames)
    : draw.pick([...lastNames, ...trades.map(occupationOf)])
  const query = { ...page(visitor), ...(draw.chance(0.5) ? { search, skip: 0 } : {}) }
  const users = itemsOf(yield step(visitor, 'GET', '/api/users', { query }), 'users')
  const user = someOf(users, visitor)
  if (user === undefined) return
  const id = numberIn(user, 'id')
  yield step(visitor, 'GET', '/api/users/{identifier}', { id: textIn(user, 'username') })
  yield step(visitor, 'GET', '/api/users/{identifier}/followers', { id })
  if (draw.chance(0.3)) yield step(visitor, 'GET', '/api/users/{identifier}/following', { id })
  if (id !== session.id && draw.chance(0.25)) yield step(visitor, 'POST', '/api/users/follow/{id}', { id })
  else if (id !== session.id && draw.chance(0.1)) {
    yield step(visitor, 'POST', '/api/users/unfollow/{id}', { id })
  }
}

function* readMessages(visitor: Visitor): Visit {
  const { session, draw } = visitor
  yield* arrive(visitor)
  const answer = yield step(visitor, 'GET', '/api/messages/conversations')
  let conversation = someOf(itemsOf(answer, 'conversations'), visitor)
  if (conversation === undefined || draw.chance(0.05)) {
    const users = itemsOf(yield step(visitor, 'GET', '/api/users', { query: page(visitor) }), 'users')
    const other = users.find(({ id }) => id !== session.id)
    if (other === undefined) return
    const body = { user_id: numberIn(other, 'id') }
    const opened = yield step(visitor, 'POST', '/api/messages/conversations', { body, expects: [200, 201] })
    conversation = opened as Item
  }
  const id = numberIn(conversation, 'id')
  const said = yield step(visitor, 'GET', '/api/messages/conversations/{id}/messages', { id })
  const last = itemsOf(said, 'messages').find(({ sender_id }) => sender_id !== session.id)
  if (last !== undefined) {
    yield step(visitor, 'PUT', '/api/messages/{id}/read', { id: numberIn(last, 'id'), expects: [204] })
  }
  if (draw.chance(0.4)) {
    const content = phrasesOf(visitor).fill(draw.pick(draw.pick(talks)))
    const body = { content }
    yield step(visitor, 'POST', '/api/messages/conversations/{id}/messages', { id, body, expects: [201] })
    yield step(visitor, 'GET', '/api/messages/conversations/{id}/messages', { id })
  }
}

function* readNotifications(visitor: Visitor): Visit {
  const { draw } = visitor
  yield* arrive(visitor)
  const found = itemsOf(yield step(visitor, 'GET', '/api/notifications'), 'notifications')
  const unread = found.find(({ read_at }) => read_at === null)
  if (unread === undefined) return
  if (draw.chance(0.2)) yield step(visitor, 'PUT', '/api/notifications/mark-all-read', { expects: [204] })
  else
    yield step(visitor, 'PUT', '/api/notifications/{id}/read', { id: numberIn(unread, 'id'), expects: [204] })
  yield step(visitor, 'GET', '/api/notifications/unread-count')
}

function* lookAtOneself(visitor: Visitor): Visit {
  const { draw } = visitor
  yield* arrive(visitor)
  yield step(visitor, 'GET', '/api/auth/profile')
  yield step(visitor, 'GET', '/api/jobs/my/posted')
  yield step(visitor, 'GET', '/api/jobs/my/applications')
  if (!draw.chance(0.4)) return
  const body = { bio: phrasesOf(visitor).fill(draw.pick(asides)) }
  yield step(visitor, 'PUT', '/api/auth/profile', { body })
  yield step(visitor, 'GET', '/api/auth/profile')
}

function* writePost(visitor: Visitor): Visit {
  const { session, draw } = visitor
  yield* arrive(visitor)
  const content = phrasesOf(visitor).fill(draw.pick(draw.pick(topics).texts))
  yield step(visitor, 'POST', '/api/posts', { body: { content }, expects: [201] })
  yield step(visitor, 'GET', '/api/posts/user/{user_id}', { id: session.id })
}

function* offerWork(visitor: Visitor): Visit {
  const { draw } = visitor
  yield* arrive(visitor)
  const { title, category, duties, low, high } = draw.pick(works)
  const description = draw.pick(duties)
  const body = { title, description, category, location: 'nassau', budget_min: low, budget_max: high }
  yield step(visitor, 'POST', '/api/jobs', { body, expects: [201] })
  yield step(visitor, 'GET', '/api/jobs/my/posted')
}

/** Somebody who has not signed in. */
function* passBy(visitor: Visitor): Visit {
  const isAnonymous = true
  yield step(visitor, 'GET', '/api/jobs/stats/overview', { isAnonymous })
  const posts = itemsOf(
    yield step(visitor, 'GET', '/api/posts', { isAnonymous, query: page(visitor) }),
    'posts',
  )
  const post = someOf(posts, visitor)
  if (post !== undefined)
    yield step(visitor, 'GET', '/api/posts/{id}', { id: numberIn(post, 'id'), isAnonymous })
  yield step(visitor, 'GET', '/api/jobs', { isAnonymous, query: page(visitor) })
}

function phrasesOf({ draw }: Visitor): Phrases {
  return new Phrases({ place: draw.pick(places), trade: draw.pick(trades) }, draw)
}

function occupationOf({ occupation }: { readonly occupation: string }): string {
  return occupation
}
