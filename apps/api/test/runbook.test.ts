import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findOrProvision, startPostgres, startRedis, type Postgres, type Redis } from '@cay/servers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoAccount } from '../src/features/demo/index.ts'
import { startServer, type StartedServer } from './started-server.ts'

const root = join(import.meta.dirname, '../../..')
const runbook = await readFile(join(root, 'docs/runbook.md'), 'utf8')

/** What is to be typed, by the kind of its block. */
const lines = (kind: 'sh' | 'redis'): readonly string[] =>
  Array.from(runbook.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, 'gms')), ([, text = '']) =>
    text.trim().split('\n'),
  ).flat()

let postgres: Postgres
let redis: Redis
let server: StartedServer
let databaseUrl: string
beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  databaseUrl = await postgres.createDatabase()
  server = await startServer({ DATABASE_URL: databaseUrl, REDIS_URL: redis.url })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await Promise.all([postgres.stop(), redis.stop()])
})

/** The one line of the runbook that begins so, typed into a shell. Answers what it printed. */
async function type(beginning: string): Promise<string> {
  const [line, ...others] = lines('sh').filter((candidate) => candidate.startsWith(beginning))
  if (line === undefined || others.length > 0) throw new Error(`not one line begins with ${beginning}`)
  return shell(line)
}

async function shell(line: string): Promise<string> {
  const programs = await Promise.all((['curl', 'postgres'] as const).map(findOrProvision))
  const libraries = programs.map(({ env }) => env['LD_LIBRARY_PATH']).filter((path) => path !== undefined)
  const folders = [...programs.map(({ folder }) => folder), process.env['PATH'] ?? '']
  const env = {
    PATH: folders.join(':'),
    LD_LIBRARY_PATH: libraries.join(':'),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
  }
  const cay = `cay() { '${process.execPath}' --conditions=cay-source packages/cay-cli/src/main.ts "$@"; }`
  const script = `set -e\n${cay}\n${line.replace('http://127.0.0.1:3000', server.origin)}\n`
  const child = spawn('sh', ['-c', script], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  // `cay check` ends with 1 where a machine with much to do has made Redis slow.
  expect(code, printed).toBeLessThanOrEqual(line.startsWith('cay') ? 1 : 0)
  return printed
}

interface CacheHealth {
  readonly status: string
  readonly reason: string | null
  readonly coherence: { readonly uncached: readonly { readonly table: string; readonly because: string }[] }
  readonly stats: { readonly memory_cache_size: number }
}

async function health(): Promise<CacheHealth> {
  return JSON.parse(await type('curl')) as CacheHealth
}

const psql = (sql: string): Promise<string> => shell(`psql "$DATABASE_URL" --quiet -c "${sql}"`)

test('the first look tells that all is well, and every field of it is explained', async () => {
  await expect.poll(health).toMatchObject({ status: 'healthy', backend: 'redis' })
  expect(await type('cay check')).toMatch(/^Redis at 127[^]*All is well|Cay can use it/)
  expect(await type('psql "$DATABASE_URL" -c "select state')).toMatch(/ idle +\| +\d+ \|/)
  const [, section = ''] = /^## `\/health\/cache`\n(.*?)^## /ms.exec(runbook) ?? []
  const explained = Array.from(section.matchAll(/`([a-z_.]+)`/g), ([, name = '']) => name.split('.').at(-1))
  const { coherence, stats, ...others } = await health()
  const shown = [...Object.keys(coherence), ...Object.keys(stats), ...Object.keys(others)]
  expect(explained).toEqual(expect.arrayContaining(shown))
})

test('a table whose trigger is off is named, with the line that mends it; and is cached again after it', async () => {
  await psql('alter table users disable trigger cay_update')
  const uncached = async (): Promise<unknown> => (await health()).coherence.uncached
  await expect.poll(uncached, { timeout: 20_000 }).toEqual([
    {
      table: 'public.users',
      families: expect.arrayContaining(['user']) as string[],
      because: expect.stringContaining(`select cay.follow('public.users')`) as string,
    },
  ])
  expect((await health()).status).toBe('degraded')
  await type('psql "$DATABASE_URL" -c "select cay.follow')
  await expect.poll(uncached, { timeout: 20_000 }).toEqual([])
}, 60_000)

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

async function tokens(path: string, body: object, { origin }: StartedServer = server): Promise<Tokens> {
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'POST', headers, body: JSON.stringify(body) }
  return (await (await fetch(`${origin}/api/auth/${path}`, request)).json()) as Tokens
}

