import type { Database, Transaction } from '../../platform/database.ts'
import { AppError, validationFailed } from '../../platform/errors.ts'
import { normaliseEmail, normalisePhone } from '../../platform/normalise.ts'
import { pageInfoOf, type PageInfo } from '../../platform/paging.ts'
import { searchWords } from '../../platform/search.ts'
import type { Accounts } from '../auth/index.ts'
import type { Permission, Permissions } from '../permissions/index.ts'
import type { Points } from '../points/index.ts'
import type { NewUser, User, UserAlias, UserChanges, Users } from '../users/index.ts'
import type { AccountLists, Activities } from './admin.cache.ts'
import type { AccountRange, AccountStore, Activity } from './accounts.store.ts'

interface Parts {
  readonly write: Database['write']
  readonly users: Users
  readonly accounts: Accounts
  readonly points: Points
  readonly permissions: Permissions
  readonly lists: AccountLists
  readonly store: AccountStore
  readonly activities: Activities
}

/** What is asked of the list of accounts. */
export type AccountQuery = Pick<AccountRange, 'role' | 'status' | 'limit' | 'before'> & {
  /** From 1. */
  readonly page: number
  readonly search: string | undefined
}

export type AccountPage = PageInfo & {
  readonly page: number
  readonly users: User[]
}

export type AccountDetails = User & {
  readonly points: number
  readonly permissions: Permission[]
  readonly activity: Activity
  readonly last_login: string | null
}

/** As far as pages go by their number: reading over a million rows to come to the next is what `before` is for. */
const furthest = 10_000

/** The accounts of the platform, as admins see and manage them. */
export class AccountAdmin {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * A page of the accounts, newest first, open and closed.
   * @throws {AppError} validation_failed
   */
  async page({ page, search, ...filter }: AccountQuery): Promise<AccountPage> {
    const { users, lists, store } = this.#parts
    const range: AccountRange = { ...filter, skip: (page - 1) * filter.limit }
    if (range.skip > furthest) {
      const problem = `goes no further than ${furthest} accounts: go on with before`
      throw validationFailed([{ field: 'page', problem }])
    }
    const email = search === undefined ? null : normaliseEmail(search)
    const words = email === null ? wordsOf(search) : []
    const isSearch = email !== null || words.length > 0
    const found = await (isSearch ? store.page({ ...range, email, words }) : lists.get(range))
    const byId = await users.many(found.ids)
    return { page, users: [...byId.values()], ...pageInfoOf(found, range) }
  }

  /**
   * The user who has exactly this name.
   * @throws {AppError} user_not_found, validation_failed
   */
  lookUp(names: Readonly<Partial<Record<UserAlias, string>>>): Promise<User> {
    const given = aliases.flatMap((alias) => {
      const value = names[alias]
      return value === undefined ? [] : [{ alias, value }]
    })
    const [only] = given
    if (only !== undefined && given.length === 1) return this.#parts.users.lookUp(only.alias, only.value)
    const problem = `must hold exactly one of ${aliases.join(', ')}`
    throw validationFailed([{ field: 'the query', problem }])
  }

  /** @throws {AppError} user_not_found */
  get(id: number): Promise<User> {
    return this.#parts.users.require(id)
  }

  /** @throws {AppError} user_not_found */
  async details(id: number): Promise<AccountDetails> {
    const { users, accounts, points, permissions, activities } = this.#parts
    const user = await users.require(id)
    const [balance, allowed, activity, lastLogin] = await Promise.all([
      points.balance(id),
      permissions.of(id),
      activities.get(id),
      accounts.lastLogin(id),
    ])
    return {
      ...user,
      points: balance,
      permissions: [...allowed],
      activity,
      last_login: lastLogin?.toISOString() ?? null,
    }
  }

  /** @throws {AppError} validation_failed, email_taken, username_taken, phone_taken, busy */
  async create(user: NewUser & { readonly is_admin?: boolean }, password: string): Promise<User> {
    const { is_admin: isAdmin = false, ...rest } = user
    const { accounts, users } = this.#parts
    return users.require(await accounts.create(rest, password, { isAdmin }))
  }

  /**
   * Changes what is given, and nothing else. Who becomes an admin, or is no longer one, has to sign in anew or refresh.
   * @throws {AppError} user_not_found, own_admin_right, last_admin, validation_failed, email_taken, username_taken, phone_taken
   */
  async update(
    id: number,
    { is_admin: isAdmin, ...changes }: UserChanges & { readonly is_admin?: boolean },
    by: number,
  ): Promise<User> {
    const { write, users, accounts } = this.#parts
    if (id === by && isAdmin === false) {
      throw new AppError('conflict', 'own_admin_right', 'Another admin has to take this right from you.')
    }
    const file = await write(async (tx) => {
      const standing = await users.lock(tx, id)
      const left = Object.keys(changes).length > 0 ? await accounts.update(tx, id, changes) : undefined
      if (isAdmin !== undefined && isAdmin !== standing.is_admin) await users.setAdmin(tx, id, isAdmin)
      return left
    })
    await accounts.discard(file)
    return users.require(id)
  }

  /**
   * Closes the account: its tokens are void, its sessions end. Nothing is lost: it can be opened again. Answers whether it
   * was open.
   * @throws {AppError} user_not_found, own_account, last_admin
   */
  close(id: number, by: number): Promise<boolean> {
    if (id === by) {
      throw new AppError(
        'conflict',
        'own_account',
        'Another admin has to close your account, or you yourself with your password.',
      )
    }
    return this.#turn(id, { wasActive: true }, (tx) => this.#parts.accounts.close(tx, id))
  }

  /**
   * Opens a closed account again. Answers whether it was closed.
   * @throws {AppError} user_not_found
   */
  reopen(id: number): Promise<boolean> {
    return this.#turn(id, { wasActive: false }, (tx) => this.#parts.accounts.reopen(tx, id))
  }

  /** What has been done already is not done again: it would void the tokens of whoever is in by now. */
  #turn(
    id: number,
    { wasActive }: { readonly wasActive: boolean },
    work: (tx: Transaction) => Promise<void>,
  ): Promise<boolean> {
    const { write, users } = this.#parts
    return write(async (tx) => {
      const standing = await users.lock(tx, id)
      if (standing.is_active !== wasActive) return false
      await work(tx)
      return true
    })
  }
}

const aliases = ['email', 'username', 'phone'] as const satisfies readonly UserAlias[]

/** A phone number is looked for as it is stored, however it was written. */
function wordsOf(search: string | undefined): readonly string[] {
  return searchWords((search === undefined ? null : normalisePhone(search)) ?? search)
}
