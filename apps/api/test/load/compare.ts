import type { Postgres } from '@cay/servers'
import pg from 'pg'
import { latenciesOf } from '../resilience/latencies.ts'
import { startInstances, startServers } from '../resilience/stage.ts'
import { asked } from '../asked.ts'
import { load, type Answer, type LoadRun } from './load.ts'
import { byEndpoint, isError, milliseconds } from './summary.ts'

/** What two processes did with a mixture of traffic. */
export interface Outcome {
  readonly answers: readonly Answer[]
  /** Statements that read the database, but for those that follow the change log. */
  readonly reads: number
  /** Of the cache, of all processes. */
  readonly hits: number
  readonly misses: number
}

export interface CompareOptions extends Pick<LoadRun, 'rate' | 'seconds' | 'people' | 'seed' | 'told'> {
  readonly postgres: Postgres
  /** False: every read asks the database (`CAY_READ=strong`). */
  readonly isCached: boolean
}

const processCount = 2

/** The mixture on a Redis and a database of its own, which has the demonstration and counts statements. */
export async function play({ postgres, isCached, ...run }: CompareOptions): Promise<Outcome> {
  await using servers = await startServers(postgres)
  await using instances = await startInstances(servers, {
    ...{ count: processCount, people: 0 },
    env: { SEED_DEMO: 'true', LOG_LEVEL: 'warn', CAY_READ: isCached ? 'cached' : 'strong' },
  })
  const before = await readsSoFar(servers.databaseUrl)
  const countedBefore = await cacheCounts(instances.origins)
  const answers = await load({ ...run, origins: instances.origins })
  const counted = await cacheCounts(instances.origins)
  return {
    answers,
    reads: (await readsSoFar(servers.databaseUrl)) - before,
    hits: counted.hits - countedBefore.hits,
    misses: counted.misses - countedBefore.misses,
  }
}

async function readsSoFar(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('create extension if not exists pg_stat_statements')
    const { rows } = await client.query<{ reads: number }>(
      `select coalesce(sum(calls), 0)::float as reads from pg_stat_statements(true)
       where dbid = (select oid from pg_database where datname = current_database())
         and query ~ '^\\s*(select|with)' and query !~ '\\mcay\\.|pg_'`,
    )
    return rows[0]?.reads ?? 0
  } finally {
    await client.end()
  }
}

interface Counts {
  readonly hits: number
  readonly misses: number
}

async function cacheCounts(origins: readonly string[]): Promise<Counts> {
  const each = await Promise.all(
    origins.map(async (origin) => {
      const { text } = await asked('GET', `${origin}/health/cache`)
      return (JSON.parse(text) as { readonly stats: Counts }).stats
    }),
  )
  return {
    hits: each.reduce((sum, { hits }) => sum + hits, 0),
    misses: each.reduce((sum, { misses }) => sum + misses, 0),
  }
}

/** Both runs in Markdown: what they were about, then each endpoint, with and without the cache. Times in milliseconds. */
export function describeComparison(cached: Outcome, strong: Outcome, seconds: number): string {
  const perSecond = (reads: number): string => (reads / seconds).toFixed(1)
  const saved = 100 * (1 - cached.reads / strong.reads)
  const facts = [
    ['', 'with the cache', '`CAY_READ=strong`'],
    ['---', '---:', '---:'],
    ['requests', ...both(cached, strong, ({ answers }) => String(answers.length))],
    ['errors', ...both(cached, strong, ({ answers }) => String(answers.filter(isError).length))],
    ['hit rate', `${hitRate(cached)} %`, '–'],
    ['statements that read, a second', ...both(cached, strong, ({ reads }) => perSecond(reads))],
    ['of them saved', `${saved.toFixed(1)} %`, '–'],
  ]
  const strongByName = new Map(byEndpoint(strong.answers))
  const endpoints = [
    ['endpoint', 'requests', 'p50', 'p99', 'strong: p50', 'p99'],
    ['---', '---:', '---:', '---:', '---:', '---:'],
    ...byEndpoint(cached.answers).map(([name, answers]) => [
      `\`${name}\``,
      String(answers.length),
      ...timesOf(answers),
      ...timesOf(strongByName.get(name) ?? []),
    ]),
    ['all', String(cached.answers.length), ...timesOf(cached.answers), ...timesOf(strong.answers)],
  ]
  return [table(facts), table(endpoints)].join('\n\n')
}

function both(cached: Outcome, strong: Outcome, of: (outcome: Outcome) => string): readonly string[] {
  return [of(cached), of(strong)]
}

function hitRate({ hits, misses }: Outcome): string {
  return ((100 * hits) / Math.max(1, hits + misses)).toFixed(1)
}

function timesOf(answers: readonly Answer[]): readonly string[] {
  if (answers.length === 0) return ['–', '–']
  const { p50, p99 } = latenciesOf(answers)
  return [p50, p99].map(milliseconds)
}

function table(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
