import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { asked } from '../asked.ts'
import { tokensById } from '../resilience/people.ts'
import { volumeOf, wholeVolume } from './fill.ts'
import { listsOf, type List } from './lists.ts'
import { describeMeasured, measure } from './measure.ts'
import { startFullStage, type FullStage } from './stage.ts'

/** `npm run check:volume` in the small: a hundredth of the rows, and no times are judged. */

const volume = volumeOf(0.01)
let stage: FullStage
let client: pg.Client
beforeAll(async () => {
  stage = await startFullStage({ volume, told: () => undefined })
  client = new pg.Client({ connectionString: stage.databaseUrl })
  await client.connect()
}, 60_000)
afterAll(async () => {
  await client.end()
  await stage[Symbol.asyncDispose]()
})

async function numberOf(sql: string): Promise<number> {
  const { rows } = await client.query<{ number: number }>(`select (${sql})::float as number`)
  return rows[0]?.number ?? NaN
}

/** The lists that the document has. */
async function documented(): Promise<{ lists: readonly List[]; paged: readonly string[] }> {
  const { text } = await asked('GET', `${stage.origin}/docs/json`)
  const { paths } = JSON.parse(text) as {
    paths: Record<string, { get?: { parameters?: { name: string }[] } }>
  }
  const paged = Object.entries(paths).filter(([, { get }]) =>
    get?.parameters?.some(({ name }) => name === 'limit'),
  )
  return {
    lists: listsOf(volume, stage.facts).filter(({ path }) => path in paths),
    paged: paged.map(([path]) => path),
  }
}

test('the tables are as full as was asked for, and each row is what its foreign keys say', async () => {
  expect(await numberOf('select count(*) from users')).toBe(volume.users)
  expect(await numberOf('select count(*) from jobs')).toBe(volume.jobs)
  expect(await numberOf('select count(*) from posts')).toBe(volume.posts)
  expect(await numberOf('select count(*) from messages')).toBeGreaterThan(0.9 * volume.messages)
  const { rows } = await client.query<{
    name: string
    child: string
    parent: string
    from: string
    to: string
  }>(
    `select conname as name, conrelid::regclass::text as child, confrelid::regclass::text as parent,
       (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as from,
       (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) as to
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  )
  expect(rows.length).toBeGreaterThan(10)
  for (const { name, child, parent, from, to } of rows) {
    const lost = `select count(*) from ${child} c where c.${from} is not null
      and not exists (select from ${parent} p where p.${to} = c.${from})`
    expect([name, await numberOf(lost)]).toEqual([name, 0])
  }
})

test('every index there was is there again, and the next id is free', async () => {
  expect(await numberOf(`select count(*) from pg_indexes where tablename = 'users'`)).toBeGreaterThan(4)
  const { rows } = await client.query<{ id: string }>(
    `insert into posts (author_id, content) values (1, 'New') returning id`,
  )
  expect(Number(rows[0]?.id)).toBe(volume.posts + 1)
})

test('a few are known to many, and names are as frequent as names are', async () => {
  const most = await numberOf('select max(n) from (select count(*) n from follows group by followed_id) f')
  expect(most).toBeGreaterThan(100)
  const common = await numberOf(`select count(*) from users where search_text like '%adderley%'`)
  expect(common).toBeGreaterThan(volume.users / 100)
  const rare = await numberOf(`select percentile_disc(0.5) within group (order by n)
    from (select count(*) n from users group by last_name) f`)
  expect(rare).toBeLessThan(5)
})

test('every list answers whatever it is asked for the first time and again, and every page of the API is measured', async () => {
  const { lists, paged } = await documented()
  const measured = await measure(lists, {
    origin: stage.origin,
    token: tokensById(),
    turns: 3,
    warmTimes: 3,
    inFlight: 3,
  })
  expect(measured.flatMap(({ failures }) => failures)).toEqual([])
  for (const { cold, warm } of measured) {
    expect(cold.count).toBeGreaterThan(0)
    expect(warm.count).toBeGreaterThan(0)
  }
  expect(lists.map(({ path }) => path)).toEqual(expect.arrayContaining([...paged]))
})

test('each turn asks for something else', () => {
  for (const list of listsOf(wholeVolume, stage.facts)) {
    const asked = Array.from(
      { length: list.turns ?? 80 },
      (_, turn) => `${list.at(turn)} ${list.by?.(turn) ?? ''}`,
    )
    expect([list.path, list.what, new Set(asked).size]).toEqual([list.path, list.what, asked.length])
  }
})

test('a table has a row for each list', () => {
  const latencies = { count: 3, p50: 1.26, p99: 12.6, longest: 120 }
  const list = { path: '/api/posts', what: 'by page' }
  const rows = describeMeasured([{ list, cold: latencies, warm: latencies, failures: [] }]).split('\n')
  expect(rows[2]).toBe('| `/api/posts`, by page | 1.3 | 13 | 120 | 1.3 | 13 | 120 |')
})
