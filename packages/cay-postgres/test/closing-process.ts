import { postgresChanges, track } from '@cay/postgres'
import { createCay } from 'cay'
import { redisTier } from 'cay/redis'
import pg from 'pg'

/** A program that uses a cache, closes all it has opened when told to, and then has to end by itself. */

const [databaseUrl, redisUrl = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl })
const changes = postgresChanges({ pool, tables: [track('users', { record: 'user', id: 'id' })] })
await changes.install()
const cay = createCay({ changes, shared: redisTier({ url: redisUrl }) })
const users = cay.record({
  name: 'user',
  fields: { id: 'int', name: 'text' },
  id: 'id',
  load: async (ids) =>
    (await pool.query<{ id: number; name: string }>('select id, name from users where id = any($1)', [ids]))
      .rows,
})
await users.get(1)
await changes.write((tx) => tx.query("update users set name = name || '!' where id = 1"))
await users.get(1)
process.stdout.write('used\n')

process.stdin.once('data', () => {
  process.stdin.destroy()
  closeAll().then(
    () => process.stdout.write('closed\n'),
    (error: unknown) => {
      throw error
    },
  )
})

async function closeAll(): Promise<void> {
  await users.get(1)
  await cay.close()
  await pool.end()
}
