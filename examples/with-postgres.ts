import { postgresChanges } from '@cay/postgres'
import { createCay } from 'cay'
import { redisTier } from 'cay/redis'
import pg from 'pg'

const { DATABASE_URL, REDIS_URL = 'redis://localhost' } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL })
const changes = postgresChanges({ pool })
const cay = createCay({ changes, shared: redisTier({ url: REDIS_URL }) })

// Once: triggers on the table that record which rows change.
await changes.install([{ table: 'users', record: { name: 'user', id: 'id' } }])

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
