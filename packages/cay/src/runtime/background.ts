/** Work nobody waits for but `close()`: fills of the shared tier, refreshes behind a reader. */
export class Background {
  readonly #running = new Set<Promise<unknown>>()

  /** Runs it; a failure is the task's own to report and ends here. */
  run(task: () => Promise<unknown>): void {
    const running = task()
      .catch(() => undefined)
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Resolves when all that runs now, and what that starts, is done. */
  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
