/**
 * Gathers what is asked for in one tick and hands it on together: after every promise that is already resolved has
 * run, so that a hundred `await`s in flight end up in one batch, and before any I/O, so that nobody waits for it.
 */
export class TickBatch<T> {
  #items: T[] = []

  /**
   * @param run is called once a tick, with all of them; the one given first is used
   * @returns for the first of a tick, what resolves when `run` is done with all
   */
  add(item: T, run: (items: readonly T[]) => Promise<unknown>): Promise<unknown> | undefined {
    this.#items.push(item)
    if (this.#items.length > 1) return undefined
    const { promise, resolve } = Promise.withResolvers<unknown>()
    // A promise's job that queues a tick: ticks run once no promise job is left.
    queueMicrotask(() => {
      process.nextTick(() => {
        const items = this.#items
        this.#items = []
        resolve(run(items))
      })
    })
    return promise
  }
}
