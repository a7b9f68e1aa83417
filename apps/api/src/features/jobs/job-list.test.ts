import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, type Answer } from '../../../test/api.ts'
import { applyFor, postJob } from '../../../test/jobs.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Page {
  readonly jobs: readonly { readonly id: number; readonly title: string; readonly has_applied: boolean }[]
  readonly total: number
  readonly next_before: number | null
}

let world: World
let employer: Citizen
beforeAll(async () => {
  world = await startWorld()
  employer = await world.someone()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const list = (query: string, who?: Citizen): Promise<Answer> =>
  world.api.ask('GET', `/api/jobs?${query}`, who === undefined ? {} : { token: who.token })
const page = async (query: string, who?: Citizen): Promise<Page> => (await list(query, who)).body as Page
const titles = async (query: string): Promise<string[]> =>
  (await page(query)).jobs.map(({ title }) => title).sort()

describe('the list of jobs', () => {
  beforeAll(async () => {
    const some = [
      { title: 'Straw weaver', category: 'retail', location: 'nassau', budget_min: 100, budget_max: 200 },
      { title: 'Tour guide', category: 'hospitality', location: 'new-providence', budget_max: null },
      { title: 'Bonefish guide', category: 'marine', location: 'fresh-creek', budget_min: null },
      {
        title: 'Book keeper',
        category: 'finance',
        location: null,
        is_remote: true,
        budget_min: null,
        budget_max: null,
      },
      { title: 'Web designer', category: 'technology', location: 'freeport', is_remote: true },
    ]
    for (const job of some) await postJob(world.api, employer, { description: '100% fun', ...job })
    const filled = await postJob(world.api, employer, { title: 'Filled one', category: 'retail' })
    await world.api.psql("update jobs set status = 'filled' where id = $1", [filled])
  })

  const [straw, tour, fish, book, web] = [
    'Straw weaver',
    'Tour guide',
    'Bonefish guide',
    'Book keeper',
    'Web designer',
  ]
  // Of the budgets: 100–200, from 400, up to 900, none, 400–900.
  test.each([
    ['', [fish, book, straw, tour, web]],
    ['status=open', [fish, book, straw, tour, web]],
    ['status=filled', ['Filled one']],
    ['status=closed', []],
    ['category=retail', [straw]],
    ['category=retail&status=filled', ['Filled one']],
    ['category=beauty', []],
    ['location=nassau', [straw]],
    ['location=new-providence', [straw, tour]],
    ['location=andros', [fish]],
    ['location=spanish-wells', []],
    ['is_remote=true', [book, web]],
    ['is_remote=false', [fish, straw, tour]],
    ['budget_min=200', [fish, straw, tour, web]],
    ['budget_min=201', [fish, tour, web]],
    ['budget_min=901', [tour]],
    ['budget_max=400', [fish, straw, tour, web]],
    ['budget_max=399', [fish, straw]],
    ['budget_max=99', [fish]],
    ['budget_min=250&budget_max=350', [fish]],
    ['budget_min=0', [fish, straw, tour, web]],
    ['search=guide', [fish, tour]],
    ['search=GUIDE%20tour', [tour]],
    ['search=100%25', [fish, book, straw, tour, web]],
    ['search=nothing%20guide', []],
    ['search=guide&location=andros&category=marine&is_remote=false&budget_min=900', [fish]],
    ['search=guide&location=new-providence&category=marine', []],
  ])('asked for %j finds %j', async (query, found) => {
    expect(await titles(query)).toEqual([...found].sort())
    expect(await page(query)).toMatchObject({ total: found.length, total_is_exact: true })
    expect(await page(`${query}&limit=1&skip=1`)).toMatchObject({ total: found.length })
  })

  test.each([
    ['category', 'category=piracy'],
    ['location', 'location=atlantis'],
    ['budget_max', 'budget_min=2&budget_max=1'],
    ['search', 'search=ab'],
    ['status', 'status=any'],
  ])('names %s where it is asked for %s', async (field, query) => {
    const answer = await list(query)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'validation_failed'])
    expect(answer.text).toContain(`"field":"${field}"`)
  })

  test('goes newest first, page by page, by skip and by the end of the page before', async () => {
    const all = (await page('')).jobs.map(({ id }) => id)
    expect(all).toEqual([...all].sort((a, b) => b - a))
    expect((await page('skip=1&limit=2')).jobs.map(({ id }) => id)).toEqual(all.slice(1, 3))
    const seen: number[] = []
    let before: number | null = null
    do {
      const { jobs, next_before }: Page = await page(`limit=2${before === null ? '' : `&before=${before}`}`)
      seen.push(...jobs.map(({ id }) => id))
      before = next_before
    } while (before !== null)
    expect(seen).toEqual(all)
  })

  test('leads on over jobs of people who have closed their accounts', async () => {
    const gone = await world.someone()
    for (let i = 0; i < 3; i++) await postJob(world.api, gone)
    await world.api.psql('update users set is_active = false where id = $1', [gone.id])
    const first = await page('limit=3')
    expect(first.jobs).toEqual([])
    expect((await page(`limit=3&before=${first.next_before}`)).jobs).toHaveLength(3)
  })

  test('shows to everyone what they have applied for, whoever has looked before', async () => {
    const [ann, bob] = [await world.someone(), await world.someone()]
    const [hers, his] = [await postJob(world.api, employer), await postJob(world.api, employer)]
    const marked = async (who?: Citizen): Promise<number[]> =>
      (await page('limit=5', who)).jobs.flatMap(({ id, has_applied }) => (has_applied ? [id] : []))
    expect([await marked(ann), await marked(bob), await marked()]).toEqual([[], [], []])
    await applyFor(world.api, ann, hers)
    await applyFor(world.api, bob, his)
    expect([await marked(ann), await marked(), await marked(bob)]).toEqual([[hers], [], [his]])
    expect([await marked(bob), await marked(ann), await marked()]).toEqual([[his], [hers], []])
  })
})

test('a page of 20 jobs by 20 people costs 3 statements to a stranger, 4 to a member, and none when it is warm', async () => {
  const jobIds = await Promise.all(
    Array.from({ length: 20 }, async () =>
      postJob(world.api, await world.someone(), { category: 'creative' }),
    ),
  )
  const member = await world.someone()
  await world.api.ask('GET', '/api/auth/verify', { token: member.token })
  await page('category=beauty')
  const forget = async (): Promise<void> => {
    await world.api.psql('update users set bio = bio where id <> $1', [member.id])
    await world.api.psql('update jobs set title = title')
    await world.api.psql('insert into job_applications (job_id, applicant_id) values ($1, $2)', [
      jobIds.pop(),
      member.id,
    ])
  }
  const cost = async (who?: Citizen): Promise<number> => {
    const statements = await world.api.statementsOf(async () => {
      expect((await page('category=creative', who)).jobs).toHaveLength(20)
    })
    return statements.length
  }
  await forget()
  expect([await cost(), await cost()]).toEqual([3, 0])
  await forget()
  expect([await cost(member), await cost(member), await cost()]).toEqual([4, 0, 0])
})
