import { join } from 'node:path'
import pg from 'pg'
import { createDice } from './draw.ts'
import type { Fault, Victims } from './faults.ts'
import { Fleet } from './fleet.ts'
import { Observer } from './observer.ts'
import { sharedClock } from './orders.ts'
import { pause } from './pause.ts'
import { PlainWriter } from './plain-writer.ts'
import { callCount, type Report } from './report.ts'
import { parseSnapshot } from './snapshot.ts'
import { setStage, type RedisKind, type Stage } from './stage.ts'
import { Timeline } from './timeline.ts'
import { receiptToken } from './writes.ts'

export interface CheckOptions {
  /** What stands for Redis. */
  readonly redis: RedisKind
  /** How long faults are inflicted: for so long, and until so many reads were judged; or so many times each of them. */
  readonly length: { readonly seconds: number; readonly reads: number } | { readonly rounds: number }
  /** Decides what is read, written and broken, and in which order; not how the processes take turns. */
  readonly seed: number
  /** Of all instances together. */
  readonly readsPerSecond: number
  /** The file that an instance runs. Default: `instance.ts` beside this one. */
  readonly script?: string
  /** Only faults whose names hold one of these; default all. */
  readonly only?: readonly string[]
  /** Called now and then. */
  readonly onProgress?: (report: Report) => void
}

const instances = 4
/** Of one instance through its door; and of one beside them by plain SQL. */
const doorWritesPerSecond = 25
const plainWritesPerSecond = 40
/** How long after the last write everything must be the newest. */
const quietMs = 2_500
/** Between two faults of a lane: the shared tier must be believed most of the time, or nothing is learned about it. */
const calmMs = { long: [500, 3_500], short: [100, 700] } as const
const judgeEveryMs = 20
const progressEveryMs = 10_000
const watermarkEveryMs = 50
/** The SQLSTATE for an id that is still to come. */
const invalidParameterValue = '22023'

/** Several instances on real servers, with everything going wrong, and an observer that judges every read. */
export async function check(options: CheckOptions): Promise<Report> {
  const {
    redis,
    seed,
    length,
    readsPerSecond,
    only = [],
    script = join(import.meta.dirname, 'instance.ts'),
  } = options
  const clockBegin = process.hrtime.bigint()
  const now = sharedClock(clockBegin)
  const timeline = new Timeline(now)
  await using stage = await setStage(instances, redis)
  const observer = new Observer(timeline, stage.redis.partitionOf)
  const setting = {
    clockBegin: String(clockBegin),
    readsPerSecond: readsPerSecond / instances,
    writesPerSecond: doorWritesPerSecond,
  }
  await using fleet = new Fleet({ stage, observer, now, script, setting, seed })
  await fleet.start()
  const plain = new PlainWriter(stage.databaseUrl, createDice(seed + 1), now, observer)
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 1, connectionTimeoutMillis: 2_000 })
  pool.on('error', () => undefined)
  const injected = new Map<string, number>()
  const begunAt = now()
  const report = (): Report => ({
    seconds: (now() - begunAt) / 1_000,
    tally: observer.tally,
    writes: observer.writes,
    served: observer.served,
    faults: injected,
    planned: stage.faults.flat().map(({ name }) => name),
    failures: observer.failures.filter((failure) => !isExcused(failure, timeline)),
    excused: observer.failures.filter((failure) => isExcused(failure, timeline)),
    findings: observer.findings,
    faultsBetween: (from, to) => timeline.faultsBetween(from, to),
  })
  const chores = startChores([
    [
      judgeEveryMs,
      () => {
        observer.judgeWaiting()
      },
    ],
    [judgeEveryMs, unlessAway(() => resolveWrites(observer, pool, now))],
    [watermarkEveryMs, unlessAway(() => readWatermarks(observer, stage, timeline))],
    [
      progressEveryMs,
      () => {
        options.onProgress?.(report())
      },
    ],
  ])
  try {
    plain.start(plainWritesPerSecond)
    const until = begunAt + ('seconds' in length ? length.seconds * 1_000 : 0)
    const plan: Plan =
      'rounds' in length
        ? { rounds: length.rounds, isOver: () => false, calmMs: calmMs.short, share: 0.5 }
        : {
            rounds: Infinity,
            isOver: () => now() >= until && callCount(report()) >= length.reads,
            calmMs: calmMs.long,
            share: 1,
          }
    const victims = (lane: number): Victims => ({
      postgres: stage.postgres,
      ways: stage.ways,
      timeline,
      dice: createDice(seed + 10 + lane),
      member: (place) => fleet.at(place),
      last: (ms) => pause(ms * plan.share),
      respawn: (place) => fleet.respawn(place),
      databaseCrashed: () => {
        observer.databaseCrashed()
      },
    })
    const isWanted = ({ name }: Fault): boolean =>
      only.length === 0 || only.some((part) => name.includes(part))
    const lanes = stage.faults.map((faults, i) =>
      inflict(faults.filter(isWanted), plan, victims(i), injected),
    )
    await Promise.race([Promise.all(lanes), fleet.failed, chores.done])
    fleet.stopWriting()
    plain.stop()
    await pause(quietMs)
    observer.quietFrom = now()
    await Promise.race([fleet.sweep(), fleet.failed])
    await fleet.end()
  } finally {
    chores.stop()
    await chores.done
    await plain.close()
    await pool.end()
  }
  observer.judgeWaiting()
  return report()
}

