import { createCay, type Cay, type CayOptions, type RecordFamily } from 'cay'
import {
  faultyTier,
  manualClock,
  memoryTier,
  seededRandom,
  type FaultyTier,
  type ManualClock,
  type MemoryTier,
} from 'cay/testing'

export interface Person {
  id: number
  email: string
  username: string | null
  name: string
  password_hash: string
}

/** The database of the behaviour tests: rows that can be changed, loads that can be counted, held back or failed. */
export class People {
  readonly rows = new Map<number, Person>()
  /** The ids, or aliases, of each load in turn. */
  readonly loads: (readonly (number | string)[])[] = []
  error: Error | undefined
  #gate: Promise<void> | undefined

  constructor(...names: readonly string[]) {
    names.forEach((name, i) => {
      const email = `${name}@example.org`
      this.rows.set(i + 1, { id: i + 1, email, username: name, name, password_hash: `hash-of-${name}` })
    })
  }

  change(id: number, change: Partial<Person>): void {
    const row = this.rows.get(id)
    if (row === undefined) throw new Error(`no person ${id}`)
    this.rows.set(id, { ...row, ...change })
  }

  /** Loads from now on have read their rows, but do not return them until released. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#gate = promise
    return () => {
      this.#gate = undefined
      resolve(undefined)
    }
  }

  byIds(ids: readonly number[]): Promise<Person[]> {
    return this.#answer(ids, (row) => ids.includes(row.id))
  }

  byEmails(emails: readonly string[]): Promise<Person[]> {
    return this.#answer(emails, (row) => emails.includes(row.email.toLowerCase()))
  }

  async #answer(asked: readonly (number | string)[], matches: (row: Person) => boolean): Promise<Person[]> {
    this.loads.push(asked)
    const rows = [...this.rows.values()].filter(matches)
    await this.#gate
    if (this.error !== undefined) throw this.error
    return rows
  }
}

const lowercase = (value: string): string | null => (value.includes('@') ? value.trim().toLowerCase() : null)

const fields = { id: 'int', email: 'text', username: 'text?', name: 'text' } as const
export type PeopleFamily = RecordFamily<typeof fields, 'id', 'email'>

/** The record family the behaviour tests look at. */
export function peopleFamily(
  cay: Cay,
  people: People,
  times: { ttl?: number; staleFor?: number; missTtl?: number } = {},
): PeopleFamily {
  return cay.record({
    name: 'person',
    fields,
    id: 'id',
    aliases: { email: lowercase },
    load: (ids) => people.byIds(ids),
    find: { email: (emails) => people.byEmails(emails) },
    ...times,
  })
}

interface Scene {
  readonly clock: ManualClock
  readonly tier: MemoryTier & FaultyTier
  readonly people: People
  readonly cay: Cay
  readonly family: PeopleFamily
  /** Another process on the same shared tier and the same database. */
  readonly another: () => Promise<{ readonly cay: Cay; readonly family: PeopleFamily }>
}

/** A cache of Ann (1) and Bob (2) on a memory tier that is connected. */
export async function scene(
  options: CayOptions = {},
  times: Parameters<typeof peopleFamily>[2] = {},
): Promise<Scene> {
  const clock = manualClock()
  const tier = faultyTier(memoryTier(clock), clock)
  const people = new People('ann', 'bob')
  let seed = 1
  const another: Scene['another'] = async () => {
    const cay = createCay({ shared: tier, clock, random: seededRandom(seed++), ...options })
    await settled()
    return { cay, family: peopleFamily(cay, people, times) }
  }
  const { cay, family } = await another()
  return { clock, tier, people, cay, family, another }
}

/** Lets everything that only waits for promises finish. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
