import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { validationFailed } from '../../platform/errors.ts'
import { pageInfoOf, type IdPage, type Page, type PageInfo } from '../../platform/paging.ts'
import { searchWords } from '../../platform/search.ts'
import type { Permissions } from '../permissions/index.ts'
import type { Places } from '../places/index.ts'
import type { User, Users } from '../users/index.ts'
import { assertJob, isAbove, jobNotFound, notYourJob } from './job-rules.ts'
import type { ApplicationFamilies, Job, JobFamilies } from './jobs.cache.ts'
import type { JobContent, JobStats, JobStatus, JobStore } from './jobs.store.ts'

interface Parts {
  readonly families: JobFamilies
  readonly applied: ApplicationFamilies['applied']
  readonly store: JobStore
  readonly write: Database['write']
  readonly users: Users
  readonly places: Places
  readonly permissions: Permissions
  readonly clock: Clock
}

/** A job as one person sees it. */
export type ShownJob = Job & {
  readonly employer: User
  /** Whether whoever looks has applied; false for nobody in particular. */
  readonly has_applied: boolean
}

export type JobPage = PageInfo & {
  readonly jobs: ShownJob[]
}

/** What jobs can be looked for by, as it is asked. */
export interface JobSearch {
  readonly status?: JobStatus
  readonly category?: string
  readonly location?: string
  readonly is_remote?: boolean
  readonly budget_min?: number
  readonly budget_max?: number
  readonly search?: string
}

/** What is said of a new job. */
export type NewJob = Pick<JobContent, 'title' | 'description' | 'category'> & Partial<JobContent>

/** The work that is offered. Jobs of whoever has closed their account are as good as not there. */
export class Jobs {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * A page of the jobs looked for, newest first; open ones, where no status is asked for.
   * @throws {AppError} validation_failed
   */
  async page(asked: JobSearch, page: Page, viewerId: number | null): Promise<JobPage> {
    const { families, places } = this.#parts
    const { status = 'open', category = null, location, is_remote = null, search } = asked
    const { budget_min = null, budget_max = null } = asked
    if (isAbove(budget_min, budget_max)) {
      throw validationFailed([{ field: 'budget_max', problem: 'must be at least budget_min' }])
    }
    const words = searchWords(search)
    if (category !== null) await places.assertCategory(category)
    const locations = location === undefined ? null : await places.within(location)
    const filter = { status, category, locations, is_remote, budget_min, budget_max, words }
    return this.#completed(await families.lists.get({ ...filter, ...page }), page, viewerId)
  }

  /** A page of what someone has posted, of whatever status. */
  async posted(employerId: number, page: Page): Promise<JobPage> {
    const found = await this.#parts.families.posted.get({ of: employerId, ...page })
    return this.#completed(found, page, employerId)
  }

  /** @throws {AppError} job_not_found */
  async find(id: number, viewerId: number | null): Promise<ShownJob> {
    const [job] = await this.shown([id], viewerId)
    if (job === undefined) throw jobNotFound()
    return job
  }

  /** The jobs of these ids that can be seen, in their order. */
  async shown(ids: readonly number[], viewerId: number | null): Promise<ShownJob[]> {
    const { families, applied, users } = this.#parts
    const jobs = [...(await families.records.getMany(ids)).values()]
    const employers = await users.active(jobs.map(({ employer_id }) => employer_id))
    const marks = viewerId === null ? new Set<number>() : await applied.on({ viewerId, ids })
    return jobs.flatMap((job) => {
      const employer = employers.get(job.employer_id)
      return employer === undefined ? [] : [{ ...job, employer, has_applied: marks.has(job.id) }]
    })
  }

  /** How many jobs there are of what. */
  stats(): Promise<JobStats> {
    return this.#parts.families.stats.get(undefined)
  }

  /**
   * Any member may offer work: people here do a day's work for each other as well as for firms, and the role says what
   * someone mainly is. Answers what was posted, whatever has become of it or its employer meanwhile.
   * @throws {AppError} validation_failed
   */
  async create(employer: User, given: NewJob): Promise<ShownJob> {
    const { store, write, places } = this.#parts
    const now = this.#now()
    const job: JobContent = {
      location: null,
      is_remote: false,
      budget_min: null,
      budget_max: null,
      status: 'open',
      ...given,
    }
    assertJob(job)
    const id = await write(async (tx) => {
      await places.hold(tx, job)
      return store.insert(tx, employer.id, job, now)
    })
    const made = {
      id,
      employer_id: employer.id,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    }
    return { ...job, ...made, applications_count: 0, employer, has_applied: false }
  }

  /**
   * Changes what is given of a job.
   * @throws {AppError} job_not_found, not_your_job, validation_failed
   */
  async update(employerId: number, id: number, changes: Partial<JobContent>): Promise<ShownJob> {
    const { store, write, places } = this.#parts
    await write(async (tx) => {
      const standing = await store.lock(tx, id)
      if (standing === undefined) throw jobNotFound()
      if (standing.employer_id !== employerId) throw notYourJob()
      const job = { ...standing, ...changes }
      assertJob(job)
      await places.hold(tx, job)
      await store.update(tx, id, job, this.#now())
    })
    return this.find(id, employerId)
  }

  /**
   * Takes a job away, and the applications for it: whoever posted it, and whoever may moderate jobs.
   * @throws {AppError} job_not_found, not_your_job
   */
  async delete(user: User, id: number): Promise<void> {
    const { store, write, permissions } = this.#parts
    const { employer_id } = await this.find(id, null)
    const mayDelete = employer_id === user.id || (await permissions.allows(user.id, 'moderate_jobs'))
    await write(async (tx) => {
      const standing = await store.lock(tx, id)
      if (standing === undefined) throw jobNotFound()
      if (!mayDelete) throw notYourJob()
      await store.delete(tx, id)
    })
  }

  async #completed(found: IdPage, page: Page, viewerId: number | null): Promise<JobPage> {
    return { jobs: await this.shown(found.ids, viewerId), ...pageInfoOf(found, page) }
  }

  #now(): Date {
    return new Date(this.#parts.clock.wallNow())
  }
}
