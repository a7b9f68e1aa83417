import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  startPgBouncer,
  startPostgres,
  startRedis,
  startRedisCluster,
  startStandby,
  type Postgres,
} from '@cay/servers'
import { findOrProvision } from '../src/executables.ts'

const execute = promisify(execFile)

/** Sends commands as a person at a terminal would and answers all that comes back, until Redis hangs up. */
async function ask(port: number, ...commands: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  socket.write([...commands, 'QUIT', ''].join('\r\n'))
  let reply = ''
  for await (const text of socket) reply += String(text)
  return reply.replace(/\+OK\r\n$/, '')
}

/** What is wrong with the certificate of whoever listens, as Node calls it. */
async function handshake(port: number, ca?: Buffer): Promise<unknown> {
  const socket = connectTls({ port, host: '127.0.0.1', ...(ca === undefined ? {} : { ca }) })
  try {
    await once(socket, 'secureConnect')
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  } finally {
    socket.destroy()
  }
}

async function query(url: string, sql: string): Promise<string> {
  const { folder, env } = await findOrProvision('postgres')
  const args = ['--no-psqlrc', '--no-align', '--tuples-only', '--quiet', '--dbname', url, '--command', sql]
  return (await execute(join(folder, 'psql'), args, { env })).stdout.trim()
}

/** One letter: R runs, S sleeps, T is stopped, Z is a zombie; undefined where there is no such process. */
function stateOf(pid: number | undefined): string | undefined {
  try {
    return /\) (\w) /.exec(readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8'))?.[1]
  } catch {
    return undefined
  }
}

// A zombie has ended, and waits for whoever adopted it to notice.
const isRunning = (pid: number | undefined): boolean => ![undefined, 'Z'].includes(stateOf(pid))

interface Started {
  readonly pid: number
  readonly folder: string
}

const whatIsLeft = (started: readonly Started[]): Started[] =>
  started.filter(({ pid, folder }) => isRunning(pid) || existsSync(folder))

describe('redis', () => {
  test('answers, and leaves neither a process nor a folder', async () => {
    const redis = await startRedis()
    expect(redis.url).toBe(`redis://127.0.0.1:${redis.port}`)
    expect(await ask(redis.port, 'PING')).toBe('+PONG\r\n')
    const { pid, folder } = redis
    expect([isRunning(pid), existsSync(folder)]).toEqual([true, true])
    await redis.stop()
    expect([isRunning(pid), existsSync(folder)]).toEqual([false, false])
    await redis.stop()
  })

  test('asks for the password it was given', async () => {
    await using redis = await startRedis({ password: 'open:sesame' })
    expect(redis.url).toBe(`redis://:open%3Asesame@127.0.0.1:${redis.port}`)
    expect(await ask(redis.port, 'PING')).toMatch(/^-NOAUTH/)
    expect(await ask(redis.port, 'AUTH open:sesame', 'PING')).toBe('+OK\r\n+PONG\r\n')
  })

  test('is frozen and thawed', async () => {
    await using redis = await startRedis()
    await redis.pause()
    const answer = ask(redis.port, 'PING')
    expect(stateOf(redis.pid)).toBe('T')
    redis.resume()
    expect(await answer).toBe('+PONG\r\n')
  })

  test('can be stopped while it is frozen', async () => {
    const redis = await startRedis()
    const { pid, folder } = redis
    await redis.pause()
    await redis.stop()
    expect([isRunning(pid), existsSync(folder)]).toEqual([false, false])
  })

  test('starts again at the same port, empty unless its data is kept', async () => {
    await using redis = await startRedis()
    await ask(redis.port, 'SET word kept', 'SAVE')
    await redis.kill()
    expect(redis.pid).toBeUndefined()
    await redis.restart({ keepData: true })
    expect(await ask(redis.port, 'GET word')).toBe('$4\r\nkept\r\n')
    await redis.restart()
    expect(await ask(redis.port, 'GET word')).toBe('$-1\r\n')
  })

  test('speaks TLS alone, with a certificate of the authority it names, before and after a restart', async () => {
    await using redis = await startRedis({ tls: true, password: 'open:sesame' })
    const { url, port, certificateFile = '' } = redis
    expect(url).toBe(`rediss://:open%3Asesame@127.0.0.1:${port}`)
    expect(await redis.command('PING')).toBe('+PONG\r\n')
    await redis.restart()
    expect(await redis.command('PING')).toBe('+PONG\r\n')
    expect(await handshake(port, readFileSync(certificateFile))).toBeUndefined()
    expect(await handshake(port)).toBe('SELF_SIGNED_CERT_IN_CHAIN')
    expect(await ask(port, 'PING').catch(() => 'hung up on')).not.toContain('PONG')
  })

  test.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', { names: ['redis.example.org', '192.0.2.7'] }],
    ['CERT_HAS_EXPIRED', { isExpired: true }],
  ])('has a certificate that nobody should accept, where a test wants one: %s', async (code, tls) => {
    await using redis = await startRedis({ tls })
    expect(await redis.command('PING')).toBe('+PONG\r\n')
    expect(await handshake(redis.port, readFileSync(redis.certificateFile ?? ''))).toBe(code)
  })

  test('takes further arguments', async () => {
    await using redis = await startRedis({ args: ['--maxmemory', '3mb'] })
    expect(await ask(redis.port, 'CONFIG GET maxmemory')).toContain('3145728')
  })
})

