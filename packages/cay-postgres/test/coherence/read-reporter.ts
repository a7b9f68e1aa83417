import type { ReadLevel } from 'cay'
import { packMeta, readKinds, readLevels, readStride, writeFrame, type Failure } from './frames.ts'

/** A value that a read brought: a version, `absent` or `poison`, of a register. */
export interface Seen {
  readonly register: number
  readonly version: number
}

/** How a call reads, by name and by number. */
export interface Manner {
  readonly level: ReadLevel
  readonly kind: (typeof readKinds)[number]
  /** What stands with the first value of a call, and with the others. */
  readonly firstMeta: number
  readonly otherMeta: number
}

export function manner(level: ReadLevel, kind: Manner['kind']): Manner {
  const meta = (isFirst: boolean): number =>
    packMeta(readLevels.indexOf(level), readKinds.indexOf(kind), isFirst)
  return { level, kind, firstMeta: meta(true), otherMeta: meta(false) }
}

/** Tells the observer what was read, many at a time. */
export class ReadReporter {
  readonly now: () => number
  readonly #fd: number
  readonly #buffer = new Float64Array(readStride * 4_096)
  #used = 0
  readonly #failures = new Map<string, Failure>()

  /** It flushes by itself when its buffer is full; beyond that as often as it is told to. */
  constructor(fd: number, now: () => number) {
    this.#fd = fd
    this.now = now
  }

  /** @param begunAt before the read was called */
  add({ firstMeta, otherMeta }: Manner, begunAt: number, values: readonly Seen[]): void {
    const endedAt = this.now()
    const buffer = this.#buffer
    for (const [i, { register, version }] of values.entries()) {
      if (this.#used === buffer.length) this.flush()
      const at = this.#used
      buffer[at] = begunAt
      buffer[at + 1] = endedAt
      buffer[at + 2] = register
      buffer[at + 3] = version
      buffer[at + 4] = i === 0 ? firstMeta : otherMeta
      this.#used += readStride
    }
  }

  failed({ level, kind }: Manner, begunAt: number, error: unknown): void {
    const reason = `${kind}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`
    const known = this.#failures.get(level + reason)
    this.#failures.set(level + reason, {
      from: Math.min(begunAt, known?.from ?? Infinity),
      to: this.now(),
      count: 1 + (known?.count ?? 0),
      level,
      reason,
    })
  }

  flush(): void {
    // Taken first: what ends while this is written may not be in it.
    const time = this.now()
    for (const failure of this.#failures.values()) writeFrame(this.#fd, { kind: 'failure', ...failure })
    this.#failures.clear()
    if (this.#used > 0) writeFrame(this.#fd, { kind: 'reads', reads: this.#buffer.subarray(0, this.#used) })
    this.#used = 0
    writeFrame(this.#fd, { kind: 'told', time })
  }
}
