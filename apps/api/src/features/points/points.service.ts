import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database.ts'
import { AppError, validationFailed } from '../../platform/errors.ts'
import { pageInfoOf, type Page, type PageInfo } from '../../platform/paging.ts'
import type { Users } from '../users/index.ts'
import type { PointLists, PointTransaction } from './points.cache.ts'
import type { PointRow, PointStore } from './points.store.ts'

interface Parts {
  readonly write: Database['write']
  readonly users: Users
  readonly lists: PointLists
  readonly store: PointStore
  readonly clock: Clock
}

/** Points to give, or, below zero, to take. */
export interface PointsGiven {
  readonly amount: number
  readonly reason: string
  /** Names the transaction: the same one a second time is the same transaction. */
  readonly idempotency_key: string
}

export type Ledger = PageInfo & {
  readonly balance: number
  readonly transactions: PointTransaction[]
}

/** A transaction, and what its owner has with it. `isNew`: it was made now, and not before under the same key. */
export interface Given {
  readonly transaction: PointTransaction
  readonly balance: number
  readonly isNew: boolean
}

/** A ledger of points: what someone has is the sum of their transactions, and never below zero. */
export class Points {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  balance(userId: number): Promise<number> {
    return this.#parts.lists.balances.get(userId)
  }

  /**
   * What the user has, and a page of how it came to be, newest first.
   * @throws {AppError} user_not_found
   */
  async ledger(userId: number, page: Page): Promise<Ledger> {
    const { users, lists } = this.#parts
    await users.require(userId)
    const found = await lists.pages.get({ user_id: userId, ...page })
    const transactions = await lists.transactions.getMany(found.ids)
    return {
      balance: await this.balance(userId),
      transactions: [...transactions.values()],
      ...pageInfoOf(found, page),
    }
  }

  /**
   * Gives points, or takes them. The user is locked first: of two transactions at once, one sees what the other made.
   * @throws {AppError} user_not_found, validation_failed, insufficient_points, key_reused
   */
  async give(userId: number, given: PointsGiven, by: number): Promise<Given> {
    if (given.amount === 0) throw validationFailed([{ field: 'amount', problem: 'must not be 0' }])
    const { write, users, store, lists } = this.#parts
    const { id, ...made } = await write(async (tx) => {
      await users.lock(tx, userId)
      const balance = await store.lockedBalance(tx, userId)
      const before = await store.byKey(tx, userId, given.idempotency_key)
      if (before !== undefined) return { id: sameAs(before, given).id, balance, isNew: false }
      if (balance + given.amount < 0) throw insufficient(balance)
      const newId = await this.#insert(tx, userId, given, by)
      return { id: newId, balance: balance + given.amount, isNew: true }
    })
    const transaction = await lists.transactions.get(id)
    if (transaction === null) throw new AppError('not_found', 'user_not_found', 'The user is gone.')
    return { transaction, ...made }
  }

  #insert(tx: Transaction, userId: number, given: PointsGiven, by: number): Promise<number> {
    const { store, clock } = this.#parts
    const created_at = new Date(clock.wallNow())
    return store.insert(tx, { ...given, user_id: userId, created_by: by, created_at })
  }
}

/** The transaction that was made under the key, where it is the one that is asked for. */
function sameAs(before: PointRow, { amount, reason }: PointsGiven): PointRow {
  if (before.amount === amount && before.reason === reason) return before
  throw new AppError(
    'conflict',
    'key_reused',
    'There is another transaction of this idempotency_key: each key is good for one amount and reason.',
  )
}

function insufficient(balance: number): AppError {
  return new AppError(
    'conflict',
    'insufficient_points',
    `No more can be taken than there is: ${balance} points.`,
  )
}
