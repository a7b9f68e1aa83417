import type { Database, Transaction } from '../../platform/database.ts'
import { readIdPage, searchIdPage } from '../../platform/id-page.ts'
import type { IdPage, Page } from '../../platform/paging.ts'
import { andEachWord, anywhere } from '../../platform/search.ts'

export const jobStatuses = ['open', 'filled', 'closed'] as const
export type JobStatus = (typeof jobStatuses)[number]

/** A row of the table, with the number of its applications. */
export interface JobRow {
  readonly id: number
  readonly employer_id: number
  readonly title: string
  readonly description: string
  readonly category: string
  readonly location: string | null
  readonly is_remote: boolean
  readonly budget_min: number | null
  readonly budget_max: number | null
  readonly status: string
  readonly applications_count: number
  readonly created_at: Date
  readonly updated_at: Date
}

const writable = [
  'title',
  'description',
  'category',
  'location',
  'is_remote',
  'budget_min',
  'budget_max',
  'status',
] as const satisfies readonly (keyof JobRow)[]

/** What an employer says of a job. */
export type JobContent = Pick<JobRow, (typeof writable)[number]>
/** What rules look at before a job is changed. */
export type StandingJob = JobContent & Pick<JobRow, 'employer_id'>

/** Which jobs are looked for; null: whatever they are. */
export interface JobFilter extends Page {
  readonly status: JobStatus
  readonly category: string | null
  /** One of these. */
  readonly locations: readonly string[] | null
  readonly is_remote: boolean | null
  /** Their budget reaches up to this. */
  readonly budget_min: number | null
  /** Their budget begins at this or below. */
  readonly budget_max: number | null
  /** Each is in the title or the description. */
  readonly words: readonly string[]
}

/** How many jobs there are of what. A type, for it is cached: an interface would not be known to be JSON. */
export type JobStats = {
  readonly total: number
  readonly open: number
  readonly filled: number
  readonly closed: number
  readonly open_remote: number
  readonly open_by_category: Counted[]
  readonly open_by_island: Counted[]
  readonly applications: number
}
type Counted = { readonly slug: string; readonly jobs: number }

const columns = `id, employer_id, title, description, category, location, is_remote, budget_min, budget_max, status,
  created_at, updated_at`

/** The SQL of jobs. */
export class JobStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  byIds(ids: readonly number[]): Promise<readonly JobRow[]> {
    return this.#read(
      `select ${columns}, (select count(*) from job_applications where job_id = jobs.id) as applications_count
       from jobs where id = any ($1::bigint[])`,
      [ids],
    )
  }

  page(filter: JobFilter): Promise<IdPage> {
    const { status, category, locations, is_remote, budget_min, budget_max, words } = filter
    const values: unknown[] = [status]
    const given = (condition: string, value: unknown): string =>
      value === null ? '' : ` and ${condition.replace('?', `$${values.push(value)}`)}`
    const filters = [
      given('category = ?', category),
      given('location = any (?::text[])', locations),
      given('is_remote = ?', is_remote),
      given('budget_to >= ?', budget_min),
      given('budget_from <= ?', budget_max),
      andEachWord('search_text', words, values.length + 1),
    ]
    const where = `status = $1${filters.join('')}`
    const readPage = words.length === 0 ? readIdPage : searchIdPage
    return readPage(this.#read, { table: 'jobs', where, values: [...values, ...words.map(anywhere)] }, filter)
  }

  /** Of whatever status. */
  pageBy(employerId: number, page: Page): Promise<IdPage> {
    return readIdPage(this.#read, { table: 'jobs', where: 'employer_id = $1', values: [employerId] }, page)
  }

  /** The table is read once, by an index; what is counted further is its few groups. */
  async stats(): Promise<JobStats> {
    const rows: readonly (Counted & { readonly what: string })[] = await this.#read(
      `with counted as materialized (
         select status, is_remote, category, location, count(*) as jobs
         from jobs group by status, is_remote, category, location
       )
       select 'status' as what, status as slug, sum(jobs)::bigint as jobs from counted group by status
       union all
       select 'remote', '', coalesce(sum(jobs), 0)::bigint from counted where status = 'open' and is_remote
       union all
       select 'category', category, sum(jobs)::bigint from counted where status = 'open' group by category
       union all
       select 'island', coalesce(island, slug), sum(jobs)::bigint
       from counted join locations on slug = location where status = 'open' group by 2
       union all
       select 'applications', '', (select count(*) from job_applications)
       order by jobs desc, slug`,
    )
    const of = (wanted: string): Counted[] =>
      rows.flatMap(({ what, slug, jobs }) => (what === wanted ? [{ slug, jobs }] : []))
    const jobsOf = (wanted: string, slug: string): number =>
      of(wanted).find((counted) => counted.slug === slug)?.jobs ?? 0
    const [open, filled, closed] = [
      jobsOf('status', 'open'),
      jobsOf('status', 'filled'),
      jobsOf('status', 'closed'),
    ]
    return {
      total: open + filled + closed,
      open,
      filled,
      closed,
      open_remote: jobsOf('remote', ''),
      open_by_category: of('category'),
      open_by_island: of('island'),
      applications: jobsOf('applications', ''),
    }
  }

  async insert(tx: Transaction, employerId: number, job: JobContent, now: Date): Promise<number> {
    const given = writable.map((_, i) => `$${i + 3}`)
    const { rows } = await tx.query<{ id: number }>(
      `insert into jobs (employer_id, created_at, updated_at, ${writable.join(', ')})
       values ($1, $2, $2, ${given.join(', ')}) returning id`,
      [employerId, now, ...writable.map((name) => job[name])],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The new job was not returned.')
    return row.id
  }

  /** The job, if its employer's account is open: nobody else changes it until the transaction ends. */
  async lock(tx: Transaction, id: number): Promise<StandingJob | undefined> {
    const { rows } = await tx.query<StandingJob>(`${standing} for no key update of jobs`, [id])
    return rows[0]
  }

  /** The same: nobody changes it until the transaction ends, but others may hold it too. */
  async hold(tx: Transaction, id: number): Promise<StandingJob | undefined> {
    const { rows } = await tx.query<StandingJob>(`${standing} for share of jobs`, [id])
    return rows[0]
  }

  async update(tx: Transaction, id: number, job: JobContent, now: Date): Promise<void> {
    const sets = writable.map((name, i) => `${name} = $${i + 3}`)
    await tx.query(`update jobs set updated_at = $2, ${sets.join(', ')} where id = $1`, [
      id,
      now,
      ...writable.map((name) => job[name]),
    ])
  }

  async delete(tx: Transaction, id: number): Promise<void> {
    await tx.query('delete from jobs where id = $1', [id])
  }
}

const standing = `select employer_id, title, description, category, jobs.location, is_remote, budget_min, budget_max, status
  from jobs join users on users.id = employer_id where jobs.id = $1 and users.is_active`
