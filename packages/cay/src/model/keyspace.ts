import { createHash } from 'node:crypto'
import { tableOf, tableTag, type Tag } from './tag.ts'

/** Where tags and entries stand in the shared tier: `cay:{partition}:…`. */
export interface Keyspace {
  /** The version keys of these tags and, after them, of their table tags: the order of a stamp. */
  readonly stampKeys: (tags: readonly Tag[]) => readonly string[]
  /** The keys of the watermarks, one in each partition. */
  readonly watermarkKeys: readonly string[]
  /** What to delete when these tags change, by partition; a table tag has a version in each. */
  readonly changes: (tags: readonly Tag[]) => readonly PartitionChange[]
  /** The key of an entry, with room for one more character: its first tag, its family and the rest of its address, the fingerprint of its codec. */
  readonly entryKey: (tag: Tag, projection: string, fingerprint: string) => string
  /** What the version keys of every tag that begins so begin with; of long tags only what their keys still show. */
  readonly versionPrefixes: (beginning: string) => readonly string[]
}

/** What changes in one partition. */
export interface PartitionChange {
  /** Which: an index of `watermarkKeys`. */
  readonly partition: number
  readonly tags: readonly Tag[]
  /** The keys of their versions. */
  readonly versionKeys: readonly string[]
}

const maxKeyBytes = 250

/**
 * @param partitions 1 on one server. On a Cluster 64: shards fail over one by one, so a table tag has a version in each
 *   partition, and a value depends on the one that stands with its own tag
 */
export function keyspace(partitions: number): Keyspace {
  const names = Array.from({ length: partitions }, (_, i) =>
    partitions === 1 ? 'cay:{cay}' : `cay:{cay:${String(i).padStart(2, '0')}}`,
  )
  const partitionIndex = (tag: Tag): number => (partitions === 1 ? 0 : fnv1a(tag) % partitions)
  const partitionOf = (tag: Tag): string => names[partitionIndex(tag)] ?? ''
  /** By partition and table, so that every read of a table asks with the same string: a handful of them. */
  const tableKeys = new Map<string, Map<string, string>>(names.map((name) => [name, new Map()]))
  const tableKey = (partition: string, tag: Tag): string => {
    const ofPartition = tableKeys.get(partition)
    const known = ofPartition?.get(tableOf(tag))
    if (known !== undefined) return known
    const key = versionKey(partition, tableTag(tag))
    ofPartition?.set(tableOf(tag), key)
    return key
  }
  const stampKeys = (tags: readonly Tag[]): string[] => {
    const [first] = tags
    if (first !== undefined && tags.length === 1) {
      const partition = partitionOf(first)
      const own = versionKey(partition, first)
      const table = tableKey(partition, first)
      return own === table ? [own] : [own, table]
    }
    const own = tags.map((tag) => versionKey(partitionOf(tag), tag))
    return [...new Set([...own, ...tags.map((tag) => tableKey(partitionOf(tag), tag))])]
  }
  return {
    stampKeys,
    watermarkKeys: names.map((name) => `${name}:w`),
    changes: (tags) => {
      const unique = [...new Set(tags)]
      const isEverywhere = unique.some((tag) => tag === tableTag(tag))
      const touched = isEverywhere ? names.keys() : new Set(unique.map(partitionIndex))
      return Array.from(touched, (partition) => {
        const here = unique.filter((tag) => tag === tableTag(tag) || partitionIndex(tag) === partition)
        return {
          partition,
          tags: here,
          versionKeys: here.map((tag) => versionKey(names[partition] ?? '', tag)),
        }
      })
    },
    entryKey: (tag, projection, fingerprint) =>
      `${bounded(`${partitionOf(tag)}:d:${tag}:${projection}`, fingerprint.length + 2)}:${fingerprint}`,
    versionPrefixes: (beginning) => [
      ...new Set(
        names.flatMap((name) => {
          const prefix = `${name}:v:${beginning}`
          return Buffer.byteLength(prefix) <= visibleBytes ? [prefix, visible(prefix)] : [visible(prefix)]
        }),
      ),
    ],
  }
}

function versionKey(partition: string, tag: Tag): string {
  return bounded(`${partition}:v:${tag}`, 0)
}

/** A key longer than 250 bytes keeps its beginning, for people, and ends in the hash of the whole. */
function bounded(key: string, reserved: number): string {
  // No character takes more than three bytes in UTF-8 for each UTF-16 unit: short keys need no count.
  if (key.length * 3 + reserved <= maxKeyBytes || Buffer.byteLength(key) + reserved <= maxKeyBytes) return key
  return `${visible(key)}~${createHash('sha256').update(key).digest('base64url')}`
}

/** How much of a key that is too long is kept. */
const visibleBytes = 120

function visible(key: string): string {
  return Buffer.from(key)
    .toString('latin1', 0, visibleBytes)
    .replace(/[^\x21-\x7e]/g, '_')
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo): spreads tags over partitions; every process must agree on it for ever. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
