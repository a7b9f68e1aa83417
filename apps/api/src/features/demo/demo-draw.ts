/** Chance that is the same for the same seed, on every machine (mulberry32, Tommy Ettinger, 2017, public domain). */
export class Draw {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 up to 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number, from 0 up to the count. */
  below(count: number): number {
    return Math.floor(this.fraction() * count)
  }

  /** A whole number; both ends are drawn too. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T>(list: readonly T[]): T {
    return at(list, this.below(list.length))
  }

  shuffled<T>(list: readonly T[]): T[] {
    const shuffled = [...list]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const other = this.below(i + 1)
      const kept = at(shuffled, i)
      shuffled[i] = at(shuffled, other)
      shuffled[other] = kept
    }
    return shuffled
  }
}

/**
 * Deals cards in a random order, all of them before any comes again, and none again before half of the others have been
 * dealt: so a page of a list does not show the same one twice.
 */
export class Deck<T> {
  readonly #draw: Draw
  /** Dealt from the end. */
  #left: T[]
  #dealt: T[] = []

  constructor(cards: readonly T[], draw: Draw) {
    this.#draw = draw
    this.#left = draw.shuffled(cards)
  }

  deal(): T {
    if (this.#left.length === 0) this.#gather()
    const card = this.#left.pop()
    if (card === undefined) throw new RangeError('A deck without cards.')
    this.#dealt.push(card)
    return card
  }

  #gather(): void {
    const half = Math.ceil(this.#dealt.length / 2)
    const [earlier, later] = [this.#dealt.slice(0, half), this.#dealt.slice(half)]
    this.#left = [...this.#draw.shuffled(later), ...this.#draw.shuffled(earlier)]
    this.#dealt = []
  }
}

/** Draws ranks as attention goes: the first often, the second half as often, the third a third as often (Zipf). */
export class Skew {
  readonly #sums: Float64Array

  constructor(count: number) {
    this.#sums = new Float64Array(count)
    let sum = 0
    for (let rank = 0; rank < count; rank++) {
      // Not from 1 on: the very first would have a tenth of everything.
      sum += 1 / (rank + 4)
      this.#sums[rank] = sum
    }
  }

  draw(draw: Draw): number {
    const wanted = draw.fraction() * (this.#sums.at(-1) ?? 0)
    let low = 0
    let high = this.#sums.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#sums[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** What has to be there. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index]
  if (found === undefined) throw new RangeError(`There is no number ${index}.`)
  return found
}

/** The lines of a text that hold something. */
export function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Puts values where their names stand in braces: `a {trade}` becomes `an electrician`. Sentences begin with a capital. */
export function filled(text: string, value: (name: string) => string): string {
  return text
    .replace(/(\ba )?\{(\w+)\}/gi, (_, article: string | undefined, name: string) => {
      const word = value(name)
      if (article === undefined) return word
      return /^[aeiou]/i.test(word) ? `${article.trimEnd()}n ${word}` : `${article}${word}`
    })
    .replace(/(^|[.!?] )(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}
