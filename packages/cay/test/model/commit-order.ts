import type { Model, Take, Violate } from './explore.ts'
import { flag, kind, maybeUpTo, upTo, Words } from './layout.ts'
import type { Safeguard } from './safeguards.ts'

/**
 * Two writers add a row each to one list, and commit in any order, whichever began first. One instance reads and fences;
 * it has no memory. What a version and a position must be is decided here.
 */

/** Some of the two writers, as the sum of their bits. */
const someWriters = upTo(3)
const version = maybeUpTo(4)

const redisKind = kind({
  version,
  /** The list as it was loaded: whose rows it has. */
  entry: maybeUpTo(3),
  stamp: version,
  /** A whole snapshot: whose commits it sees. Or, where that safeguard is removed, the last id. */
  watermark: someWriters,
})
const databaseKind = kind({
  committed: someWriters,
  idsGiven: upTo(2),
  acknowledged: someWriters,
  hasTicked: flag,
})
const writerKind = kind({ at: ['idle', 'begun', 'committed', 'ended'], id: upTo(2) })
const readerKind = kind({ at: ['idle', 'loading', 'loaded'], captured: version, found: someWriters })
const fenceKind = kind({
  at: ['idle', 'asking the log', 'catching up'],
  watermark: someWriters,
  changes: someWriters,
  position: someWriters,
})

type Writer = ReturnType<typeof writerKind.at> & { readonly name: string; readonly bit: number }

/** The model, whole or without one safeguard. */
export function commitOrder(without?: Safeguard): Model {
  const words = new Words()
  const world = {
    without,
    redis: words.part(redisKind),
    database: words.part(databaseKind),
    reader: words.part(readerKind),
    fence: words.part(fenceKind),
    writers: [1, 2].map((bit) => Object.assign(words.part(writerKind), { name: `writer ${bit}`, bit })),
  }
  return {
    words: words.taken,
    starts: [{ say: 'Nothing is cached.', set: () => undefined }],
    steps: (take) => {
      for (const writer of world.writers) writerSteps(world, writer, take)
      if (without === 'versions are random, never times') tick(world, take)
      readSteps(world, take)
      fenceSteps(world, take)
    },
    settle: () => {
      settle(world)
    },
    check: (violate) => {
      check(world, violate)
    },
  }
}

interface World {
  readonly without: Safeguard | undefined
  readonly redis: ReturnType<typeof redisKind.at>
  readonly database: ReturnType<typeof databaseKind.at>
  readonly reader: ReturnType<typeof readerKind.at>
  readonly fence: ReturnType<typeof fenceKind.at>
  readonly writers: readonly Writer[]
}

/** A transaction has its id from its beginning, and is seen from its commit. */
function writerSteps(world: World, writer: Writer, take: Take): void {
  const { database } = world
  const { name, bit } = writer
  if (writer.at === 'idle')
    take(
      () => `${name} begins, with the id ${database.idsGiven + 1}.`,
      () => {
        database.idsGiven++
        writer.id = database.idsGiven
        writer.at = 'begun'
      },
    )
  if (writer.at === 'begun')
    take(
      () => `commit: ${name} commits.`,
      () => {
        database.committed |= bit
        writer.at = 'committed'
      },
    )
  if (writer.at !== 'committed') return
  take(
    () => `applyShared, acknowledge: ${name} has Redis ${sayInvalidate(world, bit)}, and answers.`,
    () => {
      invalidate(world, bit)
      database.acknowledged |= bit
      writer.at = 'ended'
    },
  )
  take(
    () => `${name} dies: nobody hears of its commit.`,
    () => {
      writer.at = 'ended'
    },
  )
}

/** A millisecond passes, once. */
function tick({ database }: World, take: Take): void {
  if (!database.hasTicked)
    take(
      () => 'A millisecond passes.',
      () => {
        database.hasTicked = true
      },
    )
}

/** Unlike the one that stands, and `settle` names that 1. */
const randomVersion = 2

/** SET version NX GET. */
function claimVersion({ redis, without, database }: World): number {
  if (without === 'versions are random, never maxima') redis.version ??= 0
  else if (without === 'versions are random, never times') redis.version ??= database.hasTicked ? 2 : 1
  else redis.version ??= randomVersion
  return redis.version
}

/** Of changes of these writers. */
function invalidate({ redis, without, database, writers }: World, changes: number): void {
  if (without === 'versions are random, never maxima')
    for (const { bit, id } of writers) redis.version = Math.max(redis.version ?? 0, bit & changes ? id : 0)
  else if (without === 'versions are random, never times') redis.version = database.hasTicked ? 2 : 1
  else redis.version = null
}

