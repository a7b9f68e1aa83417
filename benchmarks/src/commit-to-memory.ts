import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres, startRedis } from '@cay/servers'
import pg from 'pg'
import { startInstances, type Instances } from './instances.ts'
import { seededFraction } from './random.ts'
import type { Result } from './result.ts'
import { median, quantile, rounded } from './turns.ts'
import { asThePlatform, usersDatabase } from './users-database.ts'

const instances = 4
const trials = 400
/** Longer than fences are apart, so that a change comes at any moment between two. */
const longestPauseMs = 600

/** Where writes come from, and when each was about to be committed. */
type Writer = (instances: Instances, id: number) => Promise<number>

interface Lanes {
  /** Trials under way at a time, each with a user of its own. */
  readonly lanes: number
  readonly pauseMs: number
}

const oneByOne: Lanes = { lanes: 1, pauseMs: 20 }
const spreadOut: Lanes = { lanes: 8, pauseMs: longestPauseMs }

/**
 * How long after a commit the last of four processes has forgotten the old value: through the door and past it, with
 * Redis and without. Counted from before the COMMIT is sent, on a server that does not flush (the time a flush takes is
 * the writer's, whatever is cached), to when the process sees it, which looks once a millisecond.
 */
export async function commitToMemory(): Promise<Result> {
  await using postgres = await startPostgres()
  await using redis = await startRedis()
  const databaseUrl = await usersDatabase(postgres, [asThePlatform])
  const foreigner = new pg.Client({ connectionString: databaseUrl })
  await foreigner.connect()
  try {
    const rows: Result['rows'][number][] = []
    for (const [name, redisUrl] of [
      ['with Redis', redis.url],
      ['without Redis', undefined],
    ] as const) {
      await using processes = await startInstances(instances, { databaseUrl, redisUrl })
      if (redisUrl !== undefined)
        rows.push(rowOf('Redis PUBLISH to every process', await published(processes)))
      const door = redisUrl === undefined ? spreadOut : oneByOne
      rows.push(rowOf(`through the door, ${name}`, await forgotten(processes, throughTheDoor, door)))
      rows.push(rowOf(`plain SQL, ${name}`, await forgotten(processes, plainSql(foreigner), spreadOut)))
    }
    return { settings: { instances, trials, fsync: 'off' }, rows }
  } finally {
    await foreigner.end()
  }
}

async function throughTheDoor(processes: Instances, id: number): Promise<number> {
  const writer = id % instances
  const wrote = processes.told(writer, 'wrote', id)
  processes.order(writer, { what: 'write', id })
  return wrote
}

function plainSql(client: pg.Client): Writer {
  return async (_processes, id) => {
    const at = Number(process.hrtime.bigint()) / 1e6
    await client.query('update users set updated_at = clock_timestamp() where id = $1', [id])
    return at
  }
}

/** From each commit to the last process that forgot, in milliseconds. */
async function forgotten(
  processes: Instances,
  write: Writer,
  { lanes, pauseMs }: Lanes,
): Promise<readonly number[]> {
  const took: number[] = []
  const random = seededFraction(1)
  const work = Array.from({ length: lanes }, async (_, lane) => {
    for (let id = lane + 1; id <= trials; id += lanes) {
      await Promise.all(
        processes.all.map((instance) => {
          const holds = processes.told(instance, 'holds', id)
          processes.order(instance, { what: 'read', id })
          return holds
        }),
      )
      const forgot = Promise.all(processes.all.map((instance) => processes.told(instance, 'forgot', id)))
      await pause(pauseMs * random())
      const [at, last] = await Promise.all([write(processes, id), forgot.then((all) => Math.max(...all))])
      took.push(last - at)
    }
  })
  await Promise.all(work)
  return took
}

/** The floor: from a PUBLISH to the last process that heard it. */
async function published(processes: Instances): Promise<readonly number[]> {
  const took: number[] = []
  for (let i = 0; i < trials; i++) {
    const heard = Promise.all(processes.all.map((instance) => processes.told(instance, 'heard')))
    const sent = processes.told(i % instances, 'published')
    processes.order(i % instances, { what: 'publish', id: 0 })
    const [at, last] = await Promise.all([sent, heard.then((all) => Math.max(...all))])
    took.push(last - at)
  }
  return took
}

function rowOf(variant: string, took: readonly number[]): Result['rows'][number] {
  return {
    variant,
    p50_ms: rounded(median(took), 2),
    p99_ms: rounded(quantile(took, 0.99), 2),
    longest_ms: rounded(Math.max(...took), 2),
  }
}
