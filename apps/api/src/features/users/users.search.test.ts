import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, type World } from '../../../test/world.ts'

/** The search, where there are more people than are counted. */

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.api.psql(
    `insert into users (email, username, first_name, last_name, occupation, is_active)
     select 'crowd' || i || '@example.org', 'crowd' || i, md5(i::text), 'Knowles',
       case when i <= 1000 then 'Lighthouse keeper' when i = 12345 then 'Obeah doctor' end, i % 100 > 0
     from generate_series(1, 20000) i`,
  )
  // As autovacuum does after so many: until then the index keeps what is new in a list beside itself.
  await world.api.psql('vacuum analyze users')
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

interface Page {
  readonly users: readonly { readonly id: number; readonly username: string }[]
  readonly total: number
  readonly total_is_exact: boolean
  readonly next_before: number | null
}

async function page(query: string): Promise<Page> {
  const { body } = await world.api.ask('GET', `/api/users?${query}`, { token: world.admin.token })
  return body as Page
}

test.each(['obeah', 'lighthouse', 'lighthouse knowles', 'nobody-at-all'])(
  '“%s”, which few have, is found by the index, however long ago they came',
  async (search) => {
    const statements = await world.api.statementsOf(() => page(`search=${encodeURIComponent(search)}`))
    const text = statements.find((statement) => statement.includes('search_text')) ?? ''
    const words = search.split(' ').map((word) => `%${word}%`)
    const plan = await world.api.psql<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, timing off) ${text}`,
      [...words, null, 20, 0],
    )
    const made = plan.map((row) => row['QUERY PLAN']).filter((line) => !line.includes('never executed'))
    const scans = made.filter((line) => /Scan .*on users|Scan on users_search/.test(line))
    expect(scans.filter((scan) => /Bitmap (Heap|Index) Scan/.test(scan))).not.toEqual([])
    // The newest are looked at first, so many and no more.
    for (const scan of scans) expect(Number(/actual rows=(\d+)/.exec(scan)?.[1])).toBeLessThanOrEqual(5_000)
  },
)

test('what few have is counted and paged to its end', async () => {
  const seen: string[] = []
  let before: number | null = null
  do {
    const found: Page = await page(`search=keeper&limit=100${before === null ? '' : `&before=${before}`}`)
    expect([found.total, found.total_is_exact]).toEqual([990, true])
    seen.push(...found.users.map(({ username }) => username))
    before = found.next_before
  } while (before !== null)
  const keepers = Array.from({ length: 1_000 }, (_, i) => 1_000 - i).filter((i) => i % 100 > 0)
  expect(seen).toEqual(keepers.map((i) => `crowd${i}`))
  expect((await page('search=keeper&skip=290&limit=5')).users.map(({ username }) => username)).toEqual(
    seen.slice(290, 295),
  )
})

test('what many have is paged alike, and counted so far', async () => {
  const first = await page('search=knowles&limit=3')
  expect(first).toMatchObject({
    users: [{ username: 'crowd19999' }, { username: 'crowd19998' }, { username: 'crowd19997' }],
    total: 1_000,
    total_is_exact: false,
  })
  const next = await page(`search=knowles&limit=2&before=${first.next_before}`)
  expect(next.users).toMatchObject([{ username: 'crowd19996' }, { username: 'crowd19995' }])
  expect(next.users).toEqual((await page('search=knowles&limit=2&skip=3')).users)
})