describe('a Redis Cluster', () => {
  const state = async (node: { readonly port: number }): Promise<string | undefined> =>
    /cluster_state:(\w+)/.exec(await ask(node.port, 'CLUSTER INFO'))?.[1]

  test('of masters alone is well on every node, shares out all slots, and leaves nothing', async () => {
    const cluster = await startRedisCluster()
    const { masters, replicas, urls } = cluster
    expect([masters.length, replicas.length]).toEqual([3, 0])
    expect(urls).toEqual(masters.map(({ url }) => url))
    expect(await Promise.all(masters.map(state))).toEqual(['ok', 'ok', 'ok'])
    expect(await ask(masters[0]?.port ?? 0, 'CLUSTER INFO')).toContain('cluster_slots_ok:16384')
    const started = masters.map(({ pid, folder }) => ({ pid: pid ?? 0, folder }))
    expect(whatIsLeft(started)).toEqual(started)
    await cluster.stop()
    expect(whatIsLeft(started)).toEqual([])
    await cluster.stop()
  })

  test('knows when a node is lost, and takes it back, empty, in its old place', async () => {
    await using cluster = await startRedisCluster({ nodeTimeoutMs: 500 })
    const [first, second] = cluster.masters
    if (first === undefined || second === undefined) throw new Error('no masters')
    await ask(first.port, 'SET b kept')
    await first.kill()
    await expect.poll(() => state(second), { timeout: 20_000 }).toBe('fail')
    await first.restart()
    await cluster.ready()
    expect(await state(second)).toBe('ok')
    expect(await ask(first.port, 'GET b')).toBe('$-1\r\n')
    await second.pause()
    await expect.poll(() => state(first), { timeout: 20_000 }).toBe('fail')
    second.resume()
    await cluster.ready()
  })

  test('has replicas that take over, and a password', async () => {
    await using cluster = await startRedisCluster({
      replicas: 1,
      password: 'open:sesame',
      nodeTimeoutMs: 500,
    })
    const [replica] = cluster.replicas
    const role = async (): Promise<string | undefined> =>
      /role:(\w+)/.exec(await ask(replica?.port ?? 0, 'AUTH open:sesame', 'INFO replication'))?.[1]
    expect(await role()).toBe('slave')
    expect(await ask(replica?.port ?? 0, 'PING')).toMatch(/^-NOAUTH/)
    await cluster.masters[0]?.kill()
    await expect.poll(role, { timeout: 20_000 }).toBe('master')
  })
})

