import { setTimeout as pause } from 'node:timers/promises'
import { postgresChanges } from '@cay/postgres'
import { createCay } from 'cay'
import { redisTier } from 'cay/redis'
import pg from 'pg'
import { rawRedis } from './clients.ts'
import type { Answer, Order } from './instances.ts'
import { asThePlatform } from './users-database.ts'

// The program of an instance: a cache on the database, and on Redis where there is one, that does what it is told and
// says when its memory has forgotten a user. Times are of the machine's one monotonic clock.

const [databaseUrl = '', redisUrl = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: databaseUrl })
const fencePool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
const changes = postgresChanges({ pool, fencePool, tables: [asThePlatform] })
const cay = createCay({ changes, ...(redisUrl === '' ? {} : { shared: redisTier({ url: redisUrl }) }) })
const load = async (ids: readonly number[]): Promise<{ id: number; bio: string | null }[]> =>
  (
    await pool.query<{ id: number; bio: string | null }>(
      'select id::int, bio from users where id = any($1)',
      [ids],
    )
  ).rows
const users = cay.record({ name: 'user', fields: { id: 'int', bio: 'text?' }, id: 'id', load })

const watched = new Set<number>()
const raw = redisUrl === '' ? undefined : await rawRedis(redisUrl)
const subscriber = await raw?.duplicate().connect()
await subscriber?.subscribe('bench:floor', () => {
  tell({ kind: 'heard', at: now() })
})

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

function tell(answer: Answer): void {
  process.send?.(answer)
}

/** Asks as a reader would: a value that is not believed any more is not handed out either. */
function look(): void {
  for (const id of watched) {
    if (users.peek(id) !== undefined) continue
    watched.delete(id)
    tell({ kind: 'forgot', id, at: now() })
  }
}

// Whatever made it forget is seen so, at most a millisecond late.
setInterval(look, 1)

async function read(id: number): Promise<void> {
  // Twice at most: it can be overtaken by the change before.
  while (users.peek(id) === undefined) {
    await users.get(id)
    await pause(1)
  }
  watched.add(id)
  tell({ kind: 'holds', id, at: now() })
}

async function write(id: number): Promise<void> {
  let at = 0
  await changes.write(async (tx) => {
    await tx.query('update users set updated_at = clock_timestamp() where id = $1', [id])
    at = now()
  })
  tell({ kind: 'wrote', id, at })
}

process.on('message', (order: Order) => {
  const doing = { read, write, publish }[order.what](order.id)
  doing.catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})

async function publish(): Promise<void> {
  const at = now()
  await raw?.publish('bench:floor', '')
  tell({ kind: 'published', at })
}

process.on('disconnect', () => process.exit())
tell({ kind: 'ready', at: now() })
