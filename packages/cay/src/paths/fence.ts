import type { Changes, Delta, Position, UnfollowedTable } from '../changes/port.ts'
import { CayError } from '../errors.ts'
import { tableTag, type Tag } from '../model/tag.ts'
import { reportFence } from '../observe/statistics.ts'
import { beliefMs, moment, type Moment } from '../runtime/belief.ts'
import type { Timer } from '../runtime/clock.ts'
import { jittered } from '../runtime/random.ts'
import { noShared } from '../shared/none.ts'
import type { Coherence, CoherenceState } from './coherence.ts'
import { closedError, type ManagedFamily, type Surroundings } from './family.ts'
import { applyShared, dropHere } from './invalidate.ts'
import {
  changedSince,
  moveTo,
  positionsOf,
  sharesOf,
  type Asked,
  type Share,
  type Watermarks,
} from './shares.ts'

/** From the end of a fence to the next. */
const intervalMs = 500
const intervalJitter = 0.2
/** How often the tables' triggers are looked at, and the log's housekeeping offered. */
const inspectionMs = 10_000
/** A watermark without news moves on so often, or the log behind it could be trimmed. */
const advanceMs = 60_000
/** Being beaten to it means that another process has done the work: rarely twice. */
const mostAttempts = 10
/** Of more tags than this, only their tables are remembered. */
const mostRemembered = 1_000

/** What came of the shared tier's part of a fence. */
type SharedOutcome = 'current' | 'away' | 'beaten'

/**
 * Follows the change log: applies to both tiers every change committed so far, and says for how long each may be believed.
 * One after another: whoever asks for one while another runs gets the next, which asks the log after they asked.
 */
export class Fence implements Coherence {
  readonly #surroundings: Surroundings
  readonly #changes: Changes
  readonly #families: () => Iterable<ManagedFamily>
  /** How far down the log this process has come. */
  #cursor: Position | undefined
  #current: Promise<void> | undefined
  #next: Promise<void> | undefined
  #timer: Timer | undefined
  /** Which server the shared tier was at the last fence. */
  #server: string | undefined
  #isClosed = false
  #hasFailed = false
  #fencedAt = -Infinity
  #inspectedAt = -Infinity
  #advancedAt = -Infinity
  /** Tags whose invalidation may be missing in the shared tier, and need not be in the log. */
  readonly #missed = new Set<Tag>()
  /** Own tables that the log does not cover, and that the shared tier has forgotten since the connection broke. */
  readonly #seen = new Set<Tag>()
  #unfollowed: readonly UnfollowedTable[] = []

  constructor(surroundings: Surroundings, changes: Changes, families: () => Iterable<ManagedFamily>) {
    this.#surroundings = surroundings
    this.#changes = changes
    this.#families = families
  }

  start(): void {
    this.#wake()
  }

  /** While the breaker is open there is nobody to tell: the probe brings a fence. */
  missed(tags: readonly Tag[], isLogged: boolean): void {
    const { shared } = this.#surroundings
    if (!isLogged) this.#remember(tags)
    shared.distrust()
    if (shared.mode !== 'open') this.#wake()
  }

