import type { Cay, ReadLevel } from 'cay'
import type pg from 'pg'
import type { Dice } from './draw.ts'
import { readKinds, readLevels } from './frames.ts'
import { pause } from './pause.ts'
import { manner, type Manner, type ReadReporter, type Seen } from './read-reporter.ts'
import {
  absent,
  entryRegister,
  groupCount,
  groupSize,
  handleCount,
  handleName,
  handleRegister,
  itemCount,
  itemRegister,
  poison,
} from './registers.ts'

/** The ways to read, each with what it found. */
export interface Reads {
  readonly get: (id: number, level: ReadLevel) => Promise<readonly Seen[]>
  readonly getBy: (handle: number, level: ReadLevel) => Promise<readonly Seen[]>
  readonly getMany: (ids: readonly number[], level: ReadLevel) => Promise<readonly Seen[]>
  readonly query: (group: number, level: ReadLevel) => Promise<readonly Seen[]>
}

/** So many loads take up to so long. */
const slowLoads = 0.03
const slowestMs = 60

interface ItemRow {
  readonly id: number
  readonly version: number
  readonly handle: string | null
  readonly handle_version: number
}

/** The families of an instance. */
export function createReads(cay: Cay, pool: pg.Pool, dice: Dice): Reads {
  const query = async <Row extends object>(name: string, text: string, value: unknown): Promise<Row[]> => {
    const { rows } = await pool.query<Row>({ name, text, values: [value] })
    // What is slow to arrive is old when it does.
    if (dice.fraction() < slowLoads) await pause(dice.between(1, slowestMs))
    return rows
  }
  const item = cay.record({
    name: 'item',
    fields: { id: 'int', version: 'int', handle: 'text?', handle_version: 'int' },
    id: 'id',
    aliases: { handle: (handle: string) => handle },
    load: (ids) =>
      query<ItemRow>(
        'items',
        'select id, version, handle, handle_version from items where id = any ($1)',
        ids,
      ),
    find: {
      handle: (handles) =>
        query<ItemRow>('handles', 'select id, handle from items where handle = any ($1)', handles),
    },
  })
  const entries = cay.query({
    name: 'entries',
    tags: (group: number) => [`entries.of:${group}`],
    tables: ['entries'],
    key: (group: number) => [group],
    load: async (group: number) => {
      const text = 'select id, version from entries where team = $1 order by id'
      const rows = await query<{ readonly id: number; readonly version: number }>('entries', text, group)
      return rows.map(({ id, version }) => [id, version])
    },
  })
  const ofItem = (id: number, found: ItemRow | null | undefined): Seen => ({
    register: itemRegister(id),
    version: found?.version ?? absent,
  })
  return {
    get: (id, read) => item.get(id, { read }).then((found) => [ofItem(id, found)]),
    getBy: async (handle, read) => {
      const register = handleRegister(handle)
      const found = await item.getBy('handle', handleName(handle), { read })
      if (found === null) return [{ register, version: absent }]
      const isRight = found.handle === handleName(handle)
      return [{ register, version: isRight ? found.handle_version : poison }, ofItem(found.id, found)]
    },
    getMany: async (ids, read) => {
      const found = await item.getMany(ids, { read })
      return ids.map((id) => ofItem(id, found.get(id)))
    },
    query: async (group, read) => {
      const versions = new Map((await entries.get(group, { read })).map(([id = 0, version]) => [id, version]))
      return idsOfGroup(group).map((id) => ({
        register: entryRegister(id),
        version: versions.get(id) ?? absent,
      }))
    },
  }
}

function idsOfGroup(group: number): readonly number[] {
  return Array.from({ length: groupSize }, (_, i) => group * groupSize + i + 1)
}

/** Reads by the number of their manner: no look-ups on the way. */
const manners = readLevels.map((level) => readKinds.map((kind) => manner(level, kind)))

interface Pace {
  readonly dice: Dice
  readonly perSecond: number
}

/** Reads at random until it is stopped. */
export interface Reading {
  readonly stop: () => void
  /** Resolves when the last read has ended. */
  readonly stopped: Promise<void>
}

