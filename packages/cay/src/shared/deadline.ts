import type { Clock } from '../runtime/clock.ts'

/** A call under way. */
export interface PendingCall {
  readonly dueAt: number
  readonly expire: () => void
  isOver: boolean
  /** The call that began next. */
  next: PendingCall | undefined
}

/**
 * One deadline for many calls. All take the same time to expire, so they expire in the order in which they began: one queue
 * and one timer serve them all, where a timer for each call would cost a tenth of it.
 *
 * A process that was busy finds its timers due before it has read its sockets. So a call whose deadline has passed gets
 * one turn of the event loop more, in which an answer that has already arrived is read: Redis is not blamed for that.
 */
export class Deadline {
  readonly #clock: Clock
  readonly #ms: number
  #oldest: PendingCall | undefined
  #newest: PendingCall | undefined
  #isTimerSet = false

  /** @param ms how long a call may take */
  constructor(clock: Clock, ms: number) {
    this.#clock = clock
    this.#ms = ms
  }

  /** Begins a call: `expire` is called when the deadline has passed, unless it has ended by then. */
  begin(expire: () => void): PendingCall {
    const call = { dueAt: this.#clock.now() + this.#ms, expire, isOver: false, next: undefined }
    if (this.#newest === undefined) this.#oldest = call
    else this.#newest.next = call
    this.#newest = call
    if (!this.#isTimerSet) this.#setTimer(this.#ms)
    return call
  }

  /** Ends a call. False: too late, it has expired. */
  end(call: PendingCall): boolean {
    if (call.isOver) return false
    call.isOver = true
    this.#forgetEnded()
    return true
  }

  #setTimer(ms: number): void {
    this.#isTimerSet = true
    this.#clock.after(ms, () => {
      const now = this.#clock.now()
      if (this.#oldest === undefined || this.#oldest.dueAt > now) this.#sleep()
      else this.#clock.after(0, this.#expireDueAt.bind(this, now))
    })
  }

  #expireDueAt(now: number): void {
    while (this.#oldest !== undefined && this.#oldest.dueAt <= now) {
      const call = this.#oldest
      call.isOver = true
      this.#forgetEnded()
      call.expire()
    }
    this.#sleep()
  }

  /** Until the oldest call is due; without a call, until there is one. */
  #sleep(): void {
    if (this.#oldest === undefined) this.#isTimerSet = false
    else this.#setTimer(Math.max(0, this.#oldest.dueAt - this.#clock.now()))
  }

  #forgetEnded(): void {
    while (this.#oldest?.isOver === true) this.#oldest = this.#oldest.next
    if (this.#oldest === undefined) this.#newest = undefined
  }
}
