import { track } from '@cay/postgres'
import { startPostgres, type Postgres } from '@cay/servers'
import pg from 'pg'
import { cpuSeconds } from './cpu-time.ts'
import { pgbench } from './pgbench.ts'
import type { Result } from './result.ts'
import { median, rounded } from './turns.ts'
import { asThePlatform, profileUpdate, users, usersDatabase } from './users-database.ts'

const rounds = 15
const seconds = 2
const clients = [1, 16] as const

const floor = 'no log'
const variants = {
  [floor]: [],
  'a record': [track('users', { record: 'user' })],
  'a record, three aliases, a list': [asThePlatform],
}

/** Every row in one statement. */
const everyUser = 'update users set is_available_for_hire = not is_available_for_hire'

/**
 * What the triggers of the change log cost the writer: the same update of one row with them and without, and the same
 * statement over 100,000 rows. A server as PostgreSQL comes, and so with every commit flushed to the disk.
 */
export async function logCost(): Promise<Result> {
  await using server = await startPostgres({ fsync: true })
  const databases = new Map<string, string>()
  for (const [variant, tables] of Object.entries(variants)) {
    databases.set(variant, await usersDatabase(server, tables))
  }
  const figures = new Map([...databases.keys()].map((variant) => [variant, new Figures()]))
  for (let round = 0; round < rounds; round++) {
    for (const variant of inTurn([...databases.keys()], round)) {
      const url = databases.get(variant) ?? ''
      await measure(server, url, (name, value) => figures.get(variant)?.add(name, value))
    }
  }
  const plain = figures.get(floor) ?? new Figures()
  return {
    settings: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', users, rounds, seconds },
    rows: [...figures].map(([variant, own]) => ({ variant, ...own.row(plain) })),
  }
}

/** Whoever begins has an emptier machine before it: nobody always begins. */
function inTurn<T>(all: readonly T[], round: number): readonly T[] {
  const first = round % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}

type Add = (name: string, value: number) => void

async function measure(server: Postgres, url: string, add: Add): Promise<void> {
  for (const n of clients) {
    const before = await cpuSeconds(server.pid)
    const { perSecond } = await pgbench({ url, script: profileUpdate, clients: n, seconds })
    add(`per_second_${n}`, perSecond)
    add(`server_cpu_us_${n}`, (((await cpuSeconds(server.pid)) - before) * 1e6) / (perSecond * seconds))
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const begun = performance.now()
  await client.query(everyUser)
  add('every_user_ms', performance.now() - begun)
  // What one statement has left dead, the next would otherwise have to step over.
  await client.query('vacuum users')
  await client.end()
}

/** What one variant came to, round by round. */
class Figures {
  readonly #all = new Map<string, number[]>()

  add(name: string, value: number): void {
    this.#all.set(name, [...this.of(name), value])
  }

  of(name: string): readonly number[] {
    return this.#all.get(name) ?? []
  }

  /** The middle one of each figure, and of its ratios to the floor in the same round. */
  row(plain: Figures): Record<string, number> {
    return Object.fromEntries(
      [...this.#all].flatMap(([name, values]) => {
        const ratios = values.map((value, round) => value / (plain.of(name)[round] ?? NaN))
        return [
          [name, rounded(median(values))],
          [`of_floor_${name}`, rounded(median(ratios), 2)],
        ]
      }),
    )
  }
}
