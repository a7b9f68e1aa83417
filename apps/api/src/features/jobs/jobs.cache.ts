import { track, type TrackedTable } from '@cay/postgres'
import type { Cay, QueryFamily, RecordFamily, ValueOf } from 'cay'
import { Marks, marksKept, newestMarks, type MarksOn } from '../../platform/marks.ts'
import type { IdPage, Page } from '../../platform/paging.ts'
import { hashed } from '../../platform/search.ts'
import type { ApplicationStore } from './applications.store.ts'
import type { JobFilter, JobStats, JobStore } from './jobs.store.ts'

/** What of a job is cached. */
const jobFields = {
  id: 'int',
  employer_id: 'int',
  title: 'text',
  description: 'text',
  category: 'text',
  location: 'text?',
  is_remote: 'bool',
  budget_min: 'int?',
  budget_max: 'int?',
  status: 'text',
  applications_count: 'int',
  created_at: 'instant',
  updated_at: 'instant',
} as const

/** What of an application is cached. */
const applicationFields = {
  id: 'int',
  job_id: 'int',
  applicant_id: 'int',
  cover_letter: 'text?',
  created_at: 'instant',
} as const

export type Job = ValueOf<typeof jobFields>
export type Application = ValueOf<typeof applicationFields>

export const jobsTables: readonly TrackedTable[] = [
  track('jobs', { record: 'job', touches: ['jobs', 'jobs.by:{employer_id}'] }),
  // An application is counted in its job, so it changes that too.
  track('job_applications', {
    record: 'application',
    touches: ['job:{job_id}', 'applications', 'applications.to:{job_id}', 'applications.by:{applicant_id}'],
  }),
]

/** A page of what belongs to someone or something. */
interface PageOf extends Page {
  readonly of: number
}

export interface JobFamilies {
  readonly records: RecordFamily<typeof jobFields, 'id', never>
  readonly lists: QueryFamily<JobFilter, IdPage>
  readonly stats: QueryFamily<undefined, JobStats>
  readonly posted: QueryFamily<PageOf, IdPage>
}

export interface ApplicationFamilies {
  readonly records: RecordFamily<typeof applicationFields, 'id', never>
  readonly received: QueryFamily<PageOf, IdPage>
  readonly sent: QueryFamily<PageOf, IdPage>
  readonly applied: Marks
}

const pageKey = ({ of, skip, limit, before }: PageOf) => [of, skip, limit, before]

/** Jobs by id, lists of them as ids, and their figures. */
export function jobFamilies(cay: Cay, store: JobStore): JobFamilies {
  return {
    records: cay.record({
      name: 'job',
      ttl: '300s',
      staleFor: '60s',
      missTtl: '30s',
      fields: jobFields,
      id: 'id',
      load: (ids) => store.byIds(ids),
    }),
    lists: cay.query({
      name: 'jobs:list',
      ttl: '120s',
      staleFor: '60s',
      tags: ['jobs'],
      key: filterKey,
      load: (filter) => store.page(filter),
    }),
    stats: cay.query({
      name: 'jobs:stats',
      ttl: '300s',
      staleFor: '60s',
      // A town that moves to another island moves its jobs.
      tags: ['jobs', 'applications', 'locations'],
      once: true,
      key: () => [],
      load: () => store.stats(),
    }),
    posted: cay.query({
      name: 'jobs:posted',
      ttl: '120s',
      tags: ({ of }) => [`jobs.by:${of}`],
      tables: ['jobs'],
      key: pageKey,
      load: ({ of, ...page }) => store.pageBy(of, page),
    }),
  }
}

/** Which page of which jobs. What is looked for is anything that people type, names of theirs too: it stands in no key. */
function filterKey(filter: JobFilter): (string | number | boolean | null)[] {
  const { status, category, locations, is_remote, budget_min, budget_max, words } = filter
  const { skip, limit, before } = filter
  const asked = [status, category, is_remote, budget_min, budget_max, skip, limit, before]
  return [...asked, hashed(words), ...(locations ?? [])]
}

/** Applications by id, by job and by applicant; and who has applied for what. All of it is for those it concerns. */
export function applicationFamilies(cay: Cay, store: ApplicationStore): ApplicationFamilies {
  return {
    records: cay.record({
      name: 'application',
      ttl: '120s',
      fields: applicationFields,
      id: 'id',
      load: (ids) => store.byIds(ids),
    }),
    received: cay.query({
      name: 'applications:received',
      ttl: '120s',
      tags: ({ of }) => [`applications.to:${of}`],
      tables: ['applications'],
      key: pageKey,
      load: ({ of, ...page }) => store.pageTo(of, page),
    }),
    sent: cay.query({
      name: 'applications:sent',
      ttl: '120s',
      tags: ({ of }) => [`applications.by:${of}`],
      tables: ['applications'],
      key: pageKey,
      load: ({ of, ...page }) => store.pageBy(of, page),
    }),
    applied: appliedMarks(cay, store),
  }
}

function appliedMarks(cay: Cay, store: ApplicationStore): Marks {
  // Without the marks the lists, which may be shown while the database is away, could not be.
  const policy = { ttl: '120s', staleFor: '60s', tables: ['applications'] } as const
  return new Marks({
    newest: cay.query({
      ...policy,
      name: 'jobs:applied',
      tags: (viewerId: number) => [`applications.by:${viewerId}`],
      key: (viewerId) => [viewerId],
      load: async (viewerId) => newestMarks(await store.newestAppliedFor(viewerId, marksKept)),
    }),
    among: cay.query({
      ...policy,
      name: 'jobs:applied:older',
      tags: ({ viewerId }: MarksOn) => [`applications.by:${viewerId}`],
      key: ({ viewerId, ids }) => [viewerId, ...ids],
      load: ({ viewerId, ids }) => store.appliedFor(viewerId, ids),
    }),
  })
}
