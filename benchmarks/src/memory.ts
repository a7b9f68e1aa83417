import { createCay, type Cay, type CayOptions, type Json } from 'cay'
import { manualClock, memoryTier } from 'cay/testing'
import type { Result } from './result.ts'
import { collect } from './timing.ts'
import { medians, rounded, takeTurns, type Sample, type Variants } from './turns.ts'
import { firstId, idsFrom, rowOf, userFields } from './user.ts'

const rounds = 3
const entries = 100_000
const churned = 1_000_000
/** So many keys are asked for at once. */
const step = 1_000

const load = (ids: readonly number[]): Promise<ReturnType<typeof rowOf>[]> => Promise.resolve(ids.map(rowOf))
const idOf = (email: string): number => Number(/\d+/.exec(email)?.[0])

type Fill = (ids: readonly number[]) => Promise<unknown>

/** What a family holds for so many keys; each variant makes the family and says how it is filled. */
const held: Readonly<Record<string, (cay: Cay) => Fill>> = {
  'users, 22 fields': (cay) => {
    const users = cay.record({ name: 'user', fields: userFields, id: 'id', load })
    return (ids) => users.getMany(ids)
  },
  'users, 4 fields': (cay) => {
    const fields = { id: 'int', email: 'text', is_active: 'bool', created_at: 'instant' } as const
    const users = cay.record({ name: 'user', fields, id: 'id', load })
    return (ids) => users.getMany(ids)
  },
  'users of 2 fields, and a pointer of each': (cay) => {
    const users = cay.record({
      name: 'user',
      fields: { id: 'int', email: 'text' },
      id: 'id',
      aliases: { email: (value: string) => value },
      load,
      find: { email: (emails) => load(emails.map(idOf)) },
    })
    return (ids) =>
      users.getManyBy(
        'email',
        ids.map((id) => rowOf(id).email),
      )
  },
  'users in Cyrillic': (cay) => {
    const inCyrillic = (ids: readonly number[]): Promise<ReturnType<typeof rowOf>[]> =>
      Promise.resolve(ids.map((id) => ({ ...rowOf(id), ...cyrillic })))
    const users = cay.record({ name: 'user', fields: userFields, id: 'id', load: inCyrillic })
    return (ids) => users.getMany(ids)
  },
  'absences of users': (cay) => {
    const users = cay.record({ name: 'user', fields: userFields, id: 'id', load: () => Promise.resolve([]) })
    return (ids) => users.getMany(ids)
  },
  'counts by an id': (cay) => query(cay, (id) => id),
  'totals by an id': (cay) => query(cay, (id) => ({ total: id, unread: 3 })),
  'lists of 20 ids': (cay) => query(cay, (id) => ({ total: 12_345, ids: idsFrom(id, 20) })),
  'lists of 20 titles': (cay) => query(cay, (id) => titles(id, 20)),
  'plain keys with a text': (cay) => {
    const sessions = cay.store<string>('session')
    return (ids) => sessions.setMany(ids.map((id) => [`session:${id}`, `value of session ${id}`]))
  },
}

/** What of a user is in the language of who uses the site. */
const cyrillic = {
  first_name: 'Анастасия',
  last_name: 'Александрова',
  bio: 'Инженер-строитель, двенадцать лет на мостах и водопропускных трубах; читаю чертежи для души.',
  occupation: 'Инженер-конструктор',
  company_name: 'Александровы и дочери',
  location: 'Нижний Новгород',
  skills: ['расчёт конструкций', 'черчение', 'надзор'],
  experience: 'Двенадцать лет, из них пять во главе групп до двадцати человек.',
  education: 'Бакалавр гражданского строительства',
}

const fromShared = 'lists of 100 titles, compressed in the shared tier'
const churn = 'users, 22 fields: a million keys through 100,000 places'

/** @public Looked up by name in alone.ts. */
export const variants: Variants = {
  ...Object.fromEntries(Object.entries(held).map(([name, family]) => [name, () => filled(family, entries)])),
  [fromShared]: () => landed((cay) => query(cay, (id) => titles(id, 100))),
  [churn]: () => filled((cay) => held['users, 22 fields']?.(cay) ?? fail(), churned),
}

/** The heap that a local tier takes for each entry, beside the bytes it reports; and whether churn makes it grow. */
export async function memory(): Promise<Result> {
  const samples = await takeTurns('memory', variants, { rounds })
  return {
    rows: [...samples].map(([variant, all]) => {
      const { held: count = NaN, heap = NaN, reported = NaN, heapWhenFull = NaN } = medians(all)
      return {
        variant,
        entries: rounded(count),
        heap_bytes_each: rounded(heap / count),
        reported_bytes_each: rounded(reported / count),
        reported_of_heap: rounded(reported / heap, 2),
        heap_end_of_heap_when_full: rounded(heap / heapWhenFull, 2),
      }
    }),
  }
}

/** The same of a tenth as many, read from a shared tier that another cache has filled. */
async function landed(family: (cay: Cay) => Fill): Promise<Sample> {
  const shared = memoryTier(manualClock())
  const filler = createCay({ shared, ttl: '1h', local: { maxEntries: 1 } })
  const fill = family(filler)
  for (let asked = 0; asked < entries / 10; asked += step) await fill(idsFrom(firstId + asked, step))
  await filler.close()
  return filled(family, entries / 10, { shared })
}

async function filled(family: (cay: Cay) => Fill, keys: number, options: CayOptions = {}): Promise<Sample> {
  const local = { maxEntries: entries, maxBytes: '2gb' } as const
  const cay = createCay({ local, ttl: '1h', missTtl: '1h', ...options })
  const fill = family(cay)
  const before = heapUsed()
  let heapWhenFull = NaN
  for (let asked = 0; asked < keys; asked += step) {
    await fill(idsFrom(firstId + asked, step))
    if (asked + step === entries) heapWhenFull = heapUsed() - before
  }
  const heap = heapUsed() - before
  const { localEntries, localBytes } = cay.stats()
  return { held: localEntries, heap, reported: localBytes, heapWhenFull }
}

function query(cay: Cay, value: (id: number) => Json): Fill {
  const values = cay.query({
    name: 'of',
    tags: ['things'],
    key: (id: number) => [id, 'open'],
    load: (id) => Promise.resolve(value(id)),
  })
  return (ids) => Promise.all(ids.map((id) => values.get(id)))
}

function titles(id: number, count: number): Json {
  return idsFrom(id, count).map((n) => ({ id: n, title: `Foreman for a bridge, number ${n}` }))
}

/** Twice: what has a finaliser goes at the second. */
function heapUsed(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

function fail(): never {
  throw new Error('There is no such family.')
}
