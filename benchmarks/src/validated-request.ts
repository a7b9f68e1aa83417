import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startPostgres, startRedis } from '@cay/servers'
import autocannon from 'autocannon'
import type { Result } from './result.ts'

const rounds = 5
const seconds = 4
const connections = 50

interface Variant {
  readonly name: string
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * `GET /api/auth/verify`, one API process on PostgreSQL, with the cache and without, beside a route that checks
 * nothing: requests a second, the median of rounds that take turns.
 */
export async function validatedRequest(): Promise<Result> {
  await using postgres = await startPostgres()
  await using redis = await startRedis()
  const url = await postgres.createDatabase()
  const variants: readonly Variant[] = [
    { name: 'no check (/health/ping)', path: '/health/ping', env: {} },
    { name: 'validated, cached in memory', path: '/api/auth/verify', env: {} },
    { name: 'validated, memory and Redis', path: '/api/auth/verify', env: { REDIS_URL: redis.url } },
    { name: 'validated, from PostgreSQL', path: '/api/auth/verify', env: { CAY_READ: 'strong' } },
  ]
  const measured = new Map(variants.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const variant of variants) measured.get(variant.name)?.push(await requestsPerSecond(variant, url))
  }
  const floor = median(measured.get('no check (/health/ping)') ?? [])
  return {
    rows: [...measured].map(([variant, all]) => ({
      variant,
      requests_per_second: Math.round(median(all)),
      of_floor: Number((median(all) / floor).toFixed(2)),
    })),
  }
}

async function requestsPerSecond({ path, env }: Variant, databaseUrl: string): Promise<number> {
  const { child, origin } = await startApi({ DATABASE_URL: databaseUrl, ...env })
  try {
    const token = await register(origin)
    const shoot = (duration: number): ReturnType<typeof autocannon> =>
      autocannon({ url: origin + path, connections, duration, headers: { authorization: `Bearer ${token}` } })
    await shoot(1)
    const { requests, non2xx, errors } = await shoot(seconds)
    if (non2xx + errors > 0) throw new Error(`${non2xx} answers were not 2xx, ${errors} requests failed`)
    return requests.average
  } finally {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
}

/** The API as it is run in production, but for its name. */
async function startApi(
  env: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; origin: string }> {
  const server = fileURLToPath(new URL('../../apps/api/src/server.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=cay-source', server], {
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const [origin] = /http:\/\/\S+/.exec(line) ?? []
    if (origin !== undefined) {
      child.stdout.resume()
      return { child, origin }
    }
  }
  throw new Error('The API ended before it listened.')
}

async function register(origin: string): Promise<string> {
  const username = `bench${process.hrtime.bigint().toString(36)}`
  const person = {
    username,
    email: `${username}@example.org`,
    password: 'tamarind-harbour-7',
    first_name: 'B',
    last_name: 'M',
  }
  const answer = await fetch(`${origin}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  })
  const body = (await answer.json()) as { access_token?: string }
  if (body.access_token === undefined)
    throw new Error(`Registering failed: ${answer.status} ${JSON.stringify(body)}`)
  return body.access_token
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
