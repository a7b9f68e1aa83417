import type { Clock, Timer } from '../runtime/clock.ts'
import { jittered, type Random } from '../runtime/random.ts'

/** The waits between probes while open; the last repeats. */
const backOffMs = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000]
const backOffJitter = 0.2
/** So many failures in a row open it. */
const failuresToOpen = 5

export interface BreakerOptions {
  readonly clock: Clock
  readonly random: Random
  /** Resolves when the tier may be believed again, rejects when it may not. */
  readonly runProbe: () => Promise<void>
  /** Told of every change of mode. */
  readonly changed: (mode: BreakerMode) => void
}

export type BreakerMode = 'closed' | 'open' | 'probing'

/**
 * Guards the shared tier.
 *
 * - **closed**: calls pass. Five failures in a row, or `trip()` (a lost connection, a write that may be lost), open it.
 * - **open**: no call passes. After the back-off, or at once on `probe()` (the client has reconnected), it probes.
 * - **probing**: only the probe itself calls. It succeeds → closed, and the back-off starts anew. It fails, or the
 *   breaker is tripped meanwhile → open, with the next longer back-off.
 */
export class Breaker {
  readonly #options: BreakerOptions
  #mode: BreakerMode = 'open'
  #failures = 0
  #attempt = 0
  #timer: Timer | undefined
  /** Counts trips, so that a probe that was overtaken by one does not close the breaker. */
  #trips = 0
  /** The client reconnected while a probe was under way: if that one fails, another follows at once. */
  #probeAgain = false

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  get mode(): BreakerMode {
    return this.#mode
  }

  succeeded(): void {
    this.#failures = 0
  }

  failed(): void {
    this.#failures++
    if (this.#mode === 'closed' && this.#failures >= failuresToOpen) this.trip()
  }

  /** Opens, whatever the mode. */
  trip(): void {
    this.#trips++
    if (this.#mode !== 'closed') return
    this.#become('open')
    this.#schedule()
  }

  async probe(): Promise<void> {
    if (this.#mode === 'probing') this.#probeAgain = true
    if (this.#mode !== 'open') return
    this.#timer?.cancel()
    this.#become('probing')
    let isWell = await this.#probeOnce()
    while (!isWell && this.#probeAgain) isWell = await this.#probeOnce()
    this.#become(isWell ? 'closed' : 'open')
    this.#failures = 0
    if (isWell) this.#attempt = 0
    else this.#schedule()
  }

  #become(mode: BreakerMode): void {
    this.#mode = mode
    this.#options.changed(mode)
  }

  async #probeOnce(): Promise<boolean> {
    this.#probeAgain = false
    const trips = this.#trips
    return this.#options.runProbe().then(
      () => this.#trips === trips,
      () => false,
    )
  }

  close(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #schedule(): void {
    this.#timer?.cancel()
    const wait = backOffMs[Math.min(this.#attempt, backOffMs.length - 1)] ?? 0
    this.#attempt++
    this.#timer = this.#options.clock.after(jittered(wait, backOffJitter, this.#options.random), () => {
      this.probe().catch(() => undefined)
    })
  }
}
