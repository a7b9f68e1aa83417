import { AsyncLocalStorage } from 'node:async_hooks'
import { postgresChanges, type PostgresChanges } from '@cay/postgres'
import { createCay, type ChangeSink } from 'cay'
import { redisTier } from 'cay/redis'
import pg from 'pg'
import { createDice } from './draw.ts'
import { writeFrame, type Outcome } from './frames.ts'
import { sharedClock, type Answer, type InstanceSetting, type Order } from './orders.ts'
import { ReadReporter } from './read-reporter.ts'
import { createReads, readEverything, startReading } from './reads.ts'
import { trackedTables } from './schema.ts'
import { drawKind, performWrite, receiptToken } from './writes.ts'

/** One instance of an application: a cache that reads and writes, and tells the observer all of it. */

/** The pipe to the observer. */
const observer = 3

const setting = JSON.parse(process.argv[2] ?? '') as InstanceSetting
const now = sharedClock(BigInt(setting.clockBegin))
const dice = createDice(setting.seed)

/** A write under way, as its own code sees it. */
interface Writing {
  readonly id: number
  isIntended: boolean
  committedAt: number | undefined
  isApplied: boolean
}

const writing = new AsyncLocalStorage<Writing>()
let writes = 0
let isToDie = false
let mayWrite = true

const pool = new pg.Pool({ connectionString: setting.databaseUrl, max: 12, connectionTimeoutMillis: 5_000 })
const writers = new pg.Pool({ connectionString: setting.databaseUrl, max: 4, connectionTimeoutMillis: 5_000 })
const fencePool = new pg.Pool({
  connectionString: setting.databaseUrl,
  max: 2,
  connectionTimeoutMillis: 5_000,
})
// A connection that breaks while it is idle is no concern: its pool opens another.
for (const one of [pool, writers, fencePool]) one.on('error', () => undefined)

const changes = postgresChanges({ pool: writers, fencePool, tables: trackedTables })
const cay = createCay({
  shared: redisTier(setting.redis),
  changes: observed(changes),
  // Longer than any run: what hides a mistake here is not the end of a value.
  ttl: '1h',
  missTtl: '1h',
  // All processes and servers share one machine: who waits for his turn on it is not hung.
  readDeadline: 200,
  writeDeadline: 500,
})
const reporter = new ReadReporter(observer, now)
const reads = createReads(cay, pool, dice)

/** Knows when a write was committed and whether it reached the shared tier; and where a process dies between the two. */
function observed(given: PostgresChanges): PostgresChanges {
  const watch = (sink: ChangeSink): ChangeSink => ({
    ...sink,
    invalidate: async (tags) => {
      const current = writing.getStore()
      if (current === undefined) return sink.invalidate(tags)
      current.committedAt = now()
      if (isToDie) dieAfter(current)
      const outcome = await sink.invalidate(tags)
      current.isApplied = outcome === 'applied'
      return outcome
    },
  })
  return {
    ...given,
    attach: (sink) => {
      given.attach(watch(sink))
    },
  }
}

function dieAfter({ id, committedAt }: Writing): void {
  reporter.flush()
  tell({ id, committedAt, acknowledgedAt: undefined, isApplied: false })
  process.kill(process.pid, 'SIGKILL')
}

function tell(outcome: Outcome): void {
  writeFrame(observer, { kind: 'outcome', ...outcome })
}

async function write(): Promise<void> {
  const current: Writing = { id: ++writes, isIntended: false, committedAt: undefined, isApplied: false }
  const writeKind = drawKind(dice.fraction())
  try {
    await writing.run(current, () =>
      changes.write(async (tx) => {
        const { xid, effects } = await performWrite(
          tx,
          receiptToken(setting.life, current.id),
          writeKind,
          dice,
        )
        const numbers = effects.flatMap(({ register, version, isAbsent }) => [
          register,
          version,
          isAbsent ? 1 : 0,
        ])
        const { id } = current
        current.isIntended = true
        writeFrame(observer, { kind: 'intent', id, xid, writeKind, begunAt: now(), effects: numbers })
      }),
    )
    tell({ ...current, acknowledgedAt: now() })
  } catch {
    // Whether it was committed, the database knows.
    if (current.isIntended) tell({ ...current, committedAt: undefined, acknowledgedAt: undefined })
    // Else it was taken back, or never got so far.
  }
}

/** At times of their own, each a transaction of its own; not more at once than there are connections. */
function startWriting(): void {
  let underWay = 0
  const next = (): void => {
    if (mayWrite && underWay < 4) {
      underWay++
      write().then(
        () => underWay--,
        () => underWay--,
      )
    }
    setTimeout(next, (-Math.log(1 - dice.fraction()) * 1_000) / setting.writesPerSecond)
  }
  next()
}

function tellServed(): void {
  const counts: Record<string, number> = {}
  for (const family of Object.values(cay.stats().families))
    for (const [from, reads] of Object.entries(family)) counts[from] = (counts[from] ?? 0) + reads
  writeFrame(observer, { kind: 'served', counts })
}

function answer(word: Answer): void {
  process.send?.(word)
}

async function obey(order: Order): Promise<void> {
  switch (order) {
    case 'die after the next commit':
      isToDie = true
      return
    case 'stop writing':
      mayWrite = false
      return
    case 'sweep':
      reading.stop()
      await reading.stopped
      await readEverything(reads, reporter)
      reporter.flush()
      answer('swept')
      return
    case 'end':
      tellServed()
      await cay.close()
      await Promise.all([pool.end(), writers.end(), fencePool.end()])
      reporter.flush()
      answer('ended')
      process.disconnect()
      process.exit()
  }
}

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  })
})
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1))

const reading = startReading(reads, reporter, { dice, perSecond: setting.readsPerSecond })
startWriting()
answer('ready')
