import type { Replacement } from './broken-copy.ts'
import type { RedisKind } from './stage.ts'

/** A safeguard, and how to take it away. */
export interface Safeguard {
  /** As in the table of what may never be given up. */
  readonly name: string
  readonly replacements: readonly Replacement[]
  /** The faults that it guards against; none: it is needed on a good day as well. */
  readonly faults: readonly string[]
  /** Where it is tried. Default: on a single server. */
  readonly redis?: RedisKind
}

/** Each, taken away, lets stale reads through that the check must see. */
export const safeguards: readonly Safeguard[] = [
  {
    name: 'versions are read before the database',
    replacements: [
      {
        file: 'cay/src/paths/load.ts',
        from: '    const writes = members.flatMap((member) =>',
        to: `    const anew = members.map((member) => ({
      ...member,
      versions: member.captured?.map(() => null),
    }))
    const writes = (await captureVersions(family, anew)).flatMap((member) =>`,
      },
      {
        file: 'cay/src/paths/load.ts',
        from: 'import { versionTtlMs,',
        to: 'import { captureVersions, versionTtlMs,',
      },
    ],
    faults: [],
  },
  {
    name: 'no trust after a reconnect before a fence',
    replacements: [
      {
        file: 'cay/src/shared/guard.ts',
        from: 'await this.#events?.regain()\n',
        to: 'this.#belief.extendForEver()\n',
      },
    ],
    faults: ['lagging replica promoted', 'restarted from an old snapshot'],
  },
  {
    name: 'a value on its way to the local tier is dropped if overtaken',
    replacements: [
      {
        file: 'cay/src/paths/values.ts',
        from: 'if (!flight.isOvertaken && isCacheable(family))',
        to: 'if (isCacheable(family))',
      },
    ],
    faults: [],
  },
  {
    name: 'a missing watermark drops all table tags',
    replacements: [
      {
        file: 'cay/src/paths/shares.ts',
        from: 'keyspace.changes(isUnknown ? everything : changed)',
        to: "keyspace.changes(isUnknown ? ['none'] : changed)",
      },
    ],
    faults: ['watermark evicted'],
  },
  {
    // One watermark for all, that of the first partition: what it says is taken to hold for the others, too.
    name: 'a watermark vouches only for its own partition',
    replacements: [
      {
        file: 'cay/src/paths/shares.ts',
        from: 'byWatermark.get(watermark)',
        to: 'byWatermark.get(watermarks[0] ?? null)',
      },
      {
        file: 'cay/src/paths/fence.ts',
        from: '({ changed }) => isDue || changed.length > 0',
        to: '({ changed, partition }) => isDue || partition === 0 || changed.length > 0',
      },
    ],
    faults: ['a lagging replica told to take over'],
    redis: 'cluster',
  },
]
