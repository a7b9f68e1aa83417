import type { Database, Transaction } from '../../platform/database.ts'
import { uniqueViolation } from '../../platform/database-errors.ts'
import { readIdPage, searchIdPage } from '../../platform/id-page.ts'
import type { IdPage, Page } from '../../platform/paging.ts'
import { andEachWord, anywhere } from '../../platform/search.ts'

/** A row of the table, as both drivers give it. */
export interface UserRow {
  readonly id: number
  readonly email: string
  readonly username: string
  readonly phone: string | null
  readonly first_name: string
  readonly last_name: string
  readonly role: string
  readonly bio: string | null
  readonly avatar_url: string | null
  readonly occupation: string | null
  readonly company_name: string | null
  readonly location: string | null
  readonly skills: readonly string[]
  readonly experience: string | null
  readonly education: string | null
  readonly is_active: boolean
  readonly is_admin: boolean
  readonly is_available_for_hire: boolean
  readonly token_version: number
  readonly created_at: Date
  readonly updated_at: Date
}

/** The columns that a user may set. */
const writable = [
  'email',
  'username',
  'phone',
  'first_name',
  'last_name',
  'role',
  'bio',
  'avatar_url',
  'occupation',
  'company_name',
  'location',
  'skills',
  'experience',
  'education',
  'is_available_for_hire',
] as const satisfies readonly (keyof UserRow)[]

export type UserChanges = Partial<Pick<UserRow, (typeof writable)[number]>>
export type NewUser = UserChanges & Pick<UserRow, 'email' | 'username' | 'first_name' | 'last_name'>

const columns = `id, email, username, phone, first_name, last_name, role, bio, avatar_url, occupation, company_name,
  location, skills, experience, education, is_active, is_admin, is_available_for_hire, token_version, created_at,
  updated_at`

/** What an admin can take from a user, and give back. */
export type UserStanding = Pick<UserRow, 'is_active' | 'is_admin'>

/** The names that find a user, beside the id. */
export type UserAlias = 'email' | 'username' | 'phone'

/** Which page of which list. */
export interface UserListFilter extends Page {
  /** Each is in the names, the occupation, the company or the location. None: everyone. */
  readonly words: readonly string[]
}

/** Another user has this e-mail, username or phone. */
export class TakenError extends Error {
  override readonly name = 'TakenError'
  readonly field: UserAlias

  constructor(field: UserAlias) {
    super(`${field} is taken`)
    this.field = field
  }
}

const fieldsByIndex: Readonly<Record<string, UserAlias>> = {
  users_email_key: 'email',
  users_username_key: 'username',
  users_phone_key: 'phone',
}

/** The SQL of users. */
export class UserStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  byIds(ids: readonly number[]): Promise<readonly UserRow[]> {
    return this.#read(`select ${columns} from users where id = any ($1::bigint[])`, [ids])
  }

  idsByEmail(emails: readonly string[]): Promise<readonly Pick<UserRow, 'id' | 'email'>[]> {
    return this.#read('select id, email from users where lower(email collate "C") = any ($1::text[])', [
      emails,
    ])
  }

  idsByUsername(usernames: readonly string[]): Promise<readonly Pick<UserRow, 'id' | 'username'>[]> {
    return this.#read('select id, username from users where lower(username collate "C") = any ($1::text[])', [
      usernames,
    ])
  }

  idsByPhone(phones: readonly string[]): Promise<readonly Pick<UserRow, 'id' | 'phone'>[]> {
    return this.#read('select id, phone from users where phone = any ($1::text[])', [phones])
  }

  /** One page of the active users, newest first, and how many there are in all. */
  page({ words, ...page }: UserListFilter): Promise<IdPage> {
    const where = `is_active${andEachWord('search_text', words, 1)}`
    const readPage = words.length === 0 ? readIdPage : searchIdPage
    return readPage(this.#read, { table: 'users', where, values: words.map(anywhere) }, page)
  }

  /** @throws {TakenError} */
  async insert(tx: Transaction, user: NewUser, now: Date): Promise<number> {
    const { names, values } = assignments(user)
    const given = names.map((_, i) => `$${i + 1}`)
    const at = `$${names.length + 1}`
    const { rows } = await noneTaken(() =>
      tx.query<{ id: number }>(
        `insert into users (${names.join(', ')}, created_at, updated_at)
         values (${given.join(', ')}, ${at}, ${at}) returning id`,
        [...values, now],
      ),
    )
    const [row] = rows
    if (row === undefined) throw new Error('The new user was not returned.')
    return row.id
  }

  /** @throws {TakenError} */
  async update(tx: Transaction, id: number, changes: UserChanges, now: Date): Promise<void> {
    const { names, values } = assignments(changes)
    const sets = [...names, 'updated_at'].map((name, i) => `${name} = $${i + 2}`)
    await noneTaken(() => tx.query(`update users set ${sets.join(', ')} where id = $1`, [id, ...values, now]))
  }

  /** Makes every access token of the user void. */
  async revokeTokens(tx: Transaction, id: number): Promise<void> {
    await tx.query('update users set token_version = token_version + 1 where id = $1', [id])
  }

  /** The user as they are now, and until this transaction ends. */
  async lock(tx: Transaction, id: number): Promise<UserStanding | undefined> {
    const { rows } = await tx.query<UserStanding>(
      'select is_active, is_admin from users where id = $1 for no key update',
      [id],
    )
    return rows[0]
  }

  /** Whether there is no other admin who could sign in. Asked by one transaction at a time, until it ends. */
  async isLastAdmin(tx: Transaction, id: number): Promise<boolean> {
    await tx.query("select pg_advisory_xact_lock(hashtext('cay.api.admins'))")
    const { rows } = await tx.query('select from users where is_admin and is_active and id <> $1 limit 1', [
      id,
    ])
    return rows.length === 0
  }

  async setAdmin(tx: Transaction, id: number, isAdmin: boolean, now: Date): Promise<void> {
    await tx.query(
      'update users set is_admin = $2, token_version = token_version + 1, updated_at = $3 where id = $1',
      [id, isAdmin, now],
    )
  }

  /** Whatever closed the account, no token of before is good again. */
  async activate(tx: Transaction, id: number, now: Date): Promise<void> {
    await tx.query(
      'update users set is_active = true, token_version = token_version + 1, updated_at = $2 where id = $1',
      [id, now],
    )
  }

  async deactivate(tx: Transaction, id: number, now: Date): Promise<void> {
    await tx.query(
      'update users set is_active = false, token_version = token_version + 1, updated_at = $2 where id = $1',
      [id, now],
    )
  }
}

/** Of what was given, the columns that may be set. The names come from the list above, never from a request. */
function assignments(changes: UserChanges): { names: readonly string[]; values: readonly unknown[] } {
  const names = writable.filter((name) => changes[name] !== undefined)
  return { names, values: names.map((name) => changes[name]) }
}

async function noneTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const field = fieldsByIndex[uniqueViolation(error) ?? '']
    throw field === undefined ? error : new TakenError(field)
  }
}
