import { beforeEach, describe, expect, test } from 'vitest'
import { packMeta, type Frame } from './frames.ts'
import type { Write } from './history.ts'
import { Observer } from './observer.ts'
import { itemRegister } from './registers.ts'
import { parseSnapshot } from './snapshot.ts'

const register = itemRegister(1)
const writer = 1
const reader = 2

/** A cached read of 1 ms. */
const reads = (...found: readonly (readonly [begunAt: number, seen: number])[]): Frame => ({
  kind: 'reads',
  reads: Float64Array.from(
    found.flatMap(([begunAt, seen]) => [begunAt, begunAt + 1, register, seen, packMeta(0, 0, true)]),
  ),
})
const told = (time: number): Frame => ({ kind: 'told', time })
const intent = (id: number, version: number, begunAt: number): Frame => ({
  kind: 'intent',
  id,
  xid: 700 + id,
  writeKind: 0,
  begunAt,
  effects: [register, version, 0],
})
const outcome = (id: number, committedAt: number | undefined, acknowledgedAt: number | undefined): Frame => ({
  kind: 'outcome',
  id,
  committedAt,
  acknowledgedAt,
  isApplied: true,
})

let observer: Observer
beforeEach(() => {
  observer = new Observer({ wasReplacedBetween: () => false })
  for (const life of [writer, reader]) observer.born(life, 0)
})

const hear = (life: number, ...frames: readonly Frame[]): void => {
  for (const frame of frames) observer.hear(life, frame)
  observer.judgeWaiting()
}

describe('a read is judged', () => {
  test('when every instance has told what it did until the read ended, and not before', () => {
    hear(reader, reads([100, 1]), told(200))
    expect(observer.tally.values).toBe(0)
    hear(writer, intent(1, 2, 40), outcome(1, 50, 51), told(100.9))
    expect(observer.tally.values).toBe(0)
    hear(writer, told(101))
    expect(observer.tally).toMatchObject({ values: 1, stale: 1 })
  })

  test('without waiting for an instance that has ended', () => {
    hear(reader, reads([100, 1]), told(200))
    observer.died(writer)
    observer.judgeWaiting()
    expect(observer.tally).toMatchObject({ values: 1, stale: 0 })
  })

  test('though the instance that made it has ended since', () => {
    hear(reader, reads([100, 1]))
    observer.died(reader)
    hear(writer, told(200))
    expect(observer.tally.values).toBe(1)
  })

  test('not before one that has just begun has told something', () => {
    observer.born(3, 90)
    hear(reader, reads([100, 1]), told(200))
    hear(writer, told(200))
    expect(observer.tally.values).toBe(0)
    hear(3, told(200))
    expect(observer.tally.values).toBe(1)
  })
})

describe('a writer that was killed', () => {
  test('between commit and invalidation: its commit counts from its death, once the database confirms it', () => {
    hear(writer, intent(1, 2, 40), outcome(1, 50, undefined))
    observer.died(writer)
    for (const write of [...observer.unresolved]) observer.resolve(write, true, 90)
    hear(reader, reads([100, 1]), told(200))
    expect(observer.tally.staleness.get('a killed writer')?.largestMs).toBe(50)
    expect(observer.writes.get('killed after the commit')).toBe(1)
  })

  test('before it knew: its commit counts from when the database said so', () => {
    hear(writer, intent(1, 2, 40))
    observer.died(writer)
    for (const write of [...observer.unresolved]) observer.resolve(write, true, 90)
    hear(reader, reads([80, 1], [85, 2], [100, 1]), told(200))
    expect(observer.tally).toMatchObject({ values: 3, stale: 1 })
    expect(observer.tally.staleness.get('the door')?.largestMs).toBe(10)
  })

  test('in vain: what it wrote is not to be seen', () => {
    hear(writer, intent(1, 2, 40))
    observer.died(writer)
    for (const write of [...observer.unresolved]) observer.resolve(write, false, 90)
    hear(reader, reads([100, 1], [101, 2]), told(200))
    expect(observer.tally.breaches).toEqual(new Map([['impossible', 1]]))
  })
})

describe('plain SQL', () => {
  const writeAndSettle = (id: number, xid: number, version: number): Write => {
    const write = observer.begin({ id, xid, writeKind: 0, begunAt: 40, effects: [register, version, 0] })
    observer.settle(write, { committedAt: 50, acknowledgedAt: 50, isApplied: false })
    return write
  }
  const watermark = (log: string, text: string, now: number): void => {
    const snapshot = parseSnapshot(text)
    if (snapshot !== undefined) observer.watermark({ partition: 0, log, snapshot }, now)
  }

  test('is a write of nobody, and known to the watermark that covers it', () => {
    const write = writeAndSettle(1, 740, 2)
    watermark('log', '740:741:740', 60)
    expect(observer.tally.covered).toBe(0)
    watermark('log', '741:741:', 70)
    expect([observer.tally.covered, write.coveredAt]).toEqual([1, 70])
    watermark('log', '742:742:', 80)
    expect([observer.tally.covered, write.coveredAt]).toEqual([1, 70])
  })

  test('is not covered by what was said before a crash, though its id was', () => {
    watermark('log', '741:741:', 60)
    observer.databaseCrashed()
    const write = writeAndSettle(1, 740, 2)
    watermark('log', '741:741:', 70)
    expect(write.coveredAt).toBe(Infinity)
    watermark('log after the crash', '741:741:', 80)
    expect(write.coveredAt).toBe(80)
  })
})

describe('a write that touches two partitions', () => {
  let goneBackAt: number | undefined
  const watermark = (partition: number, now: number): void => {
    const snapshot = parseSnapshot('741:741:')
    if (snapshot !== undefined) observer.watermark({ partition, log: 'log', snapshot }, now)
  }
  const written = (): Write => {
    const effects = [itemRegister(1), 2, 0, itemRegister(2), 2, 0]
    const write = observer.begin({ id: 1, xid: 740, writeKind: 0, begunAt: 40, effects })
    observer.settle(write, { committedAt: 50, acknowledgedAt: 50, isApplied: false })
    return write
  }
  beforeEach(() => {
    goneBackAt = undefined
    const wasReplacedBetween = (from: number, to: number): boolean =>
      goneBackAt !== undefined && from <= goneBackAt && goneBackAt <= to
    observer = new Observer({ wasReplacedBetween }, (touched) => touched)
  })

  test('is covered when the watermarks of both say so', () => {
    const write = written()
    watermark(itemRegister(1), 60)
    watermark(itemRegister(3), 61)
    expect(write.coveredAt).toBe(Infinity)
    watermark(itemRegister(2), 70)
    expect(write.coveredAt).toBe(70)
  })

  test('is not, where the first has gone back before the second said so', () => {
    const write = written()
    watermark(itemRegister(1), 60)
    goneBackAt = 65
    watermark(itemRegister(2), 70)
    expect(write.coveredAt).toBe(Infinity)
    watermark(itemRegister(1), 80)
    expect(write.coveredAt).toBe(80)
  })
})

test('once quiet, a stale read is counted apart', () => {
  hear(writer, intent(1, 2, 40), outcome(1, 50, 51), told(200))
  observer.quietFrom = 100
  hear(reader, reads([99, 1], [100, 1], [101, 2]), told(200))
  expect(observer.tally).toMatchObject({ values: 3, stale: 2, quiet: 2, quietStale: 1 })
})
