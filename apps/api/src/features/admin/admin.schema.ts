import { Type, type TOptional, type TString } from 'typebox'
import { Instant, nullable } from '../../platform/http.ts'
import { longestEmail, longestPhone, longestUsername } from '../../platform/normalise.ts'
import { pageInfo, pageQuery } from '../../platform/paging.ts'
import { NewPassword } from '../auth/index.ts'
import { PermissionSet } from '../permissions/index.ts'
import { newUserProperties, OwnProfile, profileProperties, Role } from '../users/index.ts'
import { statuses } from './accounts.store.ts'

const strict = { additionalProperties: false }
const Count = Type.Integer({ minimum: 0 })

export const AccountsQuery = Type.Object(
  {
    page: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_001,
        default: 1,
        description:
          'Which page, of `limit` accounts each. None begins after the first 10,000: go on with `before`.',
      }),
    ),
    limit: pageQuery.limit,
    before: pageQuery.before,
    search: Type.Optional(
      Type.String({
        maxLength: 254,
        description:
          'Words, each of which is in the names, the e-mail address or the phone number; or a phone number, however it is written. One of them has three letters or digits in a row.',
      }),
    ),
    role: Type.Optional(Type.Enum([...Role.enum], { description: 'Left out: both.' })),
    status: Type.Optional(
      Type.Enum([...statuses], { default: 'all', description: 'Active: open; inactive: closed.' }),
    ),
  },
  strict,
)

const asked = (maxLength: number, description: string): TOptional<TString> =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }))

export const LookUpQuery = Type.Object(
  {
    email: asked(longestEmail, 'The whole e-mail address, in any case.'),
    username: asked(longestUsername, 'The whole username, in any case.'),
    phone: asked(longestPhone, 'The whole phone number, however it is written.'),
  },
  strict,
)

export const CreateAccount = Type.Object(
  { ...newUserProperties, password: NewPassword, is_admin: Type.Optional(Type.Boolean()) },
  strict,
)

export const UpdateAccount = Type.Partial(Type.Object({ ...profileProperties, is_admin: Type.Boolean() }), {
  ...strict,
  minProperties: 1,
})

const account = { ...OwnProfile.properties, is_active: Type.Boolean() }

/** Serializing by this list is what keeps token_version, and any column to come, from leaving. */
export const Account = Type.Object(account, { description: 'A user, as admins see them.' })

export const AccountList = Type.Object(
  { users: Type.Array(Account), page: Type.Integer(), ...pageInfo },
  { description: 'A page of the list.' },
)

export const AccountDetails = Type.Object(
  {
    ...account,
    points: Count,
    permissions: PermissionSet,
    activity: Type.Object({
      posts: Count,
      jobs: Count,
      applications: Count,
      followers: Count,
      following: Count,
    }),
    last_login: nullable(Instant),
  },
  { description: 'A user, with what they have, may do and have done.' },
)

const counted = (description: string) =>
  Type.Array(Type.Object({ name: Type.String(), count: Count }), { description })

export const Statistics = Type.Object(
  {
    roles: Type.Array(
      Type.Object({
        role: Type.String(),
        is_active: Type.Boolean(),
        users: Count,
        admins: Count,
        available_for_hire: Count,
        new_in_a_day: Count,
        new_in_a_week: Count,
        new_in_30_days: Count,
      }),
      { description: 'Users by role, and by whether their account is open.' },
    ),
    locations: counted('The 20 locations with the most open accounts, as people write them.'),
    points_in_circulation: Type.Integer(),
    permissions: counted('How many have each permission. Admins may all of it without.'),
  },
  { description: 'The people of the platform, in numbers.' },
)

export const Dashboard = Type.Object(
  {
    users: Count,
    active_users: Count,
    jobs: Count,
    open_jobs: Count,
    applications: Count,
    posts: Count,
    messages: Count,
    sign_ups: Type.Array(Type.Object({ date: Type.String({ format: 'date' }), users: Count }), {
      description: 'Accounts made on each of the last 30 days, by UTC; the last is today.',
    }),
  },
  { description: 'The platform, in numbers.' },
)
