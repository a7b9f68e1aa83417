import type { Random } from '../runtime/random.ts'

/** Randomness that repeats: the same seed, the same numbers. For tests; its versions are unique but guessable. */
export function seededRandom(seed = 1): Random {
  let state = seed >>> 0
  let versions = 0
  let nonces = 0
  return {
    // mulberry32 (Tommy Ettinger, 2017, public domain): 32 bits of state, passes gjrand.
    fraction: () => {
      state = (state + 0x6d2b79f5) >>> 0
      let t = state
      t = Math.imul(t ^ (t >>> 15), t | 1)
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
    },
    version: () => `${seed.toString(36)}-${(versions++).toString(36)}`.padStart(16, '-').slice(-16),
    bytes: (count) => {
      const bytes = Buffer.alloc(count)
      bytes.writeUInt32BE(seed >>> 0)
      bytes.writeUIntBE(nonces++, count - 6, 6)
      return bytes
    },
  }
}