function sayInvalidate({ without, writers }: World, changes: number): string {
  const ids = writers.filter(({ bit }) => bit & changes).map(({ id }) => id)
  if (without === 'versions are random, never maxima')
    return `raise the version to ${ids.join(' and ')}, if it is lower`
  return without === 'versions are random, never times' ? 'set the version to the time' : 'delete the version'
}

function isServable({ redis }: World): boolean {
  return redis.entry !== null && redis.version !== null && redis.stamp === redis.version
}

function readSteps(world: World, take: Take): void {
  const { reader, redis, database } = world
  if (reader.at === 'idle' && isServable(world))
    take(
      () => `launch, askShared: the reader is answered from Redis: ${sayList(redis.entry ?? 0)}.`,
      (violate) => {
        if (database.acknowledged & ~(redis.entry ?? 0)) violate('G1')
      },
    )
  else if (reader.at === 'idle')
    take(
      () => 'launch, askShared, captureVersions: the reader finds nothing valid in Redis, and has a version.',
      () => {
        reader.captured = claimVersion(world)
        reader.at = 'loading'
      },
    )
  if (reader.at === 'loading')
    take(
      () => `callLoader: the reader reads ${sayList(database.committed)} in the database.`,
      () => {
        reader.found = database.committed
        reader.at = 'loaded'
      },
    )
  if (reader.at === 'loaded')
    take(
      () => `storeShared: the reader stores ${sayList(reader.found)} in Redis, under the version it has.`,
      () => {
        redis.entry = reader.found
        redis.stamp = reader.captured
        reader.at = 'idle'
        reader.found = 0
        reader.captured = null
      },
    )
}

function sayList(rows: number): string {
  return (
    ['the empty list', 'a list with the row of writer 1', 'a list with the row of writer 2', 'both rows'][
      rows
    ] ?? ''
  )
}

function fenceSteps(world: World, take: Take): void {
  const { fence, redis } = world
  if (fence.at === 'idle')
    take(
      () => 'readWatermarks: a fence begins.',
      () => {
        fence.watermark = redis.watermark
        fence.at = 'asking the log'
      },
    )
  if (fence.at === 'asking the log')
    take(
      () => `askLog: the fence finds the changes of ${sayWriters(since(world, fence.watermark))}.`,
      () => {
        fence.changes = since(world, fence.watermark)
        fence.position = position(world)
        fence.at = 'catching up'
      },
    )
  if (fence.at === 'catching up')
    take(
      () => `catchUpShared: the fence has Redis ${sayCatchUp(world)}.`,
      () => {
        if (fence.changes) {
          invalidate(world, fence.changes)
          redis.watermark = fence.position
        }
        fence.at = 'idle'
        fence.watermark = 0
        fence.changes = 0
        fence.position = 0
      },
    )
}

function sayCatchUp(world: World): string {
  const { changes, position } = world.fence
  if (changes === 0) return 'do nothing'
  const reached =
    world.without === 'a position is a whole snapshot, never the last id'
      ? `the id ${position}`
      : `a snapshot that sees ${sayWriters(position)}`
  return `${sayInvalidate(world, changes)} and set the watermark to ${reached}`
}

function sayWriters(some: number): string {
  return ['nobody', 'writer 1', 'writer 2', 'both writers'][some] ?? ''
}

/** Where the log stands. */
function position({ without, database, writers }: World): number {
  if (without !== 'a position is a whole snapshot, never the last id') return database.committed
  return Math.max(...writers.map(({ bit, id }) => (bit & database.committed ? id : 0)))
}

/** Whose changes were committed since that position. */
function since(world: World, from: number): number {
  return world.database.committed & ~coveredBy(world, from)
}

/** Whose changes a position says it has. */
function coveredBy({ without, writers }: World, from: number): number {
  if (without !== 'a position is a whole snapshot, never the last id') return from
  return writers.reduce((covered, { bit, id }) => (id > 0 && id <= from ? covered | bit : covered), 0)
}

function check(world: World, violate: Violate): void {
  const { redis, database } = world
  const covered = coveredBy(world, redis.watermark) & database.committed
  if (isServable(world) && covered & ~(redis.entry ?? 0)) violate('G4')
}

/** The name of every version but the one that stands. */
const gone = 4

/** Random versions are only equal or not. */
function settle({ without, redis, reader }: World): void {
  if (without === 'versions are random, never maxima' || without === 'versions are random, never times')
    return
  const { version: standing } = redis
  if (redis.stamp !== null) redis.stamp = redis.stamp === standing ? 1 : gone
  if (reader.captured !== null) reader.captured = reader.captured === standing ? 1 : gone
  if (standing !== null) redis.version = 1
}
