import { Type } from 'typebox'
import { Id, Instant, nullable } from '../../platform/http.ts'
import {
  emailPattern,
  longestEmail,
  longestPhone,
  longestUsername,
  shortestUsername,
  usernamePattern,
} from '../../platform/normalise.ts'
import type { User } from './users.cache.ts'

const line = (maxLength: number): ReturnType<typeof Type.String> => Type.String({ minLength: 1, maxLength })
const text = (maxLength: number): ReturnType<typeof Type.String> => Type.String({ maxLength })

const Email = Type.String({
  maxLength: longestEmail,
  pattern: emailPattern,
  description: 'an e-mail address in ASCII letters, such as ann@example.org',
})
const Username = Type.String({
  minLength: shortestUsername,
  maxLength: longestUsername,
  pattern: usernamePattern,
  description:
    'letters, digits, “.”, “_” and “-”, with a letter among them and a letter or digit at both ends',
})
const Phone = Type.String({
  minLength: 1,
  maxLength: longestPhone,
  description: 'a phone number, with + and country code, or as dialled in the Bahamas',
})
export const Role = Type.Enum(['worker', 'employer'])
const AvatarUrl = Type.String({
  maxLength: 500,
  pattern: '^(https?://[^\\s]+|/avatars/[A-Za-z0-9_.-]+)$',
  description: 'an address that begins with http:// or https://, or that of the picture you have uploaded',
})

/** What a user may set of themselves; null takes it away. */
const settable = {
  phone: nullable(Phone),
  role: Role,
  bio: nullable(text(2_000)),
  avatar_url: nullable(AvatarUrl),
  occupation: nullable(text(100)),
  company_name: nullable(text(100)),
  location: nullable(text(100)),
  skills: Type.Array(line(60), { maxItems: 50 }),
  experience: nullable(text(4_000)),
  education: nullable(text(4_000)),
  is_available_for_hire: Type.Boolean(),
}

const names = {
  email: Email,
  username: Username,
  first_name: line(80),
  last_name: line(80),
}

/** What a new user says of themselves. */
export const newUserProperties = { ...names, ...Type.Partial(Type.Object(settable)).properties }

/** What of a user can be changed. */
export const profileProperties = { ...names, ...settable }

export const UpdateProfile = Type.Partial(Type.Object(profileProperties), {
  additionalProperties: false,
  minProperties: 1,
})

/** What everyone signed in may see of a user. */
const shown = {
  id: Id,
  username: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
  role: Type.String(),
  bio: nullable(Type.String()),
  avatar_url: nullable(Type.String()),
  occupation: nullable(Type.String()),
  company_name: nullable(Type.String()),
  location: nullable(Type.String()),
  // Of the type that the cache gives: JSON. The table holds nothing but lists of text there.
  skills: Type.Unsafe<User['skills']>({ type: 'array', items: { type: 'string' } }),
  experience: nullable(Type.String()),
  education: nullable(Type.String()),
  is_available_for_hire: Type.Boolean(),
  created_at: Instant,
}

export const PublicUser = Type.Object(shown, { description: 'A user, as others see them.' })

/** Whoever wrote, did or offered something, beside it. Everyone may see this much, signed in or not. */
export const UserCard = Type.Object(
  {
    id: Id,
    username: shown.username,
    first_name: shown.first_name,
    last_name: shown.last_name,
    avatar_url: shown.avatar_url,
    occupation: shown.occupation,
    location: shown.location,
  },
  { description: 'A user, in short.' },
)

/** Serializing by this list is what keeps token_version, and any column to come, from leaving. */
export const OwnProfile = Type.Object(
  {
    ...shown,
    email: Type.String(),
    phone: nullable(Type.String()),
    is_admin: Type.Boolean(),
    updated_at: Instant,
  },
  { description: 'A user, as they see themselves.' },
)
