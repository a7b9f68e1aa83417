import type { Database, Transaction } from '../../platform/database.ts'
import { readIdPage } from '../../platform/id-page.ts'
import type { IdPage, Page } from '../../platform/paging.ts'

/** A row of the table. */
export interface ApplicationRow {
  readonly id: number
  readonly job_id: number
  readonly applicant_id: number
  readonly cover_letter: string | null
  readonly created_at: Date
}

export type NewApplication = Omit<ApplicationRow, 'id'>

/** The SQL of applications. */
export class ApplicationStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  byIds(ids: readonly number[]): Promise<readonly ApplicationRow[]> {
    return this.#read(
      `select id, job_id, applicant_id, cover_letter, created_at from job_applications
       where id = any ($1::bigint[])`,
      [ids],
    )
  }

  pageTo(jobId: number, page: Page): Promise<IdPage> {
    return readIdPage(this.#read, { table: 'job_applications', where: 'job_id = $1', values: [jobId] }, page)
  }

  pageBy(applicantId: number, page: Page): Promise<IdPage> {
    const where = 'applicant_id = $1'
    return readIdPage(this.#read, { table: 'job_applications', where, values: [applicantId] }, page)
  }

  /** The newest jobs that someone has applied for, newest first. */
  async newestAppliedFor(applicantId: number, limit: number): Promise<readonly number[]> {
    const rows: readonly { job_id: number }[] = await this.#read(
      'select job_id from job_applications where applicant_id = $1 order by job_id desc limit $2',
      [applicantId, limit],
    )
    return rows.map(({ job_id }) => job_id)
  }

  /** Which of these jobs someone has applied for. */
  async appliedFor(applicantId: number, jobIds: readonly number[]): Promise<readonly number[]> {
    const rows: readonly { job_id: number }[] = await this.#read(
      'select job_id from job_applications where applicant_id = $1 and job_id = any ($2::bigint[])',
      [applicantId, jobIds],
    )
    return rows.map(({ job_id }) => job_id)
  }

  /** Undefined: this applicant has applied for this job already. */
  async insert(tx: Transaction, application: NewApplication): Promise<number | undefined> {
    const { job_id, applicant_id, cover_letter, created_at } = application
    const { rows } = await tx.query<{ id: number }>(
      `insert into job_applications (job_id, applicant_id, cover_letter, created_at) values ($1, $2, $3, $4)
       on conflict on constraint job_applications_once do nothing returning id`,
      [job_id, applicant_id, cover_letter, created_at],
    )
    return rows[0]?.id
  }
}
