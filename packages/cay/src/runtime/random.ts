import { randomBytes } from 'node:crypto'

/** Randomness, borrowed. Tests hand in a seeded one. */
export interface Random {
  /** A number from 0 up to 1. */
  readonly fraction: () => number
  /**
   * SAFEGUARD "versions are random": 96 bits never seen before, in base64url. A counter, a clock or a maximum would
   * one day match an old stamp again.
   */
  readonly version: () => string
  /** So many random bytes, never the same twice: for nonces. */
  readonly bytes: (count: number) => Buffer
}

const versionBytes = 12
/** Bytes are drawn from the kernel in blocks: one call for many versions. */
const blockBytes = versionBytes * 128

export function systemRandom(): Random {
  let block = Buffer.alloc(0)
  let used = 0
  return {
    fraction: () => Math.random(),
    version: () => {
      if (used === block.length) {
        block = randomBytes(blockBytes)
        used = 0
      }
      used += versionBytes
      return block.toString('base64url', used - versionBytes, used)
    },
    bytes: randomBytes,
  }
}

/** `value` made up to `share` smaller or larger. */
export function jittered(value: number, share: number, random: Random): number {
  return value * (1 - share + 2 * share * random.fraction())
}