  fence(): Promise<void> {
    if (this.#next !== undefined) return this.#next
    if (this.#current === undefined) return this.#begin()
    const begin = (): Promise<void> => this.#begin()
    return (this.#next = this.#current.then(begin, begin))
  }

  async regain(): Promise<void> {
    await this.fence()
  }

  /** What the log does not cover may be lost with the connection. */
  disconnected(): void {
    this.#seen.clear()
  }

  listening(): void {
    // Messages save time and carry no truth.
  }

  deaf(): void {
    // The next fence tells what they would have.
  }

  /** Looks at the tables again, now. */
  async reconsider(): Promise<void> {
    this.#inspectedAt = -Infinity
    await this.fence()
  }

  state(): CoherenceState {
    const { clock, localBelief } = this.#surroundings
    return {
      log: localBelief.holds(clock.now()) ? 'followed' : 'behind',
      fencedMsAgo: this.#fencedAt === -Infinity ? null : clock.now() - this.#fencedAt,
      unfollowed: this.#unfollowed,
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    await (this.#next ?? this.#current)?.catch(() => undefined)
  }

  #wake(): void {
    if (!this.#isClosed) this.fence().catch(() => undefined)
  }

  #begin(): Promise<void> {
    this.#next = undefined
    this.#timer?.cancel()
    return (this.#current = this.#run().finally(() => {
      this.#current = undefined
      this.#schedule()
    }))
  }

  async #run(): Promise<void> {
    if (this.#isClosed) throw closedError()
    const begun = this.#surroundings.clock.now()
    try {
      const safeAgain = await this.#inspectIfDue()
      const tags = await this.#catchUp()
      for (const tag of safeAgain) this.#surroundings.unfollowed.delete(tag)
      this.#succeeded()
      reportFence({ outcome: 'done', tags, milliseconds: this.#surroundings.clock.now() - begun })
    } catch (error) {
      this.#hasFailed = true
      reportFence({ outcome: 'failed', tags: 0, milliseconds: this.#surroundings.clock.now() - begun })
      const message =
        'The change log could not be asked: what was committed last may not be applied here yet.'
      throw new CayError('CAY_LOG_UNAVAILABLE', message, { cause: error })
    }
  }

  /** While the log was away, so was belief in the shared tier: what kept the breaker open may be gone. */
  #succeeded(): void {
    this.#fencedAt = this.#surroundings.clock.now()
    if (this.#hasFailed) this.#surroundings.shared.probe()
    this.#hasFailed = false
  }

  #schedule(): void {
    if (this.#isClosed || this.#next !== undefined || this.#hasNothingToFollow) return
    const { clock, random } = this.#surroundings
    this.#timer = clock.after(jittered(intervalMs, intervalJitter, random), () => {
      this.#wake()
    })
  }

  /** Where nobody else changes the database and nothing is shared, what went through the door is all there is. */
  get #hasNothingToFollow(): boolean {
    return this.#changes.isExclusive && !this.#hasFailed && this.#surroundings.shared === noShared
  }

  /** One fence: again from the start, as long as other processes move the watermark first. Returns how many tags changed. */
  async #catchUp(): Promise<number> {
    const { clock, shared, localBelief } = this.#surroundings
    for (let attempt = 1; ; attempt++) {
      const begun = moment(clock)
      const { generation } = shared
      const server = await shared.identity()
      const watermarks = server === undefined ? undefined : await this.#readWatermarks()
      const asked = positionsOf(watermarks, this.#cursor)
      const delta = await this.#changes.since([...asked.keys()], beliefMs)
      const uncovered = this.#firstSeen(delta)
      const shares = watermarks && this.#shares(watermarks, asked, delta)
      const outcome = await this.#catchUpShared(shares, delta.position)
      if (outcome === 'beaten' && attempt < mostAttempts) continue
      if (outcome !== 'current') shared.distrust()
      dropHere(this.#families(), [...uncovered, ...this.#replacedBy(server)])
      const tags = this.#dropHere(asked, delta, shares)
      this.#cursor = delta.position
      this.#believe(begun, outcome === 'current' ? generation : undefined)
      if (this.#changes.isExclusive) localBelief.extendForEver()
      return tags
    }
  }

  /** Undefined where the shared tier is away; empty where there is none. */
  #readWatermarks(): Promise<Watermarks> {
    const { shared, keyspace } = this.#surroundings
    return shared.marks(keyspace.watermarkKeys)
  }

  /**
   * Brings each partition from its watermark to the new position. SAFEGUARD "invalidations and watermark in one script"; and
   * "a missing watermark drops all table tags": one of another database, or older than the log reaches, is as good as none.
   */
  async #catchUpShared(shares: readonly Share[] | undefined, position: Position): Promise<SharedOutcome> {
    if (shares === undefined || !(await this.#applyMissed())) return 'away'
    const { clock, shared } = this.#surroundings
    if (shares.some(({ isUnknown, changed }) => isUnknown && changed.length === 0)) return 'away'
    const isDue = clock.now() - this.#advancedAt >= advanceMs
    const moves = shares.filter(({ changed }) => isDue || changed.length > 0)
    if (moves.length === 0) return 'current'
    const applied = await shared.apply(moves.map((share) => moveTo(position, share, this.#surroundings)))
    if (applied === undefined) return 'away'
    if (applied.includes(false)) return 'beaten'
    if (isDue) this.#advancedAt = clock.now()
    return 'current'
  }

  #shares(watermarks: readonly (Position | null)[], asked: Asked, delta: Delta): readonly Share[] {
    const everything = [...new Set([...delta.tables, ...this.#ownTables()])]
    const since = (watermark: Position | null): readonly Tag[] | 'unknown' =>
      changedSince(watermark, asked, delta)
    return sharesOf(watermarks, this.#surroundings.keyspace, since, everything)
  }

  #remember(tags: readonly Tag[]): void {
    for (const tag of tags) this.#missed.add(tag)
    if (this.#missed.size <= mostRemembered) return
    const tables = new Set([...this.#missed].map(tableTag))
    this.#missed.clear()
    for (const table of tables) this.#missed.add(table)
  }

  /** What could not be applied when it was asked for; the shared tier is not believed before it is. */
  async #applyMissed(): Promise<boolean> {
    if (this.#missed.size === 0) return true
    const tags = [...this.#missed]
    this.#missed.clear()
    const isApplied = await applyShared(this.#surroundings, tags)
    if (!isApplied) this.#remember(tags)
    return isApplied
  }

  /**
   * SAFEGUARD "a server that was replaced is noticed": where no connection broke, as behind a proxy, it may have gone back to
   * older contents and been brought up to date by another process since. What memory took from it meanwhile is dropped.
   */
  #replacedBy(server: string | undefined): Iterable<Tag> {
    const isReplaced = server !== undefined && this.#server !== undefined && server !== this.#server
    this.#server = server ?? this.#server
    return isReplaced ? this.#ownTables() : []
  }

  /**
   * Own tables that the log does not cover: whoever drops "everything" may not know them, so what the shared tier holds of them
   * is forgotten when they are seen for the first time, and after each break.
   */
  #firstSeen({ tables }: Delta): readonly Tag[] {
    const covered = new Set(tables)
    const found = [...this.#ownTables()].filter((tag) => !covered.has(tag) && !this.#seen.has(tag))
    for (const tag of found) this.#seen.add(tag)
    this.#remember(found)
    return found
  }

  /**
   * SAFEGUARD "the fence drops locally only what Redis has lost": after the shared tier's part, or memory would be filled
   * again from there. What the shared tier had to be told once more was there to be read, so it is dropped here too.
   */
  #dropHere(asked: Asked, delta: Delta, shares: readonly Share[] | undefined): number {
    const own = changedSince(this.#cursor, asked, delta)
    const tags = new Set(own === 'unknown' ? this.#ownTables() : own)
    for (const { changed } of shares ?? []) for (const tag of changed) tags.add(tag)
    dropHere(this.#families(), tags)
    return tags.size
  }

  #believe(begun: Moment, generation: number | undefined): void {
    const { shared, localBelief } = this.#surroundings
    localBelief.extend(begun, beliefMs)
    if (generation !== undefined) shared.believe(begun, beliefMs, generation)
  }

  /**
   * What isn't safe isn't cached. Returns what is safe again: of which everything from between is forgotten everywhere, by the
   * log, before it is cached.
   */
  async #inspectIfDue(): Promise<readonly Tag[]> {
    const { clock, unfollowed } = this.#surroundings
    if (clock.now() - this.#inspectedAt < inspectionMs) return []
    this.#inspectedAt = clock.now()
    try {
      const found = await this.#changes.inspect(beliefMs)
      const unsafe = new Set(found.unfollowed.flatMap(({ tags }) => tags.map(tableTag)))
      const safeAgain = [...unfollowed].filter((tag) => !unsafe.has(tag))
      for (const tag of unsafe) unfollowed.add(tag)
      dropHere(this.#families(), unsafe)
      this.#unfollowed = found.unfollowed
      if (safeAgain.length > 0) await this.#changes.record(safeAgain)
      // Nobody's to wait for.
      this.#changes.tidy().catch(() => undefined)
      return safeAgain
    } catch (error) {
      this.#inspectedAt = -Infinity
      throw error
    }
  }

  *#ownTables(): Iterable<Tag> {
    for (const { tables } of this.#families()) yield* tables
  }
}
