/**
 * W-TinyLFU (Einziger, Friedman, Manes: "TinyLFU: a highly efficient cache admission policy", ACM ToS 2017), as Caffeine
 * has it: a window of 1 % for newcomers; what leaves it competes, by how often it was asked for, with the coldest of the
 * main part, of which 80 % is protected for what was used there. Each part is an LRU: a Map in the order of use.
 */
export class WTinyLfu {
  readonly #windowSize: number
  readonly #protectedSize: number
  readonly #mainSize: number
  readonly #frequencies: FrequencySketch
  readonly #window = new Map<number, { readonly key: number }>()
  readonly #probation = new Map<number, { readonly key: number }>()
  readonly #protected = new Map<number, { readonly key: number }>()

  constructor(capacity: number) {
    this.#windowSize = Math.max(1, Math.floor(capacity * 0.01))
    this.#mainSize = capacity - this.#windowSize
    this.#protectedSize = Math.floor(this.#mainSize * 0.8)
    this.#frequencies = new FrequencySketch(capacity)
  }

  access(key: number): boolean {
    this.#frequencies.add(key)
    if (touch(this.#window, key) || touch(this.#protected, key)) return true
    const found = this.#probation.get(key)
    if (found === undefined) {
      this.#admit(key)
      return false
    }
    this.#probation.delete(key)
    this.#protected.set(key, found)
    if (this.#protected.size > this.#protectedSize) move(this.#protected, this.#probation)
    return true
  }

  #admit(key: number): void {
    this.#window.set(key, { key })
    if (this.#window.size <= this.#windowSize) return
    if (this.#probation.size + this.#protected.size < this.#mainSize) {
      move(this.#window, this.#probation)
      return
    }
    const candidate = oldest(this.#window)
    const coldMap = this.#probation.size > 0 ? this.#probation : this.#protected
    const victim = oldest(coldMap)
    if (this.#frequencies.of(candidate) > this.#frequencies.of(victim)) {
      coldMap.delete(victim)
      move(this.#window, this.#probation)
    } else {
      this.#window.delete(candidate)
    }
  }
}

function touch<V>(map: Map<number, V>, key: number): boolean {
  const value = map.get(key)
  if (value === undefined) return false
  map.delete(key)
  map.set(key, value)
  return true
}

function oldest(map: ReadonlyMap<number, unknown>): number {
  return map.keys().next().value ?? NaN
}

/** The oldest of one becomes the newest of the other. */
function move<V>(from: Map<number, V>, to: Map<number, V>): void {
  const [[key, value] = []] = from
  if (key === undefined || value === undefined) return
  from.delete(key)
  to.set(key, value)
}

/** About how often each key was asked for: a count-min sketch of four rows, up to 15, halved as it fills. */
class FrequencySketch {
  readonly #width: number
  readonly #counts: Uint8Array
  readonly #halveAfter: number
  #added = 0

  constructor(capacity: number) {
    this.#width = 2 ** Math.ceil(Math.log2(capacity))
    this.#counts = new Uint8Array(this.#width * seeds.length)
    this.#halveAfter = capacity * 10
  }

  add(key: number): void {
    for (let row = 0; row < seeds.length; row++) {
      const i = this.#index(key, row)
      const count = this.#counts[i] ?? 0
      if (count < 15) this.#counts[i] = count + 1
    }
    if (++this.#added < this.#halveAfter) return
    this.#added = 0
    for (let i = 0; i < this.#counts.length; i++) this.#counts[i] = (this.#counts[i] ?? 0) >> 1
  }

  of(key: number): number {
    let least = 15
    for (let row = 0; row < seeds.length; row++)
      least = Math.min(least, this.#counts[this.#index(key, row)] ?? 0)
    return least
  }

  #index(key: number, row: number): number {
    const hash = Math.imul(key + 1, seeds[row] ?? 0)
    return row * this.#width + (((hash ^ (hash >>> 15)) >>> 0) & (this.#width - 1))
  }
}

/** Odd constants with well-mixed bits, one for each row. */
const seeds = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const