const login = (): Promise<Tokens> =>
  tokens('login', { login: demoAccount.username, password: demoAccount.password })

function get(path: string, { access_token }: Tokens, { origin }: StartedServer = server): Promise<Response> {
  return fetch(`${origin}/api${path}`, { headers: { authorization: `Bearer ${access_token}` } })
}

test.each([
  ['ECONNREFUSED', () => redis.kill(), () => redis.restart()],
  [
    'TIMEOUT',
    () => redis.pause(),
    () => {
      redis.resume()
    },
  ],
  [
    'READONLY',
    () => redis.command('REPLICAOF', '127.0.0.1', '1'),
    () => redis.command('REPLICAOF', 'NO', 'ONE'),
  ],
  [
    'OOM',
    () => redis.command('CONFIG', 'SET', 'maxmemory', '1', 'maxmemory-policy', 'noeviction'),
    () => redis.command('CONFIG', 'SET', 'maxmemory', '0'),
  ],
  [
    'NOPERM',
    () => redis.command('ACL', 'SETUSER', 'default', '-mget'),
    () => redis.command('ACL', 'SETUSER', 'default', '+@all'),
  ],
])(
  '%s is what is shown while Redis is so, and the table of Redis names it',
  async (code, harm, mend) => {
    const [, section = ''] = /^## Redis\n(.*?)^## /ms.exec(runbook) ?? []
    expect(section).toContain(`\`${code}\``)
    const demo = await login()
    await harm()
    let id = 1
    const reason = async (): Promise<unknown> => {
      // Somebody who was not read before: Redis is asked, and stored to.
      expect((await get(`/users/${id++}`, demo)).status).toBeLessThan(500)
      return (await health()).reason
    }
    await expect.poll(reason, { timeout: 20_000 }).toBe(code)
    await mend()
    await expect.poll(reason, { timeout: 40_000 }).toBe(null)
    await expect.poll(health).toMatchObject({ status: 'healthy', backend: 'redis' })
  },
  90_000,
)

test('the line that empties the cache empties the memory of every process', async () => {
  const size = async (): Promise<number> => (await health()).stats.memory_cache_size
  await get('/auth/verify', await login())
  expect(await size()).toBeGreaterThan(0)
  await type('psql "$DATABASE_URL" -c \'select cay.touch')
  await expect.poll(size).toBe(0)
})

test('Redis understands what it is told', async () => {
  const commands = lines('redis')
  expect(commands.length).toBeGreaterThan(2)
  for (const command of commands) await redis.command(...command.split(' '))
  expect(await redis.command('CONFIG', 'GET', 'maxmemory-policy')).toContain('allkeys-lru')
})

test('every line of the log that is explained is one that the API writes', async () => {
  const [, section = ''] = /^## The log\n(.*)/ms.exec(runbook) ?? []
  const explained = Array.from(section.matchAll(/^\| `([^`…]+?)(?: …)?`/gm), ([, line = '']) => line)
  expect(explained.length).toBeGreaterThan(3)
  const source = join(root, 'apps/api/src')
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts'))
  const texts = await Promise.all(files.map((file) => readFile(join(source, file), 'utf8')))
  for (const line of explained)
    expect(
      texts.some((text) => text.includes(line)),
      line,
    ).toBe(true)
})

test('with another JWT_SECRET access tokens are refused, and refreshed; with CAY_READ=strong nothing is cached', async () => {
  const demo = await login()
  await using other = await startServer({
    DATABASE_URL: databaseUrl,
    JWT_SECRET: 'another secret that is long enough',
    CAY_READ: 'strong',
  })
  const refused = await get('/auth/verify', demo, other)
  expect([refused.status, await refused.json()]).toEqual([
    401,
    expect.objectContaining({ error: expect.objectContaining({ code: 'token_invalid' }) as unknown }),
  ])
  const refreshed = await tokens('refresh', { refresh_token: demo.refresh_token }, other)
  expect((await get('/auth/verify', refreshed, other)).status).toBe(200)
  expect((await get('/auth/verify', refreshed, other)).status).toBe(200)
  const { stats } = (await (await fetch(`${other.origin}/health/cache`)).json()) as CacheHealth
  expect(stats).toMatchObject({ hits: 0, memory_cache_size: 0 })
})
