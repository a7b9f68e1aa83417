import { track } from '@cay/postgres'
import type { Cay, QueryFamily, RecordFamily, ValueOf } from 'cay'
import { normaliseEmail, normalisePhone, normaliseUsername } from '../../platform/normalise.ts'
import type { IdPage } from '../../platform/paging.ts'
import { hashed } from '../../platform/search.ts'
import type { UserAlias, UserListFilter, UserStore } from './users.store.ts'

/** What of a user is cached: this list and nothing else. */
const fields = {
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
  skills: 'json',
  experience: 'text?',
  education: 'text?',
  is_active: 'bool',
  is_admin: 'bool',
  is_available_for_hire: 'bool',
  token_version: 'int',
  created_at: 'instant',
  updated_at: 'instant',
} as const

/** A user as the application knows them. */
export type User = ValueOf<typeof fields>

/** A change of this table is a change of the user, and of every list of users. */
export const usersTable = track('users', {
  record: 'user',
  id: 'id',
  aliases: ['email', 'username', 'phone'],
  touches: ['users'],
})

export type UserRecords = RecordFamily<typeof fields, 'id', UserAlias>

/** Users by id and by every other name they have. Every request with a token reads one. */
export function userRecords(cay: Cay, store: UserStore): UserRecords {
  return cay.record({
    name: 'user',
    ttl: '300s',
    // A database that restarts is back within a minute, and until then nobody is signed out. No longer than that: an
    // account that is closed while this process can't follow the changes is known here for so long, and 2 s.
    staleFor: '60s',
    missTtl: '30s',
    fields,
    id: 'id',
    aliases: { email: normaliseEmail, username: normaliseUsername, phone: normalisePhone },
    load: (ids) => store.byIds(ids),
    find: {
      email: (emails) => store.idsByEmail(emails),
      username: (usernames) => store.idsByUsername(usernames),
      phone: (phones) => store.idsByPhone(phones),
    },
  })
}

export type UserLists = QueryFamily<UserListFilter, IdPage>

/** Pages of the list of users: ids and a total. The users themselves are read by id, so a changed one shows at once. */
export function userLists(cay: Cay, store: UserStore): UserLists {
  return cay.query({
    name: 'users:list',
    ttl: '180s',
    staleFor: '60s',
    tags: ['users'],
    // What people look for are people: their names stand in no key.
    key: ({ skip, limit, before, words }: UserListFilter) => [skip, limit, before, hashed(words)],
    load: (filter) => store.page(filter),
  })
}
