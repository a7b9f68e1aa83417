import { seededRandom } from 'cay/testing'
import type { Draw } from './writes.ts'

/** Randomness that repeats. */
export interface Dice extends Draw {
  /** From 0 up to 1. */
  readonly fraction: () => number
  readonly between: (low: number, high: number) => number
  readonly oneOf: <T>(choices: readonly [T, ...T[]]) => T
  readonly shuffled: <T>(things: readonly T[]) => readonly T[]
}

/** How steep: the second is drawn half as often as the first to this power. */
const exponent = 0.9

/** `skewed` is Zipf's law: most reads and writes are of a few things, and all things are read and written. */
export function createDice(seed: number): Dice {
  const { fraction } = seededRandom(seed)
  const cumulated = new Map<number, Float64Array>()
  const weightsOf = (n: number): Float64Array => {
    const known = cumulated.get(n)
    if (known !== undefined) return known
    const weights = new Float64Array(n)
    let sum = 0
    for (let i = 0; i < n; i++) weights[i] = sum += (i + 1) ** -exponent
    cumulated.set(n, weights)
    return weights
  }
  const even = (n: number): number => Math.floor(fraction() * n)
  return {
    fraction,
    even,
    skewed: (n) => {
      const weights = weightsOf(n)
      return firstAbove(weights, fraction() * (weights[n - 1] ?? 0))
    },
    between: (low, high) => low + fraction() * (high - low),
    oneOf: (choices) => choices[even(choices.length)] ?? choices[0],
    shuffled: (things) => {
      const rest = [...things]
      return things.flatMap(() => rest.splice(even(rest.length), 1))
    },
  }
}

function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
