import type { Fields } from 'cay'

/** A user of the job platform as its database holds them: 22 fields, 881 bytes as JSON, three of them dates. */
export const userFields = {
  id: 'int',
  email: 'text',
  username: 'text',
  phone: 'text?',
  first_name: 'text',
  last_name: 'text',
  role: 'text',
  bio: 'text?',
  avatar_url: 'text?',
  occupation: 'text?',
  company_name: 'text?',
  location: 'text?',
  skills: 'json?',
  experience: 'text?',
  education: 'text?',
  is_active: 'bool',
  is_admin: 'bool',
  is_available_for_hire: 'bool',
  token_version: 'int',
  verified_at: 'instant?',
  created_at: 'instant',
  updated_at: 'instant',
} as const satisfies Fields

export interface User {
  readonly id: number
  readonly email: string
  readonly username: string
  readonly phone: string
  readonly first_name: string
  readonly last_name: string
  readonly role: string
  readonly bio: string
  readonly avatar_url: string
  readonly occupation: string
  readonly company_name: string
  readonly location: string
  readonly skills: readonly string[]
  readonly experience: string
  readonly education: string
  readonly is_active: boolean
  readonly is_admin: boolean
  readonly is_available_for_hire: boolean
  readonly token_version: number
  readonly verified_at: string
  readonly created_at: string
  readonly updated_at: string
}

/** The ids begin here, so that all have the same number of digits, and all users the same number of bytes. */
export const firstId = 100_000

const created = Date.UTC(2024, 0, 15, 9, 30, 12, 345)

/** The user of this id, with dates as ISO strings, as JSON leaves them. Every call makes strings of its own. */
export function userOf(id: number): User {
  return {
    id,
    email: `adaeze.okonkwo.${id}@example.org`,
    username: `adaeze.okonkwo.${id}`,
    phone: `+2348${id}77`,
    first_name: 'Adaeze',
    last_name: 'Okonkwo-Williams',
    role: 'professional',
    bio: `Site engineer (registration ${id}), twelve years on bridges and culverts; I read drawings for a living.`,
    avatar_url: `https://cdn.example.org/avatars/${id}/256x256.webp`,
    occupation: 'Structural engineer',
    company_name: 'Okonkwo & Daughters Ltd',
    location: 'Port Harcourt, Rivers',
    skills: ['structural analysis', 'AutoCAD', 'site supervision', `cost control ${id}`],
    experience: 'Twelve years, the last five leading teams of up to twenty.',
    education: 'B.Eng. Civil Engineering',
    is_active: true,
    is_admin: false,
    is_available_for_hire: true,
    token_version: 3,
    verified_at: new Date(created + id * 60_000).toISOString(),
    created_at: new Date(created + id * 1_000).toISOString(),
    updated_at: new Date(created + id * 90_000).toISOString(),
  }
}

type Dates = 'verified_at' | 'created_at' | 'updated_at'
/** A user as a database driver gives it: dates are Date objects. */
export type RowOfUser = Omit<User, Dates> & Readonly<Record<Dates, Date>>

export function rowOf(id: number): RowOfUser {
  const { verified_at, created_at, updated_at, ...rest } = userOf(id)
  return {
    ...rest,
    verified_at: new Date(verified_at),
    created_at: new Date(created_at),
    updated_at: new Date(updated_at),
  }
}

/** So many ids in a row. */
export function idsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}
