import type { Tag } from '../model/tag.ts'
import { moment } from '../runtime/belief.ts'
import type { Coherence, CoherenceState } from './coherence.ts'
import type { ManagedFamily, Surroundings } from './family.ts'
import { applyShared, dropHere } from './invalidate.ts'

/**
 * Without a change log a cache knows what it is told: by its own `invalidate`, and by the messages of other processes. What
 * was missed can't be asked for again, so after any break everything from before is dropped: in memory when messages were
 * missed, in the shared tier when an invalidation was.
 */
export class ToldOnly implements Coherence {
  readonly #surroundings: Surroundings
  readonly #families: () => Iterable<ManagedFamily>
  /** An invalidation may be missing in the shared tier. */
  #mayHaveMissed = false

  constructor(surroundings: Surroundings, families: () => Iterable<ManagedFamily>) {
    this.#surroundings = surroundings
    this.#families = families
  }

  start(): void {
    this.#surroundings.localBelief.extendForEver()
  }

  missed(): void {
    const { shared } = this.#surroundings
    this.#mayHaveMissed = true
    shared.distrust()
    shared.trip()
  }

  /** There is nothing to ask. */
  fence(): Promise<void> {
    return Promise.resolve()
  }

  async regain(): Promise<void> {
    const { shared, clock } = this.#surroundings
    const { generation } = shared
    while (this.#mayHaveMissed) await this.#dropAllShared()
    shared.believe(moment(clock), Infinity, generation)
  }

  disconnected(): void {
    this.#mayHaveMissed = true
  }

  listening(): void {
    dropHere(this.#families(), this.#tables())
  }

  deaf(): void {
    dropHere(this.#families(), this.#tables())
  }

  state(): CoherenceState {
    return { log: 'none', fencedMsAgo: null, unfollowed: [] }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  async #dropAllShared(): Promise<void> {
    this.#mayHaveMissed = false
    if (await applyShared(this.#surroundings, this.#tables())) return
    this.#mayHaveMissed = true
    throw new Error('What was missed could not be dropped.')
  }

  #tables(): readonly Tag[] {
    return Array.from(this.#families(), ({ tables }) => [...tables]).flat()
  }
}
