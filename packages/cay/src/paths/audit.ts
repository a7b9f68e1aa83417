import { CayError } from '../errors.ts'
import {
  isBelieved,
  type Auditor,
  type Family,
  type FamilyKey,
  type Load,
  type Surroundings,
} from './family.ts'
import { callLoader } from './load.ts'
import { throughCodec } from './values.ts'

/** How often a value that differs from the origin's is looked at again, and for how long. */
const stepMs = 50
const longestMs = 10_000

/** A hit that was drawn. */
interface Hit<K extends FamilyKey, V> {
  readonly family: Family<K, V>
  readonly key: K
  readonly value: V | null
  readonly load: Load<K>
}

/**
 * Measures staleness in production: compares some of the hits with the origin, and where they differ, how long the old value
 * goes on being served. After an idea of Meta's Polaris ("Cache made consistent", 2022).
 * @param rate the share of hits that is compared, above 0 and up to 1
 * @throws {CayError} CAY_OPTION_INVALID
 */
export function createAuditor(
  rate: number,
  surroundings: Pick<Surroundings, 'random' | 'background'>,
): Auditor {
  if (!(rate > 0 && rate <= 1)) {
    throw new CayError('CAY_OPTION_INVALID', 'audit.rate is a share of the hits: above 0, at most 1.')
  }
  const { random, background } = surroundings
  /** How many hits until the next is drawn, geometrically: the same as drawing for each, without drawing for each. */
  const drawn = (): number =>
    rate === 1 ? 1 : Math.ceil(Math.log(1 - random.fraction()) / Math.log(1 - rate)) || 1
  let untilNext = drawn()
  return {
    hit: (family, key, value, load) => {
      if (--untilNext > 0) return
      untilNext = drawn()
      // What waits for the origin goes first.
      if (family.bulkhead.waiting === 0) background.run(() => compare({ family, key, value, load }))
    },
  }
}

async function compare<K extends FamilyKey, V>(hit: Hit<K, V>): Promise<void> {
  const { family, key, value, load } = hit
  const { clock } = family.surroundings
  const begun = clock.now()
  const rows = await callLoader(family, [key], { load, scope: undefined })
  const { text } = throughCodec(family, rows.get(key) ?? null)
  if (text === (value === null ? null : family.codec.encode(value))) {
    family.statistics.audit('same', 0)
  } else if (isServed(hit)) {
    while (isServed(hit) && clock.now() - begun < longestMs) await paused(family)
    family.statistics.audit('stale', clock.now() - begun)
  } else {
    // It changed after the hit, and has been dropped as it should.
    family.statistics.audit('overtaken', 0)
  }
}

/** Whether the next hit in memory would be the same value. */
function isServed<K extends FamilyKey, V>({ family, key, value }: Hit<K, V>): boolean {
  return family.local.look(key)?.value === value && isBelieved(family, family.surroundings.clock.now())
}

function paused<K extends FamilyKey, V>(family: Family<K, V>): Promise<void> {
  return new Promise((resolve) => {
    family.surroundings.clock.after(stepMs, resolve)
  })
}
