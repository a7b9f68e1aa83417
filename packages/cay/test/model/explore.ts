import type { Property } from './properties.ts'

/**
 * Offers a step that is possible now: what it is, in one sentence that begins with the name of the function that does it,
 * and what it does to the state. It reports the property that it violates, if any.
 */
export type Take = (say: () => string, act: (violate: Violate) => void) => void

export type Violate = (property: Property) => void

/** A state machine over one working state, which the explorer sets and its steps change. */
export interface Model {
  readonly words: Int32Array
  readonly starts: readonly Start[]
  /** Offers every step that is possible in the working state. */
  readonly steps: (take: Take) => void
  /** Makes two states that differ in nothing that matters the same. */
  readonly settle: () => void
  /** Reports the property that the working state violates, if any. */
  readonly check: (violate: Violate) => void
}

export interface Start {
  readonly say: string
  readonly set: () => void
}

export interface Exploration {
  readonly states: number
  readonly transitions: number
  /** The shortest way to break a promise; undefined: there is none, and these are all states there are. */
  readonly counterexample: Counterexample | undefined
}

export interface Counterexample {
  readonly property: Property
  readonly start: string
  readonly steps: readonly string[]
}

/**
 * Visits every state that can be reached, nearest first, until a promise is broken: so a counterexample is a shortest one.
 * States are compared word by word, not by a hash of them: what it says of all states is true of all.
 *
 * @param promised the properties to watch; default: all
 */
export function explore(model: Model, promised?: readonly Property[]): Exploration {
  const visited = new Visited(model.words)
  let transitions = 0
  let broken: Broken | undefined

  for (const start of model.starts) {
    begin(model, start)
    visited.add(-1)
  }
  for (let parent = 0; parent < visited.count && !broken; parent++) {
    let step = 0
    visited.load(parent)
    const violate: Violate = (property) => {
      if (promised?.includes(property) ?? true) broken ??= { property, parent, step }
    }
    model.steps((_, act) => {
      if (broken) return
      act(violate)
      model.settle()
      if (visited.add(parent)) model.check(violate)
      transitions++
      step++
      visited.load(parent)
    })
  }
  return {
    states: visited.count,
    transitions,
    counterexample: broken && retrace(model, visited, broken),
  }
}

function begin(model: Model, start: Start): void {
  model.words.fill(0)
  start.set()
  model.settle()
}

interface Broken {
  readonly property: Property
  readonly parent: number
  /** Which of the parent's steps, counted from 0. */
  readonly step: number
}

/** Goes the way again that led there, and lets each step say what it is. */
function retrace(model: Model, visited: Visited, { property, parent, step }: Broken): Counterexample {
  const way = [parent]
  for (let state = visited.parentOf(parent); state >= 0; state = visited.parentOf(state)) way.unshift(state)
  const steps: string[] = []
  for (const [i, from] of way.entries()) {
    const to = way[i + 1]
    steps.push(said(model, visited, from, (nth) => (to === undefined ? nth === step : visited.isLoaded(to))))
  }
  const start = model.starts.find((one) => {
    begin(model, one)
    return visited.isLoaded(way[0] ?? 0)
  })
  return { property, start: start?.say ?? '', steps }
}

/** The sentence of the first step from this state that is the one looked for. */
function said(model: Model, visited: Visited, from: number, isIt: (nth: number) => boolean): string {
  let sentence: string | undefined
  let nth = -1
  visited.load(from)
  model.steps((say, act) => {
    nth++
    if (sentence !== undefined) return
    const words = say()
    act(() => undefined)
    model.settle()
    if (isIt(nth)) sentence = words
    visited.load(from)
  })
  return sentence ?? ''
}

/** So many states lie in one array: nothing is copied as they grow in number. */
const chunkStates = 2 ** 16

/** Every state visited so far, in the order of their first visit, each with the one it was reached from. */
class Visited {
  count = 0
  readonly #words: Int32Array
  readonly #width: number
  readonly #chunks: Int32Array[] = []
  readonly #parents: Int32Array[] = []
  /** A hash table with open addressing. In each slot, side by side: 0, or 1 + the number of a state; and its hash. */
  #table = new Uint32Array(2 ** 17)

  constructor(words: Int32Array) {
    this.#words = words
    this.#width = words.length
  }

  /** Remembers the working state. False: it was known. */
  add(parent: number): boolean {
    const hashed = hash(this.#words)
    const last = this.#table.length - 1
    let slot = (hashed << 1) & last
    for (;;) {
      const entry = this.#table[slot] ?? 0
      if (entry === 0) break
      if (this.#table[slot + 1] === hashed && this.isLoaded(entry - 1)) return false
      slot = (slot + 2) & last
    }
    this.#append(parent)
    this.#table[slot] = this.count
    this.#table[slot + 1] = hashed
    if (this.count > this.#table.length / 4) this.#grow()
    return true
  }

  /** Makes this state the working state. */
  load(state: number): void {
    const chunk = this.#chunks[Math.floor(state / chunkStates)]
    const offset = (state % chunkStates) * this.#width
    if (chunk) for (let i = 0; i < this.#width; i++) this.#words[i] = chunk[offset + i] ?? 0
  }

  /** Whether this state is the working state. */
  isLoaded(state: number): boolean {
    const chunk = this.#chunks[Math.floor(state / chunkStates)]
    const offset = (state % chunkStates) * this.#width
    if (chunk) for (let i = 0; i < this.#width; i++) if (chunk[offset + i] !== this.#words[i]) return false
    return true
  }

  parentOf(state: number): number {
    return this.#parents[Math.floor(state / chunkStates)]?.[state % chunkStates] ?? -1
  }

  #append(parent: number): void {
    const place = this.count % chunkStates
    if (place === 0) {
      this.#chunks.push(new Int32Array(chunkStates * this.#width))
      this.#parents.push(new Int32Array(chunkStates))
    }
    this.#chunks.at(-1)?.set(this.#words, place * this.#width)
    this.#parents.at(-1)?.fill(parent, place, place + 1)
    this.count++
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Uint32Array(old.length * 2)
    const last = this.#table.length - 1
    for (let from = 0; from < old.length; from += 2) {
      const entry = old[from] ?? 0
      const hashed = old[from + 1] ?? 0
      if (entry === 0) continue
      let slot = (hashed << 1) & last
      while (this.#table[slot] !== 0) slot = (slot + 2) & last
      this.#table[slot] = entry
      this.#table[slot + 1] = hashed
    }
  }
}

/** MurmurHash3 of the words, 32 bits. */
function hash(words: Int32Array): number {
  let mixed = 0x9747b28c
  for (const word of words) {
    const scrambled = Math.imul(word, 0xcc9e2d51)
    mixed ^= Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
    mixed = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
  }
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
