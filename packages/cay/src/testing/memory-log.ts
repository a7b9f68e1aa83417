import type { Changes, ChangeSink, Delta, Inspection, Position, UnfollowedTable } from '../changes/port.ts'
import { tableTag, type Tag } from '../model/tag.ts'

/** What one process has of a {@link MemoryLog}. */
export interface MemoryFollower extends Changes {
  /** The door: commits, applies, and then resolves. */
  readonly write: <T>(body: () => Promise<T> | T, ...tags: readonly Tag[]) => Promise<T>
}

/** A change log in this process, that several caches follow: a database that can do whatever a test asks of it. */
export class MemoryLog {
  readonly #tables: readonly Tag[]
  readonly #rows: Tag[] = []
  #identity = 1
  #first = 0
  #isAnswering = true
  #asked = 0
  #gate: Promise<void> | undefined
  #unfollowed: readonly UnfollowedTable[] = []

  /** @param tables the table tags of what is followed */
  constructor(...tables: readonly Tag[]) {
    this.#tables = tables.map(tableTag)
  }

  /** How often it was asked what changed. */
  get asked(): number {
    return this.#asked
  }

  /** Something changed past every door, or by a process that died after its commit. */
  commit(...tags: readonly Tag[]): void {
    this.#rows.push(...tags)
  }

  /** The database can't be asked, or can be again. */
  answer(answers: boolean): void {
    this.#isAnswering = answers
  }

  /** From now on it says what it has read only when released. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#gate = promise
    return () => {
      this.#gate = undefined
      resolve(undefined)
    }
  }

  /** What was logged so far is trimmed: older positions are not known any more. */
  trim(): void {
    this.#first = this.#rows.length
  }

  /** Another database is in its place; nothing from before is known. */
  replace(): void {
    this.#identity++
    this.#rows.length = 0
    this.#first = 0
  }

  /** From now on, the tables whose changes may not be logged. */
  unfollow(...tables: readonly UnfollowedTable[]): void {
    this.#unfollowed = tables
  }

  /** @param isExclusive whether nobody else can change the database */
  follower({ isExclusive = false } = {}): MemoryFollower {
    let sink: ChangeSink | undefined
    return {
      isExclusive,
      attach: (given) => {
        sink = given
      },
      since: (positions) => this.#since(positions),
      record: async (tags) => {
        await this.#reach()
        this.commit(...tags)
      },
      inspect: () => this.#inspect(),
      tidy: () => Promise.resolve(),
      close: () => Promise.resolve(),
      write: async <T>(body: () => Promise<T> | T, ...tags: readonly Tag[]) => {
        const transaction = (): Promise<T> => this.#transaction(body, tags)
        const result = await (sink === undefined ? transaction() : sink.duringWrite(transaction))
        await sink?.invalidate(tags)
        return result
      },
    }
  }

  async #transaction<T>(body: () => Promise<T> | T, tags: readonly Tag[]): Promise<T> {
    await this.#reach()
    const result = await body()
    this.commit(...tags)
    return result
  }

  async #since(positions: readonly Position[]): Promise<Delta> {
    this.#asked++
    await this.#reach()
    const delta = {
      position: `${this.#identity}.${this.#rows.length}`,
      changed: positions.map((position) => this.#changedSince(position)),
      tables: this.#tables,
    }
    await this.#gate
    return delta
  }

  async #inspect(): Promise<Inspection> {
    await this.#reach()
    return { unfollowed: this.#unfollowed }
  }

  async #reach(): Promise<void> {
    await Promise.resolve()
    if (!this.#isAnswering) throw new Error('the database is away')
  }

  #changedSince(position: Position): readonly Tag[] | 'unknown' {
    const [of, at = Infinity] = position.split('.').map(Number)
    const isKnown = of === this.#identity && at >= this.#first && at <= this.#rows.length
    return isKnown ? [...new Set(this.#rows.slice(at))] : 'unknown'
  }
}
