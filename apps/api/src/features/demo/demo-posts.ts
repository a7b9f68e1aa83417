import { remarksOn, type About } from './demo-comment-words.ts'
import { at, Deck, Skew, type Draw } from './demo-draw.ts'
import { residentOf, type Resident } from './demo-people.ts'
import { Phrases } from './demo-phrases.ts'
import { codas, topics } from './demo-post-words.ts'
import { ascending, byTime, soonAfter, wakingHour } from './demo-times.ts'

/** People and posts are named by their numbers, from 0: which ids they get the database says. */
export interface DemoPost {
  readonly author: number
  /** Decides what is said under it; not stored. */
  readonly about: About
  readonly content: string
  readonly created_at: Date
}

export interface DemoLike {
  readonly post: number
  readonly user: number
  readonly created_at: Date
}

export interface DemoComment {
  readonly post: number
  readonly author: number
  readonly content: string
  readonly created_at: Date
}

/** Who takes part: the people, who of them does so often, and until when it goes. */
export interface Crowd {
  readonly residents: readonly Resident[]
  /** Draws someone: a few of them often. */
  readonly someone: () => number
  /** Draws someone who is known to many. */
  readonly somebodyKnown: () => number
  /** How well someone is known: 0 the best. */
  readonly rank: (number: number) => number
  readonly until: number
}

const dayMs = 86_400_000
const writtenForMs = 420 * dayMs

/** Posts in the order they were written in, more of them every month. */
export function demoPosts(count: number, crowd: Crowd, draw: Draw): readonly DemoPost[] {
  const decks = topics.map(({ texts }) => new Deck(texts, draw))
  const endings = new Deck(codas, draw)
  const times = Array.from({ length: count }, () =>
    wakingHour(crowd.until - Math.floor(writtenForMs * draw.fraction() ** 1.3), crowd.until),
  )
  return times.sort(ascending).map((time) => {
    const author = whoWasThere(crowd, crowd.someone, time)
    const topic = topicOf(new Date(time).getUTCMonth() + 1, draw)
    const text = at(decks, topic).deal()
    const phrases = new Phrases(residentOf(crowd.residents, author), draw)
    const content = phrases.fill(draw.chance(0.25) ? `${text} ${endings.deal()}` : text)
    return { author, about: at(topics, topic).about, content, created_at: new Date(time) }
  })
}

function topicOf(month: number, draw: Draw): number {
  const open = topics.flatMap(({ weight, months }, i) =>
    months === undefined || months.includes(month) ? Array.from({ length: weight }, () => i) : [],
  )
  return draw.pick(open)
}

/** Somebody whose account is older than this; at the very beginning that is the first. */
export function whoWasThere({ residents }: Crowd, someone: () => number, time: number): number {
  for (let tries = 0; tries < 1_000; tries++) {
    const number = someone()
    if (residentOf(residents, number).joinedAt < time) return number
  }
  return 0
}

/** Posts and whoever looks at them. */
export interface Stage {
  readonly posts: readonly DemoPost[]
  readonly crowd: Crowd
  /** Draws a post: a few of them often. */
  readonly anyPost: () => number
}

/** What well known people write is seen by more. */
export function stageOf(posts: readonly DemoPost[], crowd: Crowd, draw: Draw): Stage {
  const { length } = crowd.residents
  const order = posts
    .map(({ author }, i) => ({ i, place: draw.fraction() * (0.1 + crowd.rank(author) / length) }))
    .sort((a, b) => ascending(a.place, b.place))
    .map(({ i }) => i)
  const skew = new Skew(posts.length)
  return { posts, crowd, anyPost: () => at(order, skew.draw(draw)) }
}

/** A few posts are liked by many, many by a few, and some by nobody. */
export function demoLikes(count: number, { posts, crowd, anyPost }: Stage, draw: Draw): readonly DemoLike[] {
  const given = new Set<number>()
  const likes: DemoLike[] = []
  while (likes.length < count) {
    const post = anyPost()
    const user = crowd.someone()
    const time = soonAfter(seenFrom(at(posts, post), residentOf(crowd.residents, user)), dayMs, draw)
    const pair = post * crowd.residents.length + user
    if (time >= crowd.until || given.has(pair)) continue
    given.add(pair)
    likes.push({ post, user, created_at: new Date(time) })
  }
  return likes
}

/** Comments in the order they were written in, about what the post is about. Under one post nothing is said twice until all has been said. */
export function demoComments(
  count: number,
  { posts, crowd, anyPost }: Stage,
  draw: Draw,
): readonly DemoComment[] {
  const said: Omit<DemoComment, 'content'>[] = []
  while (said.length < count) {
    const post = anyPost()
    const author = crowd.someone()
    const time = soonAfter(seenFrom(at(posts, post), residentOf(crowd.residents, author)), dayMs, draw)
    if (time < crowd.until) said.push({ post, author, created_at: new Date(time) })
  }
  const decks = new Map<number, Deck<string>>()
  return said.sort(byTime).map(({ post, author, created_at }) => {
    const deck = decks.get(post) ?? new Deck(remarksOn(at(posts, post).about), draw)
    decks.set(post, deck)
    const content = new Phrases(residentOf(crowd.residents, author), draw).fill(deck.deal())
    return { post, author, content, created_at }
  })
}

function seenFrom({ created_at }: DemoPost, { joinedAt }: Resident): number {
  return Math.max(created_at.getTime(), joinedAt)
}
