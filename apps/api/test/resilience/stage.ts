import {
  startFaultProxy,
  startPostgres,
  startRedis,
  type FaultProxy,
  type Postgres,
  type Redis,
} from '@cay/servers'
import { jwtSecret } from '../api.ts'
import { startServer, type StartedServer } from '../started-server.ts'
import { addPeople, type People } from './people.ts'

/** The servers that the product stands on, and the ways to them, on which things can go wrong. */
export interface Servers {
  readonly redis: Redis
  readonly postgres: Postgres
  readonly databaseUrl: string
  readonly wayToRedis: FaultProxy
  readonly wayToPostgres: FaultProxy
}

/** The product on them: processes of its own, and people who are signed in. */
export interface Instances extends AsyncDisposable {
  readonly origins: readonly string[]
  readonly people: People
  /** All that each has written, to either stream. */
  readonly outputs: () => readonly string[]
}

/** As whom the product signs in at Redis; the tests do so as the default user, whatever becomes of this one. */
export const redisUser = { name: 'api', password: 'conch-salad-and-johnny-cake' } as const

/** PostgreSQL that counts statements. */
export function startCountingPostgres(): Promise<Postgres> {
  return startPostgres({ settings: { shared_preload_libraries: 'pg_stat_statements' } })
}

export type RunningServers = Servers & AsyncDisposable

/** A Redis of one's own, a database of one's own, and ways to both. */
export async function startServers(postgres: Postgres): Promise<RunningServers> {
  await using started = new AsyncDisposableStack()
  const databaseUrl = await postgres.createDatabase()
  const { name, password } = redisUser
  const redis = started.use(
    await startRedis({ args: ['--user', name, 'on', `>${password}`, '~*', '&*', '+@all'] }),
  )
  const wayToRedis = started.use(await startFaultProxy(redis.port))
  const wayToPostgres = started.use(await startFaultProxy(postgres.port))
  const all = started.move()
  return {
    ...{ redis, postgres, databaseUrl, wayToRedis, wayToPostgres },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

export interface InstancesOptions {
  readonly count: number
  readonly people: number
  /** Further settings of each process. */
  readonly env?: Readonly<Record<string, string>>
}

/** Starts so many processes of the product. The first migrates the database; the others find the people there. */
export async function startInstances(
  servers: Servers,
  { count, people, env = {} }: InstancesOptions,
): Promise<Instances> {
  await using started = new AsyncDisposableStack()
  const start = async (): Promise<StartedServer> =>
    started.use(await startServer({ ...settings(servers), ...env }))
  const first = await start()
  const everyone = await addPeople(servers.databaseUrl, people)
  const all = [first, ...(await Promise.all(Array.from({ length: count - 1 }, start)))]
  const running = started.move()
  return {
    origins: all.map(({ origin }) => origin),
    people: everyone,
    outputs: () => all.map(({ output }) => output()),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

function settings({ databaseUrl, wayToPostgres, wayToRedis }: Servers): Record<string, string> {
  const database = new URL(databaseUrl)
  database.port = String(wayToPostgres.port)
  const { name, password } = redisUser
  return {
    DATABASE_URL: database.href,
    REDIS_URL: `redis://${name}:${password}@127.0.0.1:${wayToRedis.port}`,
    JWT_SECRET: jwtSecret,
    SEED_DEMO: 'false',
  }
}
