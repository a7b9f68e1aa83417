import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database.ts'
import type { Passwords } from '../../platform/passwords.ts'
import { demoAccount } from './demo-people.ts'
import type { DemoConversation } from './demo-talks.ts'
import { demoWorld, type DemoWorld } from './demo-world.ts'
import { DemoStore, type DemoTable, type NamedTable } from './demo.store.ts'

const name = 'demo 2'

/** Puts the demonstration into the database, once: what was done to it since stays. It ends with the present. */
export async function seedDemo(write: Database['write'], passwords: Passwords, clock: Clock): Promise<void> {
  const store = new DemoStore()
  await write(async (tx) => {
    if (!(await store.claim(tx, name))) return
    const hash = await passwords.hash(demoAccount.password)
    await new Seeding(store, tx).add(demoWorld(clock.wallNow()), hash)
  })
}

type Kind = 'people' | 'posts' | 'jobs' | 'conversations'
/** What the numbers of a list became; undefined: it was left out. */
type Ids = readonly (number | undefined)[]

/** The columns that name a row of another list, by what they are called where they hold its number. */
const references: Readonly<Record<string, readonly [column: string, kind: Kind]>> = {
  author: ['author_id', 'people'],
  user: ['user_id', 'people'],
  actor: ['actor_id', 'people'],
  employer: ['employer_id', 'people'],
  applicant: ['applicant_id', 'people'],
  follower: ['follower_id', 'people'],
  followed: ['followed_id', 'people'],
  a: ['user_a_id', 'people'],
  b: ['user_b_id', 'people'],
  sender: ['sender_id', 'people'],
  recipient: ['recipient_id', 'people'],
  created_by: ['created_by', 'people'],
  granted_by: ['granted_by', 'people'],
  post: ['post_id', 'posts'],
  job: ['job_id', 'jobs'],
  conversation: ['conversation_id', 'conversations'],
}

/** Writes a world: numbers become ids. What belongs to somebody whose name was taken is left out. */
class Seeding {
  readonly #store: DemoStore
  readonly #tx: Transaction
  readonly #ids: Record<Kind, Ids> = { people: [], posts: [], jobs: [], conversations: [] }

  constructor(store: DemoStore, tx: Transaction) {
    this.#store = store
    this.#tx = tx
  }

  async add(world: DemoWorld, hash: string): Promise<void> {
    const made = await this.#store.insertPeople(this.#tx, world.people)
    await this.#store.insertCredentials(this.#tx, [...made.values()], hash)
    this.#ids.people = world.people.map(({ username }) => made.get(username))
    this.#ids.posts = await this.#insertNamed(
      'posts',
      world.posts.map((post) => ({ ...post, updated_at: post.created_at })),
    )
    this.#ids.jobs = await this.#insertNamed('jobs', world.jobs)
    await this.#insert('follows', world.follows)
    await this.#insert('job_applications', world.applications)
    await this.#insert('post_likes', world.likes)
    await this.#insert('post_comments', world.comments)
    await this.#insert('point_transactions', world.points)
    await this.#insert('permissions', world.permissions)
    this.#ids.conversations = await this.#insertNamed('conversations', world.conversations)
    await this.#addMessages(world)
    await this.#insert('notifications', world.notifications)
    await this.#store.analyse(this.#tx)
  }

  async #addMessages({ conversations, messages }: DemoWorld): Promise<void> {
    const ids = await this.#insertNamed('messages', messages)
    const sent = Map.groupBy(
      messages.map((message, i) => ({ ...message, id: ids[i] ?? 0 })),
      ({ conversation }) => conversation,
    )
    const ends = conversations.flatMap((conversation, i) => {
      const id = this.#ids.conversations[i]
      const last = sent.get(i)
      return id === undefined || last === undefined ? [] : [{ id, ...endOf(conversation, last) }]
    })
    await this.#store.setLastMessages(this.#tx, ends)
  }

  async #insert(table: DemoTable, rows: readonly object[]): Promise<void> {
    await this.#store.insert(
      this.#tx,
      table,
      rows.flatMap((row) => this.#withIds(row) ?? []),
    )
  }

  /** Answers their ids, in the order of the rows that were given. */
  async #insertNamed(table: NamedTable, given: readonly object[]): Promise<Ids> {
    const rows = given.map((row) => this.#withIds(row))
    const made = await this.#store.insertForIds(
      this.#tx,
      table,
      rows.filter((row) => row !== undefined),
    )
    let next = 0
    return rows.map((row) => (row === undefined ? undefined : made[next++]))
  }

  /** Undefined where somebody or something in it was left out. */
  #withIds(row: object): object | undefined {
    const columns: [string, unknown][] = []
    for (const [key, value] of Object.entries(row) as [string, unknown][]) {
      const reference = references[key]
      if (reference === undefined || typeof value !== 'number') columns.push([key, value])
      else {
        const [column, kind] = reference
        const id = this.#ids[kind][value]
        if (id === undefined) return undefined
        columns.push([column, id])
      }
    }
    return Object.fromEntries(columns)
  }
}

interface Sent {
  readonly id: number
  readonly recipient: number
}

/** Who sent the last message has read all; the other one too, but for what is new to them. */
function endOf(
  { a, b, unread }: DemoConversation,
  sent: readonly Sent[],
): { readonly last_message_id: number; readonly a_read_to: number; readonly b_read_to: number } {
  const last = sent.at(-1)
  const lastId = last?.id ?? 0
  const readTo = (person: number): number =>
    last?.recipient === person && unread > 0 ? (sent.at(-1 - unread)?.id ?? 0) : lastId
  return { last_message_id: lastId, a_read_to: readTo(a), b_read_to: readTo(b) }
}
