import type { Delta, Position } from '../changes/port.ts'
import type { Keyspace, PartitionChange } from '../model/keyspace.ts'
import { encodeMessage } from '../model/message.ts'
import type { Tag } from '../model/tag.ts'
import type { MarkedChange } from '../shared/port.ts'
import type { Surroundings } from './family.ts'

/** The positions the log is asked for, each once, by their place in its answer. */
export type Asked = ReadonlyMap<Position, number>

/** Undefined: the shared tier is away. Empty: there is none. */
export type Watermarks = readonly (Position | null)[] | undefined

/**
 * One partition of the shared tier: where it stands, and what has changed since. SAFEGUARD "a watermark vouches only for its
 * own partition": each has one, and is brought up to date from there.
 */
export interface Share {
  readonly partition: number
  readonly watermark: Position | null
  /** Anything may have changed. With nothing to drop, for no table is known yet, nothing can be vouched for either. */
  readonly isUnknown: boolean
  readonly changed: readonly Tag[]
  readonly versionKeys: readonly string[]
}

export function positionsOf(watermarks: Watermarks, cursor: Position | undefined): Asked {
  const wanted = new Set<Position>()
  if (cursor !== undefined) wanted.add(cursor)
  for (const watermark of watermarks ?? []) if (watermark !== null) wanted.add(watermark)
  return new Map(Array.from(wanted, (position, i) => [position, i]))
}

/** What was committed since a position; `unknown` where that is none. */
export function changedSince(
  position: Position | null | undefined,
  asked: Asked,
  { changed }: Delta,
): readonly Tag[] | 'unknown' {
  return position === null || position === undefined
    ? 'unknown'
    : (changed[asked.get(position) ?? -1] ?? 'unknown')
}

/** What has changed in each partition since its watermark; everything, where that can't be told. */
export function sharesOf(
  watermarks: readonly (Position | null)[],
  keyspace: Keyspace,
  since: (watermark: Position | null) => readonly Tag[] | 'unknown',
  everything: readonly Tag[],
): readonly Share[] {
  const byWatermark = new Map(
    Array.from(new Set(watermarks), (watermark) => {
      const changed = since(watermark)
      const isUnknown = changed === 'unknown'
      const changes = keyspace.changes(isUnknown ? everything : changed)
      return [watermark, { isUnknown, changes: byPartition(changes) }] as const
    }),
  )
  return watermarks.map((watermark, partition) => {
    const { isUnknown = true, changes } = byWatermark.get(watermark) ?? {}
    const { tags: changed = [], versionKeys = [] } = changes?.get(partition) ?? {}
    return { partition, watermark, isUnknown, changed, versionKeys }
  })
}

/** Brings the partition to that position, if it still stands where it did. */
export function moveTo(
  position: Position,
  { partition, watermark, changed, versionKeys }: Share,
  { keyspace, instance }: Surroundings,
): MarkedChange {
  return {
    keys: versionKeys,
    message: changed.length === 0 ? '' : encodeMessage({ from: instance, tags: changed }),
    mark: { key: keyspace.watermarkKeys[partition] ?? '', move: { from: watermark, to: position } },
  }
}

function byPartition(changes: readonly PartitionChange[]): ReadonlyMap<number, PartitionChange> {
  return new Map(changes.map((change) => [change.partition, change]))
}
