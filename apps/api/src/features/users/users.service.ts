import type { Clock } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/database.ts'
import { AppError, validationFailed, type ErrorDetail } from '../../platform/errors.ts'
import { normalisePhone } from '../../platform/normalise.ts'
import { pageInfoOf, type Page, type PageInfo } from '../../platform/paging.ts'
import { searchWords } from '../../platform/search.ts'
import type { User, UserLists, UserRecords } from './users.cache.ts'
import {
  TakenError,
  type NewUser,
  type UserAlias,
  type UserChanges,
  type UserStanding,
  type UserStore,
} from './users.store.ts'

interface Parts {
  readonly records: UserRecords
  readonly lists: UserLists
  readonly store: UserStore
  readonly clock: Clock
}

export type UserPage = PageInfo & {
  readonly users: User[]
}

/** The people of the platform: who they are, and the rules of their names. */
export class Users {
  readonly #records: UserRecords
  readonly #lists: UserLists
  readonly #store: UserStore
  readonly #clock: Clock

  constructor({ records, lists, store, clock }: Parts) {
    this.#records = records
    this.#lists = lists
    this.#store = store
    this.#clock = clock
  }

  /** The user of this id, active or not; null where there is none. */
  get(id: number): Promise<User | null> {
    return this.#records.get(id)
  }

  /** The same as the database has it now: before anything that can't be undone. */
  getStrong(id: number): Promise<User | null> {
    return this.#records.get(id, { read: 'strong' })
  }

  /** Whether this is an admin whose account is open, as the database has it now. */
  async isAdmin(id: number): Promise<boolean> {
    const user = await this.getStrong(id)
    return user?.is_active === true && user.is_admin
  }

  /**
   * The user of this id, active or not.
   * @throws {AppError} user_not_found
   */
  async require(id: number): Promise<User> {
    return existing(await this.#records.get(id))
  }

  /** The users of these ids, active or not, by their ids, in the order given. */
  many(ids: readonly number[]): Promise<ReadonlyMap<number, User>> {
    return this.#records.getMany(ids)
  }

  /**
   * The user who has this name, active or not, as the database has it now.
   * @throws {AppError} user_not_found
   */
  async lookUp(name: UserAlias, value: string): Promise<User> {
    return existing(await this.#records.getBy(name, value, { read: 'strong' }))
  }

  /** The users of these ids whose accounts are open, by their ids: for completing lists. */
  async active(ids: Iterable<number>): Promise<ReadonlyMap<number, User>> {
    const users = await this.#records.getMany([...new Set(ids)])
    return new Map([...users].filter(([, { is_active }]) => is_active))
  }

  /**
   * The user that everyone may see, by id (all digits) or username. Whose account is closed is as good as not there.
   * @throws {AppError} user_not_found, validation_failed
   */
  async find(identifier: string): Promise<User> {
    const user = /^\d+$/.test(identifier)
      ? await this.#records.get(userId(identifier))
      : await this.#records.getBy('username', identifier)
    if (user?.is_active === true) return user
    throw notFound()
  }

  /**
   * A page of the active users, newest first.
   * @throws {AppError} validation_failed
   */
  async page(page: Page, search?: string): Promise<UserPage> {
    const found = await this.#lists.get({ ...page, words: searchWords(search) })
    const users = await this.active(found.ids)
    return { users: [...users.values()], ...pageInfoOf(found, page) }
  }

  /** @throws {AppError} email_taken, username_taken, phone_taken, validation_failed */
  async insert(tx: Transaction, user: NewUser): Promise<number> {
    return refusingTaken(() => this.#store.insert(tx, withNames(user), this.#now()))
  }

  /** @throws {AppError} email_taken, username_taken, phone_taken, validation_failed */
  async update(tx: Transaction, id: number, changes: UserChanges): Promise<void> {
    await refusingTaken(() => this.#store.update(tx, id, withNames(changes), this.#now()))
  }

  /** Makes every access token of the user void. */
  revokeTokens(tx: Transaction, id: number): Promise<void> {
    return this.#store.revokeTokens(tx, id)
  }

  /**
   * The user as they are now, who stays so until the transaction ends.
   * @throws {AppError} user_not_found
   */
  async lock(tx: Transaction, id: number): Promise<UserStanding> {
    const standing = await this.#store.lock(tx, id)
    if (standing === undefined) throw notFound()
    return standing
  }

  /**
   * Closes the account: nobody finds the user any more, and their tokens are void.
   * @throws {AppError} last_admin
   */
  async deactivate(tx: Transaction, id: number): Promise<void> {
    await this.#keepAnAdmin(tx, id)
    await this.#store.deactivate(tx, id, this.#now())
  }

  /** Opens the account again. Tokens of before stay void. */
  activate(tx: Transaction, id: number): Promise<void> {
    return this.#store.activate(tx, id, this.#now())
  }

  /**
   * Makes the user an admin, or no longer one; their tokens are void.
   * @throws {AppError} last_admin
   */
  async setAdmin(tx: Transaction, id: number, isAdmin: boolean): Promise<void> {
    if (!isAdmin) await this.#keepAnAdmin(tx, id)
    await this.#store.setAdmin(tx, id, isAdmin, this.#now())
  }

  /** The user first, then the question that one transaction at a time may ask: in one order, or two would wait for each other. */
  async #keepAnAdmin(tx: Transaction, id: number): Promise<void> {
    const standing = await this.#store.lock(tx, id)
    if (standing?.is_admin !== true || !standing.is_active) return
    if (!(await this.#store.isLastAdmin(tx, id))) return
    throw new AppError('conflict', 'last_admin', 'This is the only admin left. Make somebody else one first.')
  }

  #now(): Date {
    return new Date(this.#clock.wallNow())
  }
}

function existing(user: User | null): User {
  if (user === null) throw notFound()
  return user
}

function notFound(): AppError {
  return new AppError('not_found', 'user_not_found', 'There is no such user.')
}

function userId(digits: string): number {
  const id = Number(digits)
  if (Number.isSafeInteger(id) && id >= 1) return id
  throw validationFailed([
    { field: 'identifier', problem: `must be an id from 1 to ${Number.MAX_SAFE_INTEGER}` },
  ])
}

/** Paths beside those of people: `/api/users/follow/…`. */
const reservedUsernames: readonly string[] = ['follow', 'unfollow']

/** Names as they are stored: a username that may be had, and a phone number in the one form it is found by. */
function withNames<T extends UserChanges>(changes: T): T {
  const { username, phone } = changes
  if (username !== undefined && reservedUsernames.includes(username.toLowerCase())) {
    throw validationFailed([{ field: 'username', problem: 'is one that nobody can have' }])
  }
  if (phone === undefined || phone === null) return changes
  const normal = normalisePhone(phone)
  if (normal !== null) return { ...changes, phone: normal }
  const problem: ErrorDetail = {
    field: 'phone',
    problem:
      'must be a phone number: with + and country code, such as +1 242 322 1234, or as dialled in the Bahamas',
  }
  throw validationFailed([problem])
}

const names: Readonly<Record<UserAlias, string>> = {
  email: 'e-mail address',
  username: 'username',
  phone: 'phone number',
}

async function refusingTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof TakenError)) throw error
    const { field } = error
    throw new AppError('conflict', `${field}_taken`, `Someone has this ${names[field]} already.`, {
      details: [{ field, problem: 'is taken' }],
    })
  }
}
