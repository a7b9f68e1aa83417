import { postgresChanges, track } from '@cay/postgres'
import { createCay } from 'cay'
import { redisTier } from 'cay/redis'
import pg from 'pg'

const { DATABASE_URL, REDIS_URL = 'redis://localhost' } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL })
const changes = postgresChanges({ pool, tables: [track('users', { record: 'user', id: 'id' })] })
const cay = createCay({ changes, shared: redisTier({ url: REDIS_URL }) })

// Puts triggers on the table that record which rows change, where they are not there yet.
await changes.install()

const users = cay.record({
  name: 'user',
  fields: { id: 'int', name: 'text' },
  id: 'id',
  load: async (ids) =>
    (await pool.query<{ id: number; name: string }>('select id, name from users where id = any($1)', [ids]))
      .rows,
})

console.log((await users.get(1))?.name) // Ann
await changes.write((tx) => tx.query('update users set name = $1 where id = $2', ['Anna', 1]))
console.log((await users.get(1))?.name) // Anna
await cay.close()
await pool.end()
