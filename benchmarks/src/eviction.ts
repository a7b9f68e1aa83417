import { LRUCache } from 'lru-cache'
import { S3Fifo, type Node } from '../../packages/cay/src/local/s3-fifo.ts'
import { seededFraction } from './random.ts'
import type { Result } from './result.ts'
import { Sieve } from './sieve.ts'
import { collect } from './timing.ts'
import { WTinyLfu } from './w-tiny-lfu.ts'
import { medians, rounded, takeTurns, type Sample, type Variants } from './turns.ts'

const rounds = 3
const keys = 100_000
const accesses = 2_000_000
const skew = 0.95
const capacities = [0.02, 0.1] as const

/** One policy at one capacity. */
interface Policy {
  /** Whether the key was there; it is from now on, if the policy admits it. */
  readonly access: (key: number) => boolean
}

/** @public Looked up by name in alone.ts. */
export const variants: Variants = {
  'LRU (lru-cache)': () => run((capacity) => lru(capacity)),
  SIEVE: () => run((capacity) => new Sieve(capacity)),
  "S3-FIFO (Cay's)": () => run((capacity) => s3Fifo(capacity)),
  'W-TinyLFU': () => run((capacity) => new WTinyLfu(capacity)),
}

const traffic = { skewed: skewed, 'with scans': withScans, shifting: shifting } as const

/** The share of hits, and nanoseconds an access, on skewed traffic, the same with scans, and while what is popular changes. */
export async function eviction(): Promise<Result> {
  const samples = await takeTurns('eviction', variants, { rounds })
  return {
    rows: Object.keys(traffic).flatMap((kind) =>
      capacities.map((share) => {
        const row: Record<string, string | number> = { traffic: kind, capacity: `${share * 100} %` }
        for (const [policy, all] of samples) {
          const middle = medians(all)
          row[`${policy} hits %`] = rounded(middle[`${kind} ${share} hits`], 1)
          row[`${policy} ns`] = rounded(middle[`${kind} ${share} ns`])
        }
        return row
      }),
    ),
  }
}

function run(policyOf: (capacity: number) => Policy): Sample {
  const sample: Record<string, number> = {}
  // Once to warm up: the compiler sees hits and misses before anything is timed.
  replay(policyOf(keys * capacities[0]), skewed())
  for (const [kind, trace] of Object.entries(traffic)) {
    const order = trace()
    for (const share of capacities) {
      collect()
      const { hits, ns } = replay(policyOf(keys * share), order)
      sample[`${kind} ${share} hits`] = hits * 100
      sample[`${kind} ${share} ns`] = ns
    }
  }
  return sample
}

function replay(policy: Policy, order: Int32Array): { readonly hits: number; readonly ns: number } {
  const begun = performance.now()
  let hits = 0
  for (const key of order) if (policy.access(key)) hits++
  return { hits: hits / order.length, ns: ((performance.now() - begun) / order.length) * 1e6 }
}

function lru(capacity: number): Policy {
  const cache = new LRUCache<number, { readonly key: number }>({ max: capacity })
  return {
    access: (key) => {
      if (cache.get(key) !== undefined) return true
      cache.set(key, { key })
      return false
    },
  }
}

function s3Fifo(capacity: number): Policy {
  const cache = new S3Fifo<number, Node<number>>({
    maxEntries: capacity,
    maxBytes: Number.MAX_SAFE_INTEGER,
    removed: () => undefined,
  })
  return {
    access: (key) => {
      if (cache.get(key) !== undefined) return true
      cache.set({ key, bytes: 1, uses: 0, isMain: false, older: undefined, newer: undefined })
      return false
    },
  }
}

/** Key k is asked for in proportion to 1 / (k + 1)^skew (Zipf). */
function skewed(): Int32Array {
  const next = zipf()
  return Int32Array.from({ length: accesses }, next)
}

/** Of every 100,000 accesses the last 30,000 walk over keys that nobody asks for again. */
function withScans(): Int32Array {
  const next = zipf()
  let scanned = 0
  return Int32Array.from({ length: accesses }, (_, i) => (i % 100_000 < 70_000 ? next() : keys + scanned++))
}

/** Every 200,000 accesses a tenth of the keys becomes the most popular, and the others less so. */
function shifting(): Int32Array {
  const next = zipf()
  return Int32Array.from(
    { length: accesses },
    (_, i) => (next() + Math.floor(i / 200_000) * (keys / 10)) % keys,
  )
}

function zipf(): () => number {
  const fraction = seededFraction(7)
  const sums = new Float64Array(keys)
  let sum = 0
  for (let k = 0; k < keys; k++) {
    sum += 1 / (k + 1) ** skew
    sums[k] = sum
  }
  return () => firstAbove(sums, fraction() * sum)
}

/** The index of the first that is not below, by halving. */
function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? NaN) < value) low = middle + 1
    else high = middle
  }
  return low
}
