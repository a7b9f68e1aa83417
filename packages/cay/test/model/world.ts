import { flag, kind, maybeUpTo, upTo, Words } from './layout.ts'
import type { Safeguard } from './safeguards.ts'

/** What is explored: who reads and writes the one key there is, and what may go wrong. */
export interface Configuration {
  /** The readers of each instance, by how they read. Each reads again and again. */
  readonly readers: readonly (readonly ReadLevel[])[]
  /** The writes, by the index of the instance that each goes through. */
  readonly writes: readonly number[]
  /** How often each may happen. */
  readonly faults: Partial<Record<Fault, 1 | 2 | 3>>
  /** All are lost. Else any of them may be heard, by anybody, at any time. */
  readonly messages?: 'lost'
  /** Something between the instances and Redis keeps their connections up. */
  readonly failovers?: 'hidden'
}

type ReadLevel = 'cached' | 'fresh'

type Fault =
  'writerDeath' | 'brokenConnection' | 'silence' | 'failover' | 'emptyRestart' | 'flush' | 'eviction'

/** Values are numbered by the commits before them, and so are positions in the change log: 0 is what was there first. */
const value = upTo(2)
const maybeValue = maybeUpTo(2)
/** Versions are only ever compared, so small numbers will do. */
const version = maybeUpTo(15)

/** The row, which is also the last position of the log; and how often each fault may still happen. */
const surroundings = kind({
  row: value,
  writerDeath: upTo(3),
  brokenConnection: upTo(3),
  silence: upTo(3),
  failover: upTo(3),
  emptyRestart: upTo(3),
  flush: upTo(3),
  eviction: upTo(3),
})

const redis = kind({
  version,
  entry: maybeValue,
  /** The version that the entry was stored under. */
  stamp: version,
  watermark: maybeValue,
  /** Messages have been sent: who listens may hear one at any time, and more than once. */
  hasPublished: flag,
  /** Of the replica: it has all that the primary has, and nothing need be kept here. Else this is what it got last. */
  isFollowing: flag,
  /** Of the primary: it is another than at first, and nobody was told. */
  isReplaced: flag,
})

const write = kind({
  at: ['idle', 'committed', 'finished', 'dead'],
  /** How many of the steps after the commit are done. */
  done: upTo(2),
  /** What it wrote. */
  value,
  hasReachedRedis: flag,
  isAcknowledged: flag,
})

const instance = kind({
  isConnected: flag,
  /** Redis is believed: `sharedUntil` is to come. */
  isBelieving: flag,
  /** The entry in memory. */
  local: maybeValue,
  /** The position up to which changes were dropped here. */
  cursor: value,
  /** Its last fence found the server replaced. */
  knowsReplaced: flag,
})

const fence = kind({
  at: ['idle', 'asking the log', 'catching up', 'setting the watermark', 'ending'],
  couldReadWatermark: flag,
  /** As it was read. */
  watermark: maybeValue,
  /** The new one. */
  position: value,
  /** Belief has ended since it began: the generation is another. */
  isSpoilt: flag,
  foundReplaced: flag,
})

const read = kind({
  at: ['idle', 'joined', 'asking', 'capturing', 'loading', 'arriving', 'loaded', 'landed'],
  /** The number of the reader whose flight it has joined. */
  joined: upTo(3),
  /** An invalidation has overtaken the flight. */
  isOvertaken: flag,
  /** What to store under; null: nothing will be stored. */
  captured: version,
  /** What it has found, if it has. */
  found: value,
  /** What it may not return less than, by G1, G2 and G3: fixed as it begins. */
  owedByAnswer: value,
  owedByReach: value,
  owedByFence: value,
})

type Surroundings = ReturnType<typeof surroundings.at>
export type Redis = ReturnType<typeof redis.at>
export type Write = ReturnType<typeof write.at> & { readonly name: string; readonly instance: Instance }
export type Fence = ReturnType<typeof fence.at>
export type Instance = ReturnType<typeof instance.at> & {
  readonly name: string
  readonly fence: Fence
  readonly reads: readonly Read[]
}
export type Read = ReturnType<typeof read.at> & {
  readonly name: string
  /** Which of its instance's, from 0. */
  readonly number: number
  readonly level: ReadLevel
}

/** Everything there is, as objects over the words of the working state. */
export interface World {
  readonly configuration: Configuration
  /** The one safeguard that is removed. */
  readonly without: Safeguard | undefined
  readonly hasFreshReaders: boolean
  readonly words: Int32Array
  readonly surroundings: Surroundings
  /** The primary. */
  readonly redis: Redis
  readonly replica: Redis
  readonly writes: readonly Write[]
  readonly instances: readonly Instance[]
}

/** A world whose state is all zeros, and not set yet. */
export function createWorld(configuration: Configuration, without?: Safeguard): World {
  const words = new Words()
  const instances = configuration.readers.map((levels, i) => createInstance(words, 'AB'[i] ?? '', levels))
  const writes = configuration.writes.flatMap((index, i) => {
    const through = instances[index]
    const name = configuration.writes.length === 1 ? 'the writer' : `writer ${i + 1}`
    return through
      ? [Object.assign(words.part(write), { name: `${name} on ${through.name}`, instance: through })]
      : []
  })
  const world = {
    configuration,
    without,
    hasFreshReaders: configuration.readers.flat().includes('fresh'),
    surroundings: words.part(surroundings),
    redis: words.part(redis),
    replica: words.part(redis),
    instances,
    writes,
  }
  return { ...world, words: words.taken }
}

function createInstance(words: Words, name: string, levels: readonly ReadLevel[]): Instance {
  const reads = levels.map((level, number) => {
    const kindOfReader = level === 'fresh' ? 'fresh reader' : 'reader'
    return Object.assign(words.part(read), {
      name: `${kindOfReader} ${number + 1} on ${name}`,
      number,
      level,
    })
  })
  return Object.assign(words.part(instance), { name, fence: words.part(fence), reads })
}

/** A value in a sentence. */
export function sayValue({ configuration }: World, number: number | null): string {
  if (configuration.writes.length > 1) return `value ${number ?? 0}`
  return number === 0 ? 'the old value' : 'the new value'
}
