import { setTimeout as pause } from 'node:timers/promises'
import { postgresChanges } from '@cay/postgres'
import { startPostgres, startRedis, type Postgres } from '@cay/servers'
import pg from 'pg'
import { rawRedis } from './clients.ts'
import { cpuSeconds } from './cpu-time.ts'
import { follow, Follower, type Fence } from './fences.ts'
import { pgbench } from './pgbench.ts'
import type { Result } from './result.ts'
import { median, quantile, rounded } from './turns.ts'
import { asThePlatform, profileUpdate, usersDatabase } from './users-database.ts'

const instances = 100
const rounds = 5
const seconds = 6
const writers = 16
const moderateRate = 200
const fencesAlone = 2_000

type Row = Result['rows'][number]

/**
 * What it costs to follow the log: one fence by itself beside the cheapest of queries, and a hundred instances on one
 * server, each on a connection of its own, alone and beside a workload of updates.
 */
export async function fenceCost(): Promise<Result> {
  await using server = await startPostgres({ fsync: true })
  await using redis = await startRedis()
  const url = await usersDatabase(server, [asThePlatform])
  const bench = new Bench(server, url, redis.url)
  const rows = [...(await oneFence(bench)), ...(await manyInstances(bench))]
  return { settings: { fsync: 'on', instances, rounds, seconds, writers }, rows }
}

/** A server, its database and what connects to it. */
class Bench {
  readonly server: Postgres
  readonly url: string
  readonly #redisUrl: string

  constructor(server: Postgres, url: string, redisUrl: string) {
    this.server = server
    this.url = url
    this.#redisUrl = redisUrl
  }

  /** Hands on a follower for each connection, and closes all when the work is done. */
  async withFollowers<T>(
    count: number,
    work: (followers: readonly Follower[], pool: pg.Pool) => Promise<T>,
  ): Promise<T> {
    const pool = new pg.Pool({ connectionString: this.url, max: count })
    const redis = await rawRedis(this.#redisUrl)
    try {
      const changes = postgresChanges({ pool, tables: [asThePlatform] })
      const followers = Array.from({ length: count }, () => new Follower(changes, redis))
      // All at once, so that each connection is there and warm.
      await Promise.all(followers.map((follower) => follower.fence()))
      return await work(followers, pool)
    } finally {
      redis.destroy()
      await pool.end()
    }
  }

  update(rate?: number): Promise<{ perSecond: number }> {
    const load = { url: this.url, script: profileUpdate, clients: writers, seconds }
    return pgbench(rate === undefined ? load : { ...load, rate })
  }

  /** What of one core the server used while the work went on, in per cent. */
  async cpuPercent<T>(work: () => Promise<T>): Promise<[result: T, percent: number]> {
    const [begun, before] = [performance.now(), await cpuSeconds(this.server.pid)]
    const result = await work()
    const used = (await cpuSeconds(this.server.pid)) - before
    return [result, (used / (performance.now() - begun)) * 100_000]
  }
}

function oneFence(bench: Bench): Promise<readonly Row[]> {
  return bench.withFollowers(2, async ([follower], pool) => {
    const other = await pool.connect()
    const fence = async (): Promise<Fence> => {
      if (follower === undefined) throw new Error('There is no follower.')
      return follower.fence()
    }
    const afterChanges = async (): Promise<Fence> => {
      await other.query("insert into cay.log (tag) select 'user:' || n from generate_series(1, 100) n")
      return fence()
    }
    const rows = [
      { variant: 'select 1', ...(await spreadOf(() => timed(() => pool.query('select 1')))) },
      { variant: 'a fence, nothing has changed', ...(await spreadOf(fence)) },
      { variant: 'a fence, 100 rows have changed', ...(await spreadOf(afterChanges)) },
    ]
    await other.query('begin')
    await other.query("insert into cay.log (tag) select 'user:' || n from generate_series(1, 300000) n")
    // Somebody else commits, as somebody always does: what the transaction holds back is behind the position then.
    await pool.query('update users set bio = null where id = 1')
    rows.push({ variant: 'a fence, 300,000 rows of a transaction under way', ...(await spreadOf(fence)) })
    await other.query('rollback')
    other.release()
    return rows
  })
}

/** The first tenth of them warms up. */
async function spreadOf(work: () => Promise<{ readonly ms: number }>): Promise<Row> {
  const all: number[] = []
  for (let i = 0; i < fencesAlone; i++) all.push((await work()).ms)
  const late = all.slice(fencesAlone / 10)
  return { p50_ms: rounded(median(late), 3), p99_ms: rounded(quantile(late, 0.99), 3) }
}

async function timed(work: () => Promise<unknown>): Promise<{ readonly ms: number }> {
  const begun = performance.now()
  await work()
  return { ms: performance.now() - begun }
}

/** Of each figure the middle one of the rounds; of all fences of all rounds, their quantiles. */
async function manyInstances(bench: Bench): Promise<readonly Row[]> {
  const runs: Readonly<Record<string, () => Promise<Run>>> = {
    'nobody follows, updates at full speed': () => unfollowed(bench),
    'all follow, updates at full speed': () => followed(bench, () => bench.update()),
    [`nobody follows, ${moderateRate} updates a second`]: () => unfollowed(bench, moderateRate),
    [`all follow, ${moderateRate} updates a second`]: () => followed(bench, () => bench.update(moderateRate)),
    'all follow, nothing changes': () => followed(bench, () => pause(seconds * 1_000, { perSecond: 0 })),
  }
  const all = new Map(Object.keys(runs).map((variant) => [variant, [] as Run[]]))
  for (let round = 0; round < rounds; round++) {
    for (const [variant, run] of Object.entries(runs)) all.get(variant)?.push(await run())
  }
  const floors = all.get('nobody follows, updates at full speed') ?? []
  return [...all].map(([variant, own]) => rowOf(variant, own, floors))
}

interface Run {
  readonly perSecond: number
  readonly cpuPercent: number
  readonly fences: readonly Fence[]
}

async function unfollowed(bench: Bench, rate?: number): Promise<Run> {
  const [{ perSecond }, cpuPercent] = await bench.cpuPercent(() => bench.update(rate))
  return { perSecond, cpuPercent, fences: [] }
}

function followed(bench: Bench, work: () => Promise<{ perSecond: number }>): Promise<Run> {
  return bench.withFollowers(instances, async (followers) => {
    const following = follow(followers)
    const [{ perSecond }, cpuPercent] = await bench.cpuPercent(work)
    return { perSecond, cpuPercent, fences: await following.stop() }
  })
}

function rowOf(variant: string, runs: readonly Run[], floors: readonly Run[]): Row {
  const ratios = runs.map(({ perSecond }, round) => perSecond / (floors[round]?.perSecond ?? NaN))
  const fences = runs.flatMap((run) => run.fences)
  const row = {
    variant,
    updates_per_second: rounded(median(runs.map(({ perSecond }) => perSecond))),
    ...(variant.endsWith('full speed') ? { of_floor: rounded(median(ratios), 2) } : {}),
    server_cpu_percent: rounded(median(runs.map(({ cpuPercent }) => cpuPercent))),
  }
  if (fences.length === 0) return row
  const times = fences.map(({ ms }) => ms)
  return {
    ...row,
    fences_per_second: rounded(fences.length / (rounds * seconds)),
    p50_ms: rounded(median(times), 2),
    p99_ms: rounded(quantile(times, 0.99), 2),
    tags_per_fence: rounded(median(fences.map(({ tags }) => tags))),
  }
}
