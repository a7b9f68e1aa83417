/** The values a field can have, in the order of their codes. */
export type Values = readonly (string | number | boolean | null)[]

/** A part of a state, as the steps see it: an object with fields. */
export type Part<F extends Record<string, Values>> = { -readonly [K in keyof F]: F[K][number] }

/** A kind of part: where its fields lie in the words of a state. */
export interface Kind<F extends Record<string, Values>> {
  /** How many words one part takes. */
  readonly width: number
  /** The part that begins at this word. It holds nothing itself: reading and setting its fields reads and sets the words. */
  readonly at: (words: Int32Array, first: number) => Part<F>
}

export const flag = [false, true] as const

/** Whole numbers from 0. */
export function upTo(most: number): readonly number[] {
  return Array.from({ length: most + 1 }, (_, i) => i)
}

/** The same, or nothing. */
export function maybeUpTo(most: number): readonly (number | null)[] {
  return [null, ...upTo(most)]
}

/** Words of which parts take what they need, one after the other. */
export class Words {
  readonly #all = new Int32Array(64)
  #used = 0

  /** A part of this kind, in words of its own. */
  part<F extends Record<string, Values>>(kindOfPart: Kind<F>): Part<F> {
    const first = this.#used
    this.#used += kindOfPart.width
    if (this.#used > this.#all.length) throw new RangeError('A state of so many parts has no room.')
    return kindOfPart.at(this.#all, first)
  }

  /** Those that are taken. */
  get taken(): Int32Array {
    return this.#all.subarray(0, this.#used)
  }
}

class Located {
  readonly words: Int32Array
  readonly first: number

  constructor(words: Int32Array, first: number) {
    this.words = words
    this.first = first
  }
}

/**
 * A kind of part with these fields, each as many bits wide as it has values. States are tens of millions: packed, one is
 * a handful of words that are copied, hashed and compared as such; through its parts it reads like any other object.
 */
export function kind<const F extends Record<string, Values>>(fields: F): Kind<F> {
  class PackedPart extends Located {}
  let width = 1
  let used = 0
  for (const [name, values] of Object.entries(fields)) {
    const bits = Math.max(1, Math.ceil(Math.log2(values.length)))
    if (used + bits > 32) {
      width++
      used = 0
    }
    Object.defineProperty(
      PackedPart.prototype,
      name,
      accessors(name, values, { word: width - 1, bits, shift: used }),
    )
    used += bits
  }
  return {
    width,
    // The prototype has just been given exactly these fields.
    at: (words, first) => new PackedPart(words, first) as Located & Part<F>,
  }
}

interface Place {
  readonly word: number
  readonly bits: number
  readonly shift: number
}

function accessors(name: string, values: Values, { word, bits, shift }: Place): PropertyDescriptor {
  const mask = 2 ** bits - 1
  const clear = ~(mask << shift)
  return {
    get(this: Located) {
      return values[((this.words[this.first + word] ?? 0) >>> shift) & mask]
    },
    set(this: Located, value: Values[number]) {
      const code = values.indexOf(value)
      if (code < 0) throw new RangeError(`${name} can't be ${String(value)}`)
      const index = this.first + word
      this.words[index] = ((this.words[index] ?? 0) & clear) | (code << shift)
    },
  }
}
