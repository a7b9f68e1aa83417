import type { Clock } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/database.ts'
import type { NewNotification, NotificationStore } from './notifications.store.ts'

/** What people are told of. */
export class Notifications {
  readonly #store: NotificationStore
  readonly #clock: Clock

  constructor({ store, clock }: { readonly store: NotificationStore; readonly clock: Clock }) {
    this.#store = store
    this.#clock = clock
  }

  /** Tells someone, in the transaction of what they are told of. Nobody is told what they did themselves. */
  async add(tx: Transaction, what: NewNotification): Promise<void> {
    if (what.user_id === what.actor_id) return
    await this.#store.insert(tx, what, new Date(this.#clock.wallNow()))
  }
}
