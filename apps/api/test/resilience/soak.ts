import { readdir } from 'node:fs/promises'
import type { Postgres, ProxyFault } from '@cay/servers'
import { seededRandom } from 'cay/testing'
import { faults as redisFaults, type Fault } from './faults.ts'
import { watchHealth, type HealthWatch } from './health-watch.ts'
import { Inspector, type Holdings } from './inspector.ts'
import { pause } from './pause.ts'
import { startInstances, startServers, type Instances, type Servers } from './stage.ts'
import { Traffic, type Answer } from './traffic.ts'

/** What one process holds at rest. */
export type AtRest = Holdings & {
  /** Open files and sockets, as the system counts them; undefined where it does not say. */
  readonly descriptors: number | undefined
}

/** What became of a long run of faults in random order. */
export interface Soak {
  readonly faults: ReadonlyMap<string, number>
  readonly answers: readonly Answer[]
  /** Refused with 503 while the database was away, or just after. */
  readonly excused: readonly Answer[]
  readonly failures: readonly Answer[]
  /** The longest time from a mend until every process said that all was well; undefined: once that took too long. */
  readonly closesInMs: number | undefined
  /** Each process at rest, before and after. */
  readonly processes: readonly { readonly before: AtRest; readonly after: AtRest }[]
}

export interface SoakOptions {
  readonly postgres: Postgres
  readonly seconds: number
  readonly seed: number
  readonly perSecond: number
  /** Told of each fault as it is inflicted. */
  readonly inflicted: (name: string) => void
}

const processCount = 2
const people = 300
const warmUpMs = 15_000
/** Longer than the pool of the database keeps a connection that nobody uses. */
const restMs = 15_000
const mendMs = 60_000
/** How long after the database is back a request may still be refused: connections that broke are found out at their next use. */
const graceMs = 2_000

/** Briefly: what needs the database is refused meanwhile. */
const databaseFaults: readonly Fault[] = [
  onTheWayToPostgres('way to PostgreSQL cut', { kind: 'cut' }),
  onTheWayToPostgres('way to PostgreSQL refused', { kind: 'refuse' }),
  onTheWayToPostgres('way to PostgreSQL black-holed', { kind: 'black hole' }),
  onTheWayToPostgres('way to PostgreSQL slow', { kind: 'delay', ms: 20 }),
]

function onTheWayToPostgres(name: string, broken: ProxyFault): Fault {
  return {
    name,
    inflict: async ({ wayToPostgres }) => {
      await wayToPostgres.break(broken)
      return () => wayToPostgres.heal()
    },
  }
}

/** Faults of Redis and of the way to it, and briefly of the way to the database, in random order under load. */
export async function soak(options: SoakOptions): Promise<Soak> {
  await using servers = await startServers(options.postgres)
  await using instances = await startInstances(servers, {
    ...{ count: processCount, people },
    env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' },
  })
  // Caches filled, code compiled, connections made once.
  await under(instances, options, () => pause(warmUpMs))
  const before = await atRest(instances)
  const run = await under(instances, options, (traffic) => inflictAll(servers, instances, options, traffic))
  const after = await atRest(instances)
  const processes = before.flatMap((earlier, i) => {
    const later = after[i]
    return later === undefined ? [] : [{ before: earlier, after: later }]
  })
  return { ...run, processes }
}

/** With traffic, which has ended when this resolves. */
async function under<T>(
  { origins, people: everyone }: Instances,
  { perSecond, seed }: SoakOptions,
  work: (traffic: Traffic) => Promise<T>,
): Promise<T> {
  await using traffic = new Traffic({ origins, people: everyone, perSecond, seed })
  return await work(traffic)
}

interface Window {
  readonly from: number
  readonly to: number
}

async function inflictAll(
  servers: Servers,
  { origins }: Instances,
  { seconds, seed, inflicted }: SoakOptions,
  traffic: Traffic,
): Promise<Omit<Soak, 'processes'>> {
  const random = seededRandom(seed)
  const between = (low: number, high: number): number => low + random.fraction() * (high - low)
  const repertory = [...redisFaults.filter(({ isAtStart }) => isAtStart !== true), ...databaseFaults]
  const counts = new Map<string, number>()
  const databaseAway: Window[] = []
  let closesInMs: number | undefined = 0
  await using watch = watchHealth(origins)
  const begunAt = performance.now()
  while (performance.now() - begunAt < seconds * 1_000) {
    const fault = repertory[Math.floor(random.fraction() * repertory.length)]
    if (fault === undefined) break
    counts.set(fault.name, (counts.get(fault.name) ?? 0) + 1)
    inflicted(fault.name)
    const isOfDatabase = databaseFaults.includes(fault)
    const from = performance.now()
    const mend = await fault.inflict(servers)
    await pause(isOfDatabase ? between(100, 2_000) : between(100, 6_000))
    await mend()
    const mendedAt = performance.now()
    if (isOfDatabase) databaseAway.push({ from, to: mendedAt + graceMs })
    closesInMs = later(closesInMs, await timeToClose(watch, mendedAt))
    await pause(between(0, 2_000))
  }
  const answers = await traffic.between(begunAt, performance.now())
  const isExcused = ({ status, dueAt, ms }: Answer): boolean =>
    status === 503 && databaseAway.some(({ from, to }) => dueAt <= to && dueAt + ms >= from)
  const unwell = answers.filter(({ failure }) => failure !== undefined)
  return {
    ...{ faults: counts, answers, closesInMs },
    excused: unwell.filter(isExcused),
    failures: unwell.filter((answer) => !isExcused(answer)),
  }
}

async function timeToClose(watch: HealthWatch, mendedAt: number): Promise<number | undefined> {
  const closedAt = await watch.becomesWell(mendedAt, { forMs: 300, withinMs: mendMs })
  return closedAt === undefined ? undefined : closedAt - mendedAt
}

/** Undefined once one of them is. */
function later(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b)
}

/** Each process when nothing is asked any more, and what is closed when idle has been closed. */
async function atRest({ outputs }: Instances): Promise<readonly AtRest[]> {
  await pause(restMs)
  return Promise.all(
    outputs().map(async (output) => {
      await using inspector = await Inspector.connect(output)
      const holdings = await inspector.holdings()
      return { ...holdings, descriptors: await descriptorsOf(holdings.pid) }
    }),
  )
}

async function descriptorsOf(pid: number): Promise<number | undefined> {
  return process.platform === 'linux' ? (await readdir(`/proc/${pid}/fd`)).length : undefined
}
