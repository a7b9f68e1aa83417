import { startFaultProxy, startPostgres, type FaultProxy, type Postgres } from '@cay/servers'
import { CommitUnknownError, postgresChanges, track, type PostgresChanges } from '@cay/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

/** The door on a connection that says nothing any more: the database hangs, or the way to it is cut. */

/** What the pool gives a statement. */
const answerMs = 400
/** What a machine with other work to do takes beside. */
const slackMs = 600

let server: Postgres
let proxy: FaultProxy
let pools: pg.Pool[]
let owner: pg.Pool
let told: string[]
beforeAll(async () => {
  server = await startPostgres()
  proxy = await startFaultProxy(server.port)
})
afterAll(async () => {
  await proxy.stop()
  await server.stop()
})
beforeEach(async () => {
  const connectionString = await server.createDatabase()
  owner = new pg.Pool({ connectionString })
  await owner.query("create table users (id int primary key, name text); insert into users values (1, 'Ann')")
  pools = []
  told = []
})
afterEach(async () => {
  await proxy.heal()
  await Promise.all([owner, ...pools].map((pool) => pool.end()))
})

async function door(timeouts: pg.PoolConfig = {}): Promise<PostgresChanges> {
  const connectionString = owner.options.connectionString?.replace(String(server.port), String(proxy.port))
  const pool = new pg.Pool({ connectionString, max: 1, ...timeouts })
  pool.on('error', () => undefined)
  pools.push(pool)
  const changes = postgresChanges({ pool, tables: [track('users', { record: 'user', id: 'id' })] })
  await changes.install()
  changes.attach({
    duringWrite: (transaction) => transaction(),
    reconsider: () => Promise.resolve(),
    invalidate: (tags) => {
      told.push(...tags)
      return Promise.resolve('applied')
    },
  })
  return changes
}

async function failing(work: Promise<unknown>): Promise<{ readonly error: unknown; readonly ms: number }> {
  const begun = performance.now()
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return { error, ms: performance.now() - begun }
}

const rename = "update users set name = name || '!' where id = 1"

test('a statement that gets no answer fails the write once: no rollback is waited for, and the next write gets another connection', async () => {
  const changes = await door({ query_timeout: answerMs, connectionTimeoutMillis: answerMs })
  const { error, ms } = await failing(
    changes.write(async (tx) => {
      await tx.query(rename)
      await proxy.break({ kind: 'black hole' })
      await tx.query(rename)
    }),
  )
  expect(error).toMatchObject({ message: 'Query read timeout' })
  expect(ms).toBeLessThan(answerMs + slackMs)
  expect(told).toEqual([])

  await proxy.heal()
  await changes.write((tx) => tx.query(rename))
  expect((await owner.query('select name from users')).rows).toEqual([{ name: 'Ann!' }])
  expect(told).toEqual(['user:1'])
})

test('a body that fails while the database hangs fails in time, though the pool has no time of its own', async () => {
  const changes = await door()
  const { error, ms } = await failing(
    changes.write(async (tx) => {
      await tx.query(rename)
      await proxy.break({ kind: 'black hole' })
      throw new Error('changed my mind')
    }),
  )
  expect(error).toMatchObject({ message: 'changed my mind' })
  expect(ms).toBeLessThan(1_000 + slackMs)
})

test('a commit that gets no answer is unknown: what it would have changed is invalidated, and was', async () => {
  const changes = await door({ query_timeout: answerMs })
  const waitAtCommit = async (standby: string): Promise<void> => {
    await owner.query(`alter system set synchronous_standby_names = '${standby}'`)
    await owner.query('select pg_reload_conf()')
  }
  const heardHere = (): Promise<unknown> =>
    changes.write(async (tx) => (await tx.query('show synchronous_standby_names')).rows[0])
  await waitAtCommit('nobody')
  // Each session hears of it when it gets round to it. One that writes nothing does not wait at its commit.
  await expect.poll(heardHere).toEqual({ synchronous_standby_names: 'nobody' })
  try {
    const { error, ms } = await failing(changes.write((tx) => tx.query(rename)))
    expect(error).toBeInstanceOf(CommitUnknownError)
    expect(ms).toBeLessThan(answerMs + slackMs)
    expect(told).toEqual(['user:1'])
  } finally {
    await waitAtCommit('')
  }
  const name = async (): Promise<unknown> => (await owner.query('select name from users')).rows
  await expect.poll(name).toEqual([{ name: 'Ann!' }])
})