describe('postgres', () => {
  let postgres: Postgres

  beforeAll(async () => {
    postgres = await startPostgres({ settings: { work_mem: '5MB' } })
  })

  afterAll(async () => {
    await postgres.stop()
  })

  test('answers, with the settings it was given and no fsync', async () => {
    expect(await query(postgres.url, 'show work_mem')).toBe('5MB')
    expect(await query(postgres.url, 'show fsync')).toBe('off')
  })

  test('gives each who asks an empty database', async () => {
    const [one, other] = await Promise.all([postgres.createDatabase(), postgres.createDatabase('named')])
    expect(other).toMatch(/\/named$/)
    await query(one, 'create table things (id int)')
    expect(await query(other, "select to_regclass('things') is null")).toBe('t')
    await expect(postgres.createDatabase('x; drop table y')).rejects.toThrow('Not a name')
  })

  test('knows more letters than ASCII has', async () => {
    expect(await query(postgres.url, "select lower('ÅSA') collate \"default\" = 'åsa'")).toBe('t')
  })

  test.each(['restart', 'kill'] as const)('keeps what was committed: %s', async (way) => {
    const url = await postgres.createDatabase()
    await query(url, 'create table things as select 7 as id')
    if (way === 'kill') await postgres.kill()
    await postgres.restart()
    expect(await query(url, 'select id from things')).toBe('7')
  })

  test('has an identity of its own, writes durably if told to, and leaves nothing behind', async () => {
    const identity = 'select system_identifier from pg_control_system()'
    const other = await startPostgres({ fsync: true })
    const { pid, folder } = other
    expect(existsSync(folder)).toBe(true)
    expect(await query(other.url, 'show fsync')).toBe('on')
    expect(await query(other.url, identity)).not.toBe(await query(postgres.url, identity))
    await other.stop()
    expect([isRunning(pid), existsSync(folder)]).toEqual([false, false])
  })
})

describe('beside postgres', () => {
  test('a standby follows, answers no writes until it is promoted, and leaves nothing', async () => {
    await using primary = await startPostgres()
    const standby = await startStandby(primary)
    const { pid, folder } = standby
    await query(primary.url, 'create table t (x int)')
    await vi.waitFor(async () => {
      expect(await query(standby.url, 'select count(*) from t')).toBe('0')
    }, 10_000)
    await expect(query(standby.url, 'insert into t values (1)')).rejects.toThrow(/read-only transaction/)
    await primary.kill()
    await standby.promote()
    await query(standby.url, 'insert into t values (1)')
    expect(await query(standby.url, 'select count(*) from t')).toBe('1')
    await standby.stop()
    expect(whatIsLeft([{ pid: pid ?? 0, folder }])).toEqual([])
  })

  test('PgBouncer gives each transaction the next connection that is free, and leaves nothing', async () => {
    await using postgres = await startPostgres()
    const pooler = await startPgBouncer(postgres)
    const url = pooler.urlOf(await postgres.createDatabase())
    expect(new URL(url).port).not.toBe(String(postgres.port))
    // More sessions than it has connections to the server.
    const sessions = Array.from({ length: 8 }, () => query(url, 'select pg_backend_pid()'))
    expect(new Set(await Promise.all(sessions)).size).toBeLessThanOrEqual(2)
    const { pid, folder } = pooler
    await pooler.stop()
    expect(whatIsLeft([{ pid: pid ?? 0, folder }])).toEqual([])
  })
})

describe('a port that someone else has taken', () => {
  const squatter = createServer()

  afterEach(async () => {
    squatter.close()
    await once(squatter, 'close')
  })

  test.each([
    ['redis', startRedis],
    ['postgres', startPostgres],
  ])('is told from other failures: %s', async (_, start) => {
    await using server = await start()
    await server.kill()
    squatter.listen(server.port, '127.0.0.1')
    await once(squatter, 'listening')
    await expect(server.restart()).rejects.toMatchObject({ name: 'PortTaken' })
  })
})

const startBoth = `
  import { startPostgres, startRedis } from '@cay/servers'
  const both = await Promise.all([startRedis(), startPostgres()])
  const started = both.map(({ pid, folder }) => ({ pid, folder }))
  console.log(JSON.stringify(started))
`

test('nothing outlives a process that is killed, not even what is frozen', async () => {
  const script = `${startBoth}\nawait both[0].pause(); setInterval(() => {}, 1000); console.log('paused')`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: dirname(import.meta.dirname),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const started = JSON.parse(String((await lines.next()).value)) as Started[]
  await lines.next()
  expect(whatIsLeft(started)).toEqual(started)
  child.kill('SIGKILL')
  await vi.waitFor(
    () => {
      expect(whatIsLeft(started)).toEqual([])
    },
    { timeout: 20_000 },
  )
})

test('what was forgotten does not keep its process alive, and ends with it', async () => {
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', startBoth], {
    cwd: dirname(import.meta.dirname),
  })
  const started = JSON.parse(stdout) as Started[]
  expect(started).toHaveLength(2)
  await vi.waitFor(
    () => {
      expect(whatIsLeft(started)).toEqual([])
    },
    { timeout: 20_000 },
  )
})
