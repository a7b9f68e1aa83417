import type { Clock, Timer } from '../runtime/clock.ts'
import { jittered, type Random } from '../runtime/random.ts'

/** The waits between probes while open; the last repeats. */
const backOffMs = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000]
const jitter = 0.2
/** So many failures in a row open it. */
const failuresToOpen = 5
/** How often the tier is asked, while open, whether it answers; and how soon one that does is probed again. */
const pulseMs = 500

export interface BreakerOptions {
  readonly clock: Clock
  readonly random: Random
  /** Whether the tier answers a PING in time. Never rejects, and takes no longer than its deadline. */
  readonly answers: () => Promise<boolean>
  /** Resolves when the tier may be believed again, rejects when it may not: a fence. */
  readonly regain: () => Promise<void>
  /** Told of every change of mode. */
  readonly changed: (mode: BreakerMode) => void
}

export type BreakerMode = 'closed' | 'open' | 'probing'

/**
 * Guards the shared tier.
 *
 * - **closed**: calls pass. Five failures in a row, or `trip()` (a lost connection, a write that may be lost), open it.
 * - **open**: no call passes. It probes after the back-off, and before that where there is a sign that it would succeed: the
 *   client has reconnected (`probe()`), or the pulse, a PING every 500 ms that no reader waits for, is answered in time
 *   after one that was not. Where the tier answers, and refuses or the fence fails, it probes again after 500 ms: that costs
 *   round trips, and no wait.
 * - **probing**: a PING, and a fence; only they and invalidations pass. Both succeed → closed, and the back-off starts
 *   anew. One fails, or the breaker is tripped meanwhile → open, with the next longer back-off.
 */
export class Breaker {
  readonly #options: BreakerOptions
  #mode: BreakerMode = 'open'
  #failures = 0
  #attempt = 0
  #probeTimer: Timer | undefined
  #pulseTimer: Timer | undefined
  /** Whether the last PING was answered in time. */
  #isAnswering = false
  /** Whether what failed last was refused, by a tier that is there. */
  #isRefused = false
  /** Counts trips, so that a probe that was overtaken by one does not close the breaker. */
  #trips = 0
  /** The client reconnected while a probe was under way: if that one fails, another follows at once. */
  #probeAgain = false
  #isClosing = false

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  get mode(): BreakerMode {
    return this.#mode
  }

  succeeded(): void {
    this.#failures = 0
  }

  /** @param isRefused the tier answered, and refused; otherwise it did not answer in time, or could not be reached */
  failed(isRefused: boolean): void {
    this.#failures++
    this.#isRefused = isRefused
    if (this.#mode === 'closed' && this.#failures >= failuresToOpen) this.#open()
  }

  /** Opens, whatever the mode. */
  trip(): void {
    this.#isRefused = false
    this.#open()
  }

  async probe(): Promise<void> {
    if (this.#mode === 'probing') this.#probeAgain = true
    if (this.#mode !== 'open' || this.#isClosing) return
    this.#stopTimers()
    this.#become('probing')
    let isWell = await this.#probeOnce()
    while (!isWell && this.#probeAgain) isWell = await this.#probeOnce()
    this.#failures = 0
    this.#become(isWell ? 'closed' : 'open')
    if (isWell) this.#attempt = 0
    else this.#wait()
  }

  close(): void {
    this.#isClosing = true
    this.#stopTimers()
  }

  #open(): void {
    this.#trips++
    if (this.#mode !== 'closed') return
    this.#isAnswering = false
    this.#become('open')
    this.#wait()
  }

  #become(mode: BreakerMode): void {
    this.#mode = mode
    this.#options.changed(mode)
  }

  async #probeOnce(): Promise<boolean> {
    this.#probeAgain = false
    this.#isRefused = false
    const trips = this.#trips
    this.#isAnswering = await this.#options.answers()
    if (!this.#isAnswering) return false
    return this.#options.regain().then(
      () => this.#trips === trips,
      () => false,
    )
  }

  #wait(): void {
    if (this.#isClosing) return
    const { clock, random } = this.#options
    const backOff = backOffMs[Math.min(this.#attempt, backOffMs.length - 1)] ?? 0
    const isThere = this.#isAnswering || this.#isRefused
    if (!isThere) this.#attempt++
    this.#stopTimers()
    this.#probeTimer = clock.after(jittered(isThere ? pulseMs : backOff, jitter, random), () => {
      this.probe().catch(() => undefined)
    })
    this.#pulseLater()
  }

  #pulseLater(): void {
    this.#pulseTimer = this.#options.clock.after(pulseMs, () => {
      this.#pulse().catch(() => undefined)
    })
  }

  async #pulse(): Promise<void> {
    const timer = this.#pulseTimer
    const isAnswering = await this.#options.answers()
    // A probe has begun meanwhile: it sets the next one.
    if (timer !== this.#pulseTimer) return
    const isBack = isAnswering && !this.#isAnswering
    this.#isAnswering = isAnswering
    if (isBack) await this.probe()
    else this.#pulseLater()
  }

  #stopTimers(): void {
    this.#probeTimer?.cancel()
    this.#pulseTimer?.cancel()
    this.#pulseTimer = undefined
  }
}
