import { entryRegister, groupOfEntry, isHandle } from './registers.ts'

/** Where the keys of a Cluster stand, worked out a second time: every process must agree on it for ever. */

export const partitions = 64

export function watermarkKeyOf(partition: number): string {
  return `cay:{cay:${String(partition).padStart(2, '0')}}:w`
}

/** Undefined for who carries an alias: with it a row of `items` changes, and that is told. */
export function partitionOf(register: number): number | undefined {
  if (isHandle(register)) return undefined
  const firstEntry = entryRegister(1)
  const tag =
    register < firstEntry ? `item:${register + 1}` : `entries.of:${groupOfEntry(register - firstEntry + 1)}`
  return fnv1a(tag) % partitions
}

/** FNV-1a, 32 bits. */
function fnv1a(text: string): number {
  return [...Buffer.from(text)].reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5) >>> 0
}
