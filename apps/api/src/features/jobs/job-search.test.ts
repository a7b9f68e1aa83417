import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorld, type World } from '../../../test/world.ts'

/** The list, where there are more jobs than are counted. */

const jobs = 20_000

let world: World
beforeAll(async () => {
  world = await startWorld()
  await world.api.psql(
    `insert into jobs (employer_id, title, description, category, location, is_remote, budget_min, budget_max)
     select $1, 'Work', md5(i::text) || case when i = 123 then ' lighthouse' when i <= 500 then ' straw' else '' end,
       case when i % 100 = 0 then 'health' else 'food' end,
       case when i % 200 = 1 then 'duncan-town' when i % 3 > 0 then 'nassau' end,
       i % 3 = 0 or i % 50 = 0, i % 90 * 10, i % 90 * 10 + case when i % 5000 = 0 then 90000 else i % 40 end
     from generate_series(1, ${jobs}) i`,
    [world.admin.id],
  )
  // As autovacuum does after so many: until then the indexes do not know which rows everyone sees.
  await world.api.psql('vacuum analyze jobs')
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

interface Page {
  readonly jobs: readonly { readonly id: number }[]
  readonly total: number
  readonly total_is_exact: boolean
  readonly next_before: number | null
}

const page = async (query: string): Promise<Page> =>
  (await world.api.ask('GET', `/api/jobs?${query}`)).body as Page

/** How the database found what was asked for: the scans of jobs that it made. */
async function scansOf(query: string, values: readonly unknown[]): Promise<string[]> {
  const statements = await world.api.statementsOf(() => page(query))
  const text = statements.find((statement) => statement.includes('matched')) ?? ''
  const plan = await world.api.psql<{ 'QUERY PLAN': string }>(
    `explain (analyze, costs off, timing off) ${text}`,
    ['open', ...values, null, 20, 0],
  )
  return plan
    .map((row) => row['QUERY PLAN'])
    .filter((line) => /Scan .*jobs/.test(line) && !line.includes('never executed'))
}

test.each([
  ['category=health', ['health']],
  ['category=beauty', ['beauty']],
  ['location=duncan-town', [['duncan-town']]],
  ['location=ragged-island', [['ragged-island', 'duncan-town']]],
  ['budget_min=90000', [90_000]],
  ['budget_min=1000000', [1_000_000]],
  ['category=health&location=nassau&is_remote=true', ['health', ['nassau'], true]],
  ['is_remote=true&budget_min=300&budget_max=310', [true, 300, 310]],
] as const)('“%s”, which fits few or none, is found by an index', async (query, values) => {
  const scans = await scansOf(query, values)
  expect(scans.length).toBeGreaterThan(0)
  expect(scans.filter((scan) => scan.includes('Seq Scan'))).toEqual([])
})

function rowsOf(scan: string): number {
  return Number(/actual rows=(\d+)/.exec(scan)?.[1])
}

test.each([
  ['search=lighthouse', ['%lighthouse%']],
  ['search=straw', ['%straw%']],
  ['search=straw%20work', ['%straw%', '%work%']],
  ['search=nothing', ['%nothing%']],
  ['category=food&search=lighthouse', ['food', '%lighthouse%']],
] as const)('“%s”, which few have, is found by the index, however old they are', async (query, values) => {
  const scans = await scansOf(query, values)
  expect(scans.filter((scan) => /Bitmap (Heap|Index) Scan/.test(scan))).not.toEqual([])
  // The newest are looked at first, so many and no more.
  for (const scan of scans) expect(rowsOf(scan)).toBeLessThanOrEqual(5_000)
})

test('what few have is counted and paged to its end', async () => {
  const seen: number[] = []
  let before: number | null = null
  do {
    const found: Page = await page(`search=straw&limit=100${before === null ? '' : `&before=${before}`}`)
    expect([found.total, found.total_is_exact]).toEqual([499, true])
    seen.push(...found.jobs.map(({ id }) => id))
    before = found.next_before
  } while (before !== null)
  const straw = Array.from({ length: 500 }, (_, i) => 500 - i).filter((id) => id !== 123)
  expect(seen).toEqual(straw)
  const skipped = await page('search=straw&skip=490&limit=100')
  expect(skipped.jobs.map(({ id }) => id)).toEqual(seen.slice(490))
})

test('what many have is paged alike, and counted so far', async () => {
  const first = await page('search=work&limit=3')
  expect(first).toMatchObject({
    jobs: [{ id: jobs }, { id: jobs - 1 }, { id: jobs - 2 }],
    total: 1_000,
    total_is_exact: false,
  })
  const next = await page(`search=work&limit=2&before=${first.next_before}`)
  expect(next.jobs).toMatchObject([{ id: jobs - 3 }, { id: jobs - 4 }])
  expect((await page('search=work&limit=2&skip=3')).jobs).toEqual(next.jobs)
  expect((await page('skip=10000&limit=1')).jobs).toMatchObject([{ id: jobs - 10_000 }])
})
