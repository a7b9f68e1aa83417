import { readFile } from 'node:fs/promises'
import { postgresChanges, track, type TrackedTable } from '@cay/postgres'
import type { Postgres } from '@cay/servers'
import pg from 'pg'

/** As many users as each database holds; their ids are 1 to this. */
export const users = 100_000

/** What the job platform tells of its users: the record, three aliases, the lists. */
export const asThePlatform = track('users', {
  record: 'user',
  aliases: ['email', 'username', 'phone'],
  touches: ['users'],
})

/** A profile is changed: no index is touched, as with most changes of a user. */
export const profileUpdate = `\\set id random(1, ${users})
update users set bio = 'Changed ' || :id, updated_at = now() where id = :id;
`

const fill = `
insert into users (email, username, phone, first_name, last_name, bio, occupation, location, skills)
select
  'person' || n || '@example.org', 'person' || n, '+1242' || (5000000 + n), 'Ann', 'Knowles',
  repeat('Builds boats by hand. ', 10), 'Boat builder', 'Nassau', '{carpentry,sailing}'
from generate_series(1, ${users}) n`

/** A database with the job platform's table of users, full, and followed as these say. Answers its URL. */
export async function usersDatabase(server: Postgres, tables: readonly TrackedTable[]): Promise<string> {
  const url = await server.createDatabase()
  const migration = new URL('../../apps/api/migrations/001.do.users.sql', import.meta.url)
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    await pool.query(await readFile(migration, 'utf8'))
    await pool.query(fill)
    await pool.query('vacuum analyze users')
    if (tables.length > 0) await postgresChanges({ pool, tables }).install()
    return url
  } finally {
    await pool.end()
  }
}
