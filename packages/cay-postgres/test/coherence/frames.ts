import { writeSync } from 'node:fs'
import type { ReadLevel } from 'cay'

/**
 * What an instance tells the observer, over a pipe. Written at once and by the kernel's hand: what was said before a
 * SIGKILL arrives.
 */
export type Frame =
  | { readonly kind: 'reads'; readonly reads: Float64Array }
  | ({ readonly kind: 'intent' } & Intent)
  | ({ readonly kind: 'outcome' } & Outcome)
  | ({ readonly kind: 'failure' } & Failure)
  | ({ readonly kind: 'served' } & Served)
  /** All that ended before `time` has been told. */
  | { readonly kind: 'told'; readonly time: number }

/** Told before COMMIT is sent. */
export interface Intent {
  /** Of this instance's writes. */
  readonly id: number
  readonly xid: number
  readonly writeKind: number
  readonly begunAt: number
  /** Three numbers each: register, version, 1 for an absence. */
  readonly effects: readonly number[]
}

/** Times are in milliseconds, on one clock for all processes. */
export interface Outcome {
  readonly id: number
  /** When the commit was acknowledged; undefined where it is not known to have happened. */
  readonly committedAt: number | undefined
  /** When `write()` resolved; undefined where it did not. */
  readonly acknowledgedAt: number | undefined
  /** It reached the shared tier before it was acknowledged. */
  readonly isApplied: boolean
}

/** Reads that failed for one reason. */
export interface Failure {
  /** When the first of them began, and the last ended. */
  readonly from: number
  readonly to: number
  readonly count: number
  readonly level: ReadLevel
  readonly reason: string
}

/** From where the reads of an instance were served. */
interface Served {
  readonly counts: Readonly<Record<string, number>>
}

/** How a value was read. */
export const readKinds = ['get', 'getBy', 'getMany', 'query'] as const
export const readLevels = ['cached', 'fresh', 'strong'] as const satisfies readonly ReadLevel[]

/** One value of one read: five numbers. */
export const readStride = 5
export interface Read {
  readonly begunAt: number
  readonly endedAt: number
  readonly register: number
  /** A version, or `absent`, or `poison`. */
  readonly seen: number
  readonly level: number
  readonly kind: number
  /** The first value of its call: a call may bring several. */
  readonly isFirst: boolean
}

const kindNumbers = { reads: 1, intent: 2, outcome: 3, failure: 4, told: 5, served: 6 } as const
const headerBytes = 8

export function packMeta(level: number, kind: number, isFirst: boolean): number {
  return level + 4 * kind + (isFirst ? 16 : 0)
}

/** The i-th value of a frame of reads. */
export function readAt(reads: Float64Array, i: number): Read {
  const at = i * readStride
  const meta = reads[at + 4] ?? 0
  return {
    begunAt: reads[at] ?? 0,
    endedAt: reads[at + 1] ?? 0,
    register: reads[at + 2] ?? 0,
    seen: reads[at + 3] ?? 0,
    level: meta & 3,
    kind: (meta >> 2) & 3,
    isFirst: (meta & 16) !== 0,
  }
}

/** @param fd a pipe that blocks */
export function writeFrame(fd: number, frame: Frame): void {
  const body = encodeBody(frame)
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE(kindNumbers[frame.kind], 0)
  header.writeUInt32LE(body.byteLength, 4)
  writeWhole(fd, Buffer.concat([header, body]))
}

function writeWhole(fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.byteLength;) written += writeSync(fd, bytes, written)
}

function encodeBody(frame: Frame): Buffer {
  switch (frame.kind) {
    case 'reads':
      return Buffer.from(frame.reads.buffer, frame.reads.byteOffset, frame.reads.byteLength)
    case 'intent':
      return numbers(frame.id, frame.xid, frame.writeKind, frame.begunAt, ...frame.effects)
    case 'outcome':
      return numbers(frame.id, frame.committedAt ?? NaN, frame.acknowledgedAt ?? NaN, frame.isApplied ? 1 : 0)
    case 'told':
      return numbers(frame.time)
    case 'failure':
    case 'served':
      return Buffer.from(JSON.stringify(frame))
  }
}

function numbers(...values: readonly number[]): Buffer {
  return Buffer.from(Float64Array.from(values).buffer)
}

/** Takes the bytes of a pipe as they come, and answers the frames that are complete. What a kill cut off is lost. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  push(bytes: Buffer): readonly Frame[] {
    this.#rest = this.#rest.byteLength === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const frames: Frame[] = []
    for (;;) {
      if (this.#rest.byteLength < headerBytes) return frames
      const end = headerBytes + this.#rest.readUInt32LE(4)
      if (this.#rest.byteLength < end) return frames
      frames.push(decode(this.#rest.readUInt32LE(0), this.#rest.subarray(headerBytes, end)))
      this.#rest = this.#rest.subarray(end)
    }
  }
}

function decode(kind: number, body: Buffer): Frame {
  if (kind === kindNumbers.served) return { ...(JSON.parse(body.toString()) as Served), kind: 'served' }
  if (kind === kindNumbers.failure) return { ...(JSON.parse(body.toString()) as Failure), kind: 'failure' }
  // A copy: the numbers must stand at a multiple of eight.
  const values = new Float64Array(body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength))
  const [first = 0, second = 0, third = 0, fourth = 0] = values
  switch (kind) {
    case kindNumbers.reads:
      return { kind: 'reads', reads: values }
    case kindNumbers.intent:
      return {
        kind: 'intent',
        id: first,
        xid: second,
        writeKind: third,
        begunAt: fourth,
        effects: [...values.subarray(4)],
      }
    case kindNumbers.outcome:
      return {
        kind: 'outcome',
        id: first,
        committedAt: known(second),
        acknowledgedAt: known(third),
        isApplied: fourth === 1,
      }
    case kindNumbers.told:
      return { kind: 'told', time: first }
    default:
      throw new Error(`Not a kind of frame: ${kind}`)
  }
}

function known(time: number): number | undefined {
  return Number.isNaN(time) ? undefined : time
}