interface Plan {
  readonly rounds: number
  readonly isOver: () => boolean
  /** The least and the most between two faults. */
  readonly calmMs: readonly [number, number]
  /** How long faults last, beside how long they could. */
  readonly share: number
}

/** What PostgreSQL says while it is restarted. Through a way that is slow it may arrive long after. */
const lastWords =
  /terminating connection due to administrator command|database system is (shutting down|starting up|not yet accepting)/

/** A read that needs the database can't succeed without it. */
function isExcused({ life, from, to, reason }: Observer['failures'][number], timeline: Timeline): boolean {
  return timeline.wasDatabaseAway(life, from, to) || lastWords.test(reason)
}

/** One fault after another, all of them in random order, and again. */
async function inflict(
  faults: readonly Fault[],
  { rounds, isOver, calmMs }: Plan,
  victims: Victims,
  injected: Map<string, number>,
): Promise<void> {
  const { timeline, dice } = victims
  for (let round = 0; round < rounds && faults.length > 0; round++) {
    for (const { name, inflict } of dice.shuffled(faults)) {
      await pause(dice.between(...calmMs))
      if (isOver()) return
      await timeline.fault(name, () => inflict(victims))
      injected.set(name, (injected.get(name) ?? 0) + 1)
    }
  }
}

/**
 * Asks the database about writes whose outcome nobody told. Its word on a transaction's id says only that it has ended:
 * after a crash an id that never reached the disk is another transaction's.
 */
async function resolveWrites(observer: Observer, pool: pg.Pool, now: () => number): Promise<void> {
  for (const write of [...observer.unresolved]) {
    if (await isInProgress(pool, write.xid)) continue
    const receipt = await pool.query('select from receipts where token = $1', [
      receiptToken(write.life, write.id),
    ])
    observer.resolve(write, receipt.rowCount === 1, now())
  }
}

async function isInProgress(pool: pg.Pool, xid: number): Promise<boolean> {
  try {
    const sql = 'select pg_xact_status($1::text::xid8) as status'
    const { rows } = await pool.query<{ readonly status: string | null }>(sql, [String(xid)])
    return rows[0]?.status === 'in progress'
  } catch (error) {
    // Never given out, as far as a database knows that has crashed since.
    if (error instanceof pg.DatabaseError && error.code === invalidParameterValue) return false
    throw error
  }
}

/** What the shared tier says of itself: which commits it reflects. */
async function readWatermarks(observer: Observer, stage: Stage, timeline: Timeline): Promise<void> {
  const askedAt = timeline.now()
  const watermarks = await stage.redis.watermarks()
  const now = timeline.now()
  if (timeline.wasReplacedBetween(askedAt, now)) return
  for (const [partition, watermark] of watermarks.entries()) {
    const [, log = '', position = ''] = /^(.*)\|([\d:,]+)$/.exec(watermark) ?? []
    const snapshot = parseSnapshot(position)
    if (snapshot !== undefined) observer.watermark({ partition, log, snapshot }, now)
  }
}

interface Chores {
  /** Settles when they are stopped, or one of them fails. */
  readonly done: Promise<unknown>
  readonly stop: () => void
}

/** What is done again and again: each once more after the stop. */
function startChores(chores: readonly (readonly [everyMs: number, run: () => unknown])[]): Chores {
  let isStopped = false
  const done = Promise.all(
    chores.map(async ([everyMs, run]) => {
      for (let isLast = false; !isLast;) {
        isLast = isStopped
        await run()
        await pause(everyMs)
      }
    }),
  )
  // Whoever waits for it learns of it; until then it must not end the process.
  done.catch(() => undefined)
  return {
    done,
    stop: () => {
      isStopped = true
    },
  }
}

/** A server that is away is asked again in its next turn. */
function unlessAway(work: () => Promise<void>): () => Promise<void> {
  return async () => {
    await work().catch(() => undefined)
  }
}
