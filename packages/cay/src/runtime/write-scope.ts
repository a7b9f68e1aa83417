import { AsyncLocalStorage } from 'node:async_hooks'

/** One transaction of the application's own. */
interface Write {
  isOpen: boolean
}

/** Knows which code runs within a transaction of the application's own. */
export class WriteScope {
  readonly #current = new AsyncLocalStorage<Write>()
  #open = 0

  /** Whether the code running now is part of a transaction that is still open. Costs nothing while there is none. */
  get isInside(): boolean {
    return this.#open > 0 && this.#current.getStore()?.isOpen === true
  }

  async run<T>(transaction: () => Promise<T>): Promise<T> {
    const write = { isOpen: true }
    this.#open++
    try {
      return await this.#current.run(write, transaction)
    } finally {
      this.#open--
      write.isOpen = false
    }
  }
}
