/** Times, counted in steps of two percent: any number of them, in bounded memory. */
export class Histogram {
  readonly #counts: number[] = []
  #count = 0
  #largest = 0

  add(ms: number): void {
    const step = Math.max(0, Math.ceil(Math.log(ms / smallestMs) / Math.log(growth)))
    this.#counts[step] = (this.#counts[step] ?? 0) + 1
    this.#count++
    this.#largest = Math.max(this.#largest, ms)
  }

  get count(): number {
    return this.#count
  }

  get largestMs(): number {
    return this.#largest
  }

  /** So long or shorter was this share of them; up to two percent too long. */
  quantileMs(share: number): number {
    let left = share * this.#count
    for (const [step, count = 0] of this.#counts.entries()) {
      left -= count
      if (left <= 0) return Math.min(smallestMs * growth ** step, this.#largest)
    }
    return this.#largest
  }
}

const smallestMs = 0.001
const growth = 1.02
