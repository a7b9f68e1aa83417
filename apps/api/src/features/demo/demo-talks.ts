import { at, Deck, type Draw } from './demo-draw.ts'
import { known, residentOf } from './demo-people.ts'
import { Phrases } from './demo-phrases.ts'
import type { Crowd } from './demo-posts.ts'
import { talks } from './demo-talk-words.ts'
import { byTime, soonAfter, wakingHour } from './demo-times.ts'

/** Two people who write to each other: the older account is a. */
export interface DemoConversation {
  readonly a: number
  readonly b: number
  readonly created_at: Date
  /** So many of the last messages are new to whoever was written to last. */
  readonly unread: number
}

export interface DemoMessage {
  readonly conversation: number
  readonly sender: number
  readonly recipient: number
  readonly content: string
  readonly created_at: Date
}

export interface DemoTalks {
  readonly conversations: readonly DemoConversation[]
  /** In the order they were sent. */
  readonly messages: readonly DemoMessage[]
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** So many of the account that is announced, the first of them with something new to read. */
const ofDemo = { all: 14, unread: 5 } as const

export function demoTalks(count: number, crowd: Crowd, draw: Draw): DemoTalks {
  const deck = new Deck(talks, draw)
  const conversations: DemoConversation[] = []
  const messages: DemoMessage[] = []
  for (const [i, [a, b]] of pairs(count, crowd, draw).entries()) {
    const isNew = i < ofDemo.unread
    const met = Math.max(residentOf(crowd.residents, a).joinedAt, residentOf(crowd.residents, b).joinedAt)
    const times = timesOf(isNew ? crowd.until - dayMs * (1 + i) : met, crowd.until, draw)
    const lines = times.length === 0 ? [] : deck.deal().slice(0, times.length)
    // Where something is new for the account that is announced, the other one has written it.
    const last = isNew ? known.demo : draw.chance(0.5) ? a : b
    const written = lines.map((line, n) => {
      const toLast = (lines.length - 1 - n) % 2 === 0
      const recipient = toLast ? last : a + b - last
      const sender = a + b - recipient
      const content = new Phrases(residentOf(crowd.residents, sender), draw).fill(line)
      return { conversation: i, sender, recipient, content, created_at: new Date(at(times, n)) }
    })
    messages.push(...written)
    const isUnread = isNew || (a !== known.demo && b !== known.demo && draw.chance(0.2))
    const created_at = written[0]?.created_at ?? new Date(met + 1_000)
    conversations.push({ a, b, created_at, unread: isUnread ? 1 : 0 })
  }
  return { conversations, messages: messages.sort(byTime) }
}

/** No two twice. The first are of the account that is announced. */
function pairs(
  count: number,
  { residents, someone }: Crowd,
  draw: Draw,
): readonly (readonly [number, number])[] {
  const found = new Map<number, readonly [number, number]>()
  while (found.size < count) {
    const one = found.size < ofDemo.all ? known.demo : someone()
    const other = found.size < ofDemo.all ? draw.below(residents.length) : someone()
    const [a, b] = [Math.min(one, other), Math.max(one, other)]
    if (a !== b) found.set(a * residents.length + b, [a, b])
  }
  return [...found.values()]
}

/** When a talk's lines are said, all of them by the end; a talk has six at most. */
function timesOf(from: number, until: number, draw: Draw): readonly number[] {
  const begun = wakingHour(Math.floor(from + (until - from) * draw.fraction() ** 0.4), until)
  const times = [Math.max(begun, from + 1_000)]
  for (let n = 1; n < 6; n++) times.push(soonAfter(at(times, n - 1), 25 * minuteMs, draw))
  return times.filter((time) => time < until)
}