const turnMs = 2
/** Of more only a few are begun: most would only wait, for a shared tier that is away or a database that is down. */
const manyUnderWay = 1_000
const shareBeyond = 0.05
/** How long it may have missed its turns and still make up for them. */
const mostLateMs = 20
const flushMs = 25

/** So many reads a second, in turns; those of a turn run beside one another. */
export function startReading(reads: Reads, reporter: ReadReporter, { dice, perSecond }: Pace): Reading {
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>()
  let isStopping = false
  let underWay = 0
  let doneUntil = reporter.now()
  let flushedAt = doneUntil
  const turn = (): void => {
    const now = reporter.now()
    if (now - flushedAt >= flushMs) {
      reporter.flush()
      flushedAt = now
    }
    if (isStopping && underWay === 0) {
      resolve(undefined)
      return
    }
    doneUntil = Math.max(doneUntil, now - mostLateMs)
    for (; doneUntil < now; doneUntil += 1_000 / perSecond) {
      if (isStopping || (underWay >= manyUnderWay && dice.fraction() >= shareBeyond)) continue
      underWay++
      readOne(reads, reporter, dice).then(ended, ended)
    }
    setTimeout(turn, turnMs)
  }
  const ended = (): void => {
    underWay--
  }
  turn()
  return {
    stopped,
    stop: () => {
      isStopping = true
    },
  }
}

/** One call. Cached most of all, as in life; `strong` seldom: it is no read of the cache. */
function readOne(reads: Reads, reporter: ReadReporter, dice: Dice): Promise<void> {
  const byLevel = dice.fraction()
  const level = byLevel < 0.83 ? 0 : byLevel < 0.98 ? 1 : 2
  const byKind = dice.fraction()
  const kind = byKind < 0.78 ? 0 : byKind < 0.9 ? 1 : byKind < 0.95 ? 2 : 3
  const how = manners[level]?.[kind] ?? manner('cached', 'get')
  return report(reporter, how, () => callOne(reads, how, dice))
}

function callOne(reads: Reads, { kind, level }: Manner, dice: Dice): Promise<readonly Seen[]> {
  switch (kind) {
    case 'get':
      return reads.get(drawItem(dice), level)
    case 'getBy':
      return reads.getBy(dice.skewed(handleCount), level)
    case 'getMany':
      return reads.getMany(
        Array.from({ length: 4 }, () => drawItem(dice)),
        level,
      )
    case 'query':
      return reads.query(dice.skewed(groupCount), level)
  }
}

/** By Zipf's law; a few of all alike, so that those that come and go are read as well. */
function drawItem(dice: Dice): number {
  return 1 + (dice.fraction() < 0.9 ? dice.skewed(itemCount) : itemCount - 1 - dice.skewed(itemCount))
}

async function report(
  reporter: ReadReporter,
  how: Manner,
  call: () => Promise<readonly Seen[]>,
): Promise<void> {
  const begunAt = reporter.now()
  try {
    const seen = await call()
    reporter.add(how, begunAt, seen)
  } catch (error) {
    reporter.failed(how, begunAt, error)
  }
}

/** Reads every register at every level, in as many ways as there are. */
export async function readEverything(reads: Reads, reporter: ReadReporter): Promise<void> {
  const ids = Array.from({ length: itemCount }, (_, i) => i + 1)
  for (const level of readLevels) {
    const one = (kind: Manner['kind'], call: () => Promise<readonly Seen[]>): Promise<void> =>
      report(reporter, manner(level, kind), call)
    for (let i = 0; i < itemCount; i += 100) {
      const some = ids.slice(i, i + 100)
      await one('getMany', () => reads.getMany(some, level))
      await Promise.all(some.map((id) => one('get', () => reads.get(id, level))))
    }
    for (let handle = 0; handle < handleCount; handle++) await one('getBy', () => reads.getBy(handle, level))
    for (let group = 0; group < groupCount; group++) await one('query', () => reads.query(group, level))
  }
}
