import type { Clock } from './clock.ts'

/** A moment by both clocks: the monotonic one stands still while a machine is suspended, the wall clock can be set. */
export interface Moment {
  readonly now: number
  readonly wallNow: number
}

export function moment(clock: Clock): Moment {
  return { now: clock.now(), wallNow: clock.wallNow() }
}

/** How long a tier is believed after a fence: what bounds staleness everywhere. */
export const beliefMs = 2_000

/**
 * Until when what a tier holds may be taken for true: to its deadline by either clock, whichever comes first. The wall
 * clock, which costs more than all the rest of a local hit, is looked at once in a turn of the event loop: a machine that
 * was suspended goes on in the middle of a turn, and ends it within milliseconds.
 */
export class Belief {
  readonly #clock: Clock
  #until = -Infinity
  #endedAt = -Infinity
  #wallUntil = -Infinity
  #isWallChecked = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param now the monotonic time, which the caller has at hand */
  holds(now: number): boolean {
    return now < this.#until && (this.#isWallChecked || this.#checkWall())
  }

  /** For how many milliseconds more; 0: no longer; Infinity: until it is ended. */
  get remainingMs(): number {
    const now = this.#clock.now()
    return this.holds(now) ? this.#until - now : 0
  }

  /** The monotonic time until which it holds, or held when it ended. */
  get until(): number {
    return this.holds(this.#clock.now()) ? this.#until : this.#endedAt
  }

  extend({ now, wallNow }: Moment, ms: number): void {
    this.#until = now + ms
    this.#endedAt = this.#until
    this.#wallUntil = wallNow + ms
  }

  /** Until it is ended: where nothing can change unheard. */
  extendForEver(): void {
    this.#until = Infinity
    this.#endedAt = Infinity
    this.#wallUntil = Infinity
  }

  end(): void {
    this.#endAt(this.#clock.now())
  }

  #endAt(now: number): void {
    this.#endedAt = Math.min(this.#endedAt, now)
    this.#until = -Infinity
  }

  #checkWall(): boolean {
    const tooLateBy = this.#clock.wallNow() - this.#wallUntil
    if (tooLateBy >= 0) {
      this.#endAt(this.#clock.now() - tooLateBy)
      return false
    }
    this.#isWallChecked = true
    this.#clock.afterTurn(this.#turnEnded)
    return true
  }

  readonly #turnEnded = (): void => {
    this.#isWallChecked = false
  }
}
