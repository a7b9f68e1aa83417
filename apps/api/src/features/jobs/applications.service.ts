import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { pageInfoOf, type Page, type PageInfo } from '../../platform/paging.ts'
import type { Notifications } from '../notifications/index.ts'
import type { User, Users } from '../users/index.ts'
import type { ApplicationStore } from './applications.store.ts'
import { jobNotFound, notYourJob } from './job-rules.ts'
import type { Application, ApplicationFamilies } from './jobs.cache.ts'
import type { Jobs, ShownJob } from './jobs.service.ts'
import type { JobStore } from './jobs.store.ts'

interface Parts {
  readonly families: ApplicationFamilies
  readonly store: ApplicationStore
  readonly jobStore: JobStore
  readonly jobs: Jobs
  readonly write: Database['write']
  readonly users: Users
  readonly notifications: Notifications
  readonly clock: Clock
}

/** An application, as whoever made it sees it. */
export type SentApplication = Application & { readonly job: ShownJob }
/** The same, as whoever posted the job sees it. */
export type ReceivedApplication = Application & { readonly applicant: User }

type ApplicationPage<A> = PageInfo & { readonly applications: A[] }

/** Who applies for what. */
export class Applications {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Applies for a job, once, and tells the employer.
   * @throws {AppError} job_not_found, own_job, job_not_open, already_applied
   */
  async apply(applicantId: number, jobId: number, coverLetter: string | null): Promise<SentApplication> {
    const { store, jobStore, jobs, write, notifications, clock } = this.#parts
    const application = {
      job_id: jobId,
      applicant_id: applicantId,
      cover_letter: coverLetter,
      created_at: new Date(clock.wallNow()),
    }
    const id = await write(async (tx) => {
      // Held, so that the job is open when the application is made, whatever its employer does meanwhile.
      const job = await jobStore.hold(tx, jobId)
      if (job === undefined) throw jobNotFound()
      if (job.employer_id === applicantId) throw ownJob()
      if (job.status !== 'open') throw jobNotOpen()
      const made = await store.insert(tx, application)
      if (made === undefined) throw alreadyApplied()
      const told = { user_id: job.employer_id, actor_id: applicantId, job_id: jobId }
      await notifications.add(tx, { kind: 'application', ...told })
      return made
    })
    const job = await jobs.find(jobId, applicantId)
    return { ...application, created_at: application.created_at.toISOString(), id, job }
  }

  /**
   * A page of the applications for a job, for whoever posted it and for admins. Those of people who have closed their
   * accounts are left out.
   * @throws {AppError} job_not_found, not_your_job
   */
  async received(viewer: User, jobId: number, page: Page): Promise<ApplicationPage<ReceivedApplication>> {
    const { families, jobs, users } = this.#parts
    const job = await jobs.find(jobId, null)
    if (job.employer_id !== viewer.id && !(await users.isAdmin(viewer.id))) throw notYourJob()
    const found = await families.received.get({ of: jobId, ...page })
    const applications = [...(await families.records.getMany(found.ids)).values()]
    const applicants = await users.active(applications.map(({ applicant_id }) => applicant_id))
    return {
      applications: applications.flatMap((application) => {
        const applicant = applicants.get(application.applicant_id)
        return applicant === undefined ? [] : [{ ...application, applicant }]
      }),
      ...pageInfoOf(found, page),
    }
  }

  /** A page of what someone has applied for, whether it is open still or not. */
  async sent(applicantId: number, page: Page): Promise<ApplicationPage<SentApplication>> {
    const { families, jobs } = this.#parts
    const found = await families.sent.get({ of: applicantId, ...page })
    const applications = [...(await families.records.getMany(found.ids)).values()]
    const wanted = applications.map(({ job_id }) => job_id)
    // Nobody has to be asked who has applied: that is how these were found.
    const shown = new Map((await jobs.shown(wanted, null)).map((job) => [job.id, job]))
    return {
      applications: applications.flatMap((application) => {
        const job = shown.get(application.job_id)
        return job === undefined ? [] : [{ ...application, job: { ...job, has_applied: true } }]
      }),
      ...pageInfoOf(found, page),
    }
  }
}

function ownJob(): AppError {
  return new AppError('conflict', 'own_job', 'This job is your own.')
}

function jobNotOpen(): AppError {
  return new AppError('conflict', 'job_not_open', 'This job is not open any more.')
}

function alreadyApplied(): AppError {
  return new AppError('conflict', 'already_applied', 'You have applied for this job already.')
}
