import { Type } from 'typebox'
import { Id, Instant, nullable } from '../../platform/http.ts'
import { pageInfo, pageQuery } from '../../platform/paging.ts'
import { UserCard } from '../users/index.ts'
import { jobStatuses } from './jobs.store.ts'

const strict = { additionalProperties: false }

const written = (maxLength: number): ReturnType<typeof Type.String> =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description: 'more than spaces' })
const Slug = (list: string): ReturnType<typeof Type.String> =>
  Type.String({ minLength: 1, maxLength: 60, description: `The slug of one of ${list}.` })
const Category = Slug('/api/categories')
const Location = Slug('/api/locations')
const Dollars = Type.Integer({
  minimum: 0,
  maximum: 1_000_000_000,
  description: 'Whole Bahamian dollars.',
})
const Status = Type.Enum([...jobStatuses])
const CoverLetter = nullable(Type.String({ maxLength: 5_000 }))

const needed = { title: written(120), description: written(10_000), category: Category }
const settable = {
  location: nullable(Location),
  is_remote: Type.Boolean({ description: 'Work that is not remote has a location.' }),
  budget_min: nullable(Dollars),
  budget_max: nullable(Dollars),
}

export const CreateJob = Type.Object({ ...needed, ...Type.Partial(Type.Object(settable)).properties }, strict)

export const UpdateJob = Type.Partial(Type.Object({ ...needed, ...settable, status: Status }), {
  ...strict,
  minProperties: 1,
})

export const JobSchema = Type.Object(
  {
    id: Id,
    title: Type.String(),
    description: Type.String(),
    category: Type.String(),
    location: nullable(Type.String()),
    is_remote: Type.Boolean(),
    budget_min: nullable(Type.Integer()),
    budget_max: nullable(Type.Integer()),
    status: Type.String({ description: jobStatuses.join(', ') }),
    applications_count: Type.Integer({ description: 'All that were made.' }),
    created_at: Instant,
    updated_at: Instant,
    employer: UserCard,
    has_applied: Type.Boolean({ description: 'Whether you have; false if you are not signed in.' }),
  },
  { description: 'Work that is offered.' },
)

export const JobListQuery = Type.Object(
  {
    ...pageQuery,
    category: Type.Optional(Category),
    location: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        description: 'The slug of one of /api/locations: of an island with all of its towns.',
      }),
    ),
    is_remote: Type.Optional(Type.Boolean({ description: 'True: only remote work; false: none of it.' })),
    budget_min: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000_000,
        description: 'Jobs whose budget reaches as far. One that says only where it begins has no end.',
      }),
    ),
    budget_max: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000_000,
        description: 'Jobs whose budget begins there or below. Neither bound finds a job without a budget.',
      }),
    ),
    status: Type.Optional(
      Type.Enum([...jobStatuses], { default: 'open', description: 'Left out: only what is open.' }),
    ),
    search: Type.Optional(
      Type.String({
        maxLength: 100,
        description:
          'Words, each of which is in the title or the description. One of them has three letters or digits in a row.',
      }),
    ),
  },
  strict,
)

/** Of lists that are narrowed by nothing. */
export const PageQuery = Type.Object(pageQuery, strict)

export const JobList = Type.Object(
  { jobs: Type.Array(JobSchema), ...pageInfo },
  { description: 'A page of the list.' },
)

const Counted = Type.Array(Type.Object({ slug: Type.String(), jobs: Type.Integer() }), {
  description: 'The most first. What is not in it has none.',
})

export const JobStatistics = Type.Object(
  {
    total: Type.Integer(),
    open: Type.Integer(),
    filled: Type.Integer(),
    closed: Type.Integer(),
    open_remote: Type.Integer(),
    open_by_category: Counted,
    open_by_island: Counted,
    applications: Type.Integer({ description: 'For all jobs.' }),
  },
  { description: 'How many jobs there are of what.' },
)

export const Apply = Type.Object({ cover_letter: Type.Optional(CoverLetter) }, strict)

const ofApplication = { id: Id, cover_letter: nullable(Type.String()), created_at: Instant }

export const SentApplicationSchema = Type.Object(
  { ...ofApplication, job: JobSchema },
  { description: 'An application of your own.' },
)

export const SentApplicationList = Type.Object(
  { applications: Type.Array(SentApplicationSchema), ...pageInfo },
  { description: 'A page of the list.' },
)

export const ReceivedApplicationList = Type.Object(
  { applications: Type.Array(Type.Object({ ...ofApplication, applicant: UserCard })), ...pageInfo },
  { description: 'A page of the list.' },
)
