import { startPgBouncer, startPostgres, type PgBouncer, type Postgres } from '@cay/servers'
import { postgresChanges, track } from '@cay/postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { here, onPostgres, toldSince, inspected } from './databases.ts'

let server: Postgres
let pooler: PgBouncer
beforeAll(async () => {
  server = await startPostgres()
  pooler = await startPgBouncer(server)
})
afterAll(async () => {
  await pooler.stop()
  await server.stop()
})

test('by way of PgBouncer in transaction mode, where each transaction may be on another connection, all of it works', async () => {
  const database = await onPostgres(server)
  await database.run('create table users (id int primary key, name text)')
  const tables = [track('users', { record: 'user', touches: ['users'] })]
  const url = pooler.urlOf(database.url)
  const pools = [1, 2, 3].map(() => new pg.Pool({ connectionString: url, max: 4 }))
  const instances = pools.map((pool) => postgresChanges({ pool, tables }))
  const [first, second] = instances
  if (first === undefined || second === undefined) throw new Error('Two at least.')

  expect(await Promise.all(instances.map((changes) => changes.install()))).toEqual(
    instances.map(() => ({ unfollowed: [] })),
  )
  const start = await here(second)
  const told: (readonly string[])[] = []
  first.attach({
    duringWrite: (transaction) => transaction(),
    reconsider: () => Promise.resolve(),
    invalidate: (tags) => {
      told.push([...tags].sort())
      return Promise.resolve('applied')
    },
  })
  // More at once than PgBouncer has connections to the server.
  const ids = Array.from({ length: 20 }, (_, i) => i + 1)
  const following = ids.map(() => second.since([start], 10_000))
  await Promise.all(
    ids.map((id) =>
      first.write(async (tx) => {
        await tx.query('insert into users values ($1)', [id])
        await tx.query('update users set name = $2 where id = $1', [id, 'x'])
      }),
    ),
  )
  await Promise.all(following)
  expect(told.sort()).toEqual(ids.map((id) => [`user:${id}`, 'users']).sort())
  await second.record(['jobs'])
  expect(await toldSince(second, start)).toEqual([...ids.map((id) => `user:${id}`), 'jobs', 'users'].sort())
  for (const changes of instances) expect(await inspected(changes)).toEqual({ unfollowed: [] })
  expect(await database.run('select count(*)::int as n from cay.mark')).toEqual([{ n: 1 }])
  // The settings of a transaction have not stayed behind with the connection it was on.
  for (const pool of pools) {
    const { rows } = await pool.query<{ settings: string }>(
      "select current_setting('lock_timeout') || current_setting('statement_timeout') as settings",
    )
    expect(rows).toEqual([{ settings: '00' }])
  }
  for (const pool of pools) await pool.end()
  await database.stop()
})
