import { startFaultProxy, startPostgres, type Postgres } from '@cay/servers'
import { PGlite } from '@electric-sql/pglite'
import { createCay, type Cay, type ChangeSink } from 'cay'
import { postgresChanges, track, type PgPool, type PostgresChanges } from '@cay/postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

interface Fixture {
  readonly changes: PostgresChanges
  readonly read: (sql: string) => Promise<readonly object[]>
  readonly stop: () => Promise<void>
}

const tables = [
  track('users', { record: 'user', id: 'id', aliases: ['email'], touches: ['users'] }),
  track('places', { record: 'place', id: 'id' }),
]
const createTables = `
  create table users (id int primary key, email text unique, name text);
  create table places (id int primary key, owner int references users on delete cascade deferrable);
`

async function onPglite(): Promise<Fixture> {
  const pglite = new PGlite()
  await pglite.exec(createTables)
  await pglite.exec('set default_transaction_read_only = on')
  return {
    changes: postgresChanges({ pglite, tables }),
    read: async (sql) => (await pglite.query<object>(sql)).rows,
    stop: () => pglite.close(),
  }
}

async function onPostgres(server: Postgres): Promise<Fixture> {
  const connectionString = await server.createDatabase()
  const setup = new pg.Client({ connectionString })
  await setup.connect()
  await setup.query(createTables)
  await setup.end()
  const pool = new pg.Pool({ connectionString, options: '-c default_transaction_read_only=on', max: 4 })
  return {
    changes: postgresChanges({ pool, tables }),
    read: async (sql) => (await pool.query<object>(sql)).rows,
    stop: () => pool.end(),
  }
}

function sink(hear: (tags: readonly string[]) => unknown): ChangeSink {
  return {
    duringWrite: (transaction) => transaction(),
    reconsider: () => Promise.resolve(),
    invalidate: (tags) => {
      hear(tags)
      return Promise.resolve('applied')
    },
  }
}

let server: Postgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server.stop()
})

describe.each([
  ['PGlite', onPglite],
  ['PostgreSQL', () => onPostgres(server)],
])('the door on %s', (_name, start) => {
  let fixture: Fixture
  let invalidated: string[][] = []
  const remembering = sink((tags) => invalidated.push([...tags].sort()))
  beforeAll(async () => {
    fixture = await start()
    fixture.changes.attach(remembering)
    await fixture.changes.install()
  })
  beforeEach(async () => {
    await fixture.changes.write((tx) => tx.execute('truncate users cascade'))
    invalidated = []
  })
  afterAll(() => fixture.stop())

  const write = async (...statements: string[]): Promise<string[]> => {
    invalidated = []
    await fixture.changes.write(async (tx) => {
      for (const statement of statements) await tx.query(statement)
    })
    return invalidated.flat()
  }

  test('each kind of statement touches the tags of what it changed, old and new', async () => {
    expect(await write("insert into users values (1, 'a', 'Ann'), (2, 'b', 'Bob')")).toEqual([
      'user.email?',
      'user:1',
      'user:2',
      'users',
    ])
    expect(await write("update users set name = 'Anna' where id = 1")).toEqual(['user:1', 'users'])
    expect(await write("update users set email = 'c' where id = 1")).toEqual([
      'user.email?',
      'user:1',
      'users',
    ])
    expect(await write('update users set id = 3 where id = 2')).toEqual([
      'user.email?',
      'user:2',
      'user:3',
      'users',
    ])
    expect(
      await write("insert into users values (3, 'z') on conflict (id) do update set name = 'B'"),
    ).toEqual(expect.arrayContaining(['user:3', 'users']))
    expect(await write('insert into places values (7, 3)')).toEqual(['place:7'])
    expect(await write('delete from users where id = 3')).toEqual(['place:7', 'user:3', 'users'])
    expect(await write('truncate users cascade')).toEqual(['place:*', 'user:*', 'users'])
  })

  test('a statement that changes nothing touches nothing, and neither does a rolled-back savepoint', async () => {
    expect(await write("update users set name = 'x' where id = 99")).toEqual([])
    expect(await write('savepoint s', "insert into users values (1, 'a')", 'rollback to s')).toEqual([])
  })

  test('more than 1,000 rows touch the table, not each row', async () => {
    const rows = (n: number): string => `insert into users select g, 'e' || g from generate_series(1, ${n}) g`
    expect(await write(rows(1_000))).toHaveLength(1_002)
    await write('truncate users cascade')
    expect(await write(rows(1_001))).toEqual(['user:*', 'users'])
  })

  test('the answer of the body is returned after the change was applied', async () => {
    const steps: string[] = []
    fixture.changes.attach({
      duringWrite: async (transaction) => {
        steps.push('begun')
        const result = await transaction()
        steps.push('committed')
        return result
      },
      reconsider: () => Promise.resolve(),
      invalidate: async () => {
        await Promise.resolve()
        steps.push('applied')
        return 'applied'
      },
    })
    const answer = await fixture.changes.write(async (tx) => {
      await tx.query("insert into users values (1, 'a')")
      steps.push('written')
      return 42
    })
    steps.push('answered')
    expect([answer, steps]).toEqual([42, ['begun', 'written', 'committed', 'applied', 'answered']])
    fixture.changes.attach(remembering)
  })

  test('a body that fails is rolled back, its error thrown, and nothing is invalidated', async () => {
    const failing = fixture.changes.write(async (tx) => {
      await tx.query("insert into users values (1, 'a')")
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(invalidated).toEqual([])
    expect(await fixture.read('select * from users')).toEqual([])
  })

  test('a commit that the database refuses is no unknown one: its error is thrown, and nothing is invalidated', async () => {
    const failing = fixture.changes.write(async (tx) => {
      await tx.query('set constraints all deferred')
      await tx.query('insert into places values (1, 99)')
    })
    await expect(failing).rejects.toMatchObject({ code: '23503' })
    expect(invalidated).toEqual([])
  })

  test('what is deferred to the commit is in what is invalidated', async () => {
    await fixture.changes.write((tx) =>
      tx.execute(`
        create function settle() returns trigger language plpgsql as 'begin insert into places values (new.id); return null; end';
        create constraint trigger settle after insert on users deferrable initially deferred for each row execute function settle()`),
    )
    expect(await write('insert into users values (8)')).toEqual(['place:8', 'user:8', 'users'])
    await fixture.changes.write((tx) => tx.execute('drop function settle cascade'))
  })

  test('what touches more than 10,000 tags invalidates by the table tags of them', async () => {
    expect(
      await write("select cay.touch(variadic array(select 'a:' || g from generate_series(1, 10000) g))"),
    ).toHaveLength(10_000)
    expect(
      await write(
        "select cay.touch(variadic array(select 'b' union all select 'a:' || g from generate_series(1, 10000) g))",
      ),
    ).toEqual(['a:*', 'b:*'])
  })

  test('a statement that failed cannot be swallowed: the transaction is not reported as written', async () => {
    const swallowed = fixture.changes.write(async (tx) => {
      await tx.query("insert into users values (1, 'a')")
      await tx.query('select 1 / 0').catch(() => undefined)
    })
    await expect(swallowed).rejects.toThrow()
    expect(await fixture.read('select * from users')).toEqual([])
  })

  test('the sessions it shares its database with cannot write', async () => {
    await expect(fixture.read("insert into users values (9, 'z') returning id")).rejects.toThrow(/read-only/)
    await write("insert into users values (1, 'a')")
    await expect(fixture.read('delete from users returning id')).rejects.toThrow(/read-only/)
  })
})

test.each([
  ['a connection that breaks', undefined],
  ['a pooler that has lost the server', '08P01'],
  ['a server that is shut down', '57P01'],
])(
  '%s during the commit: the change is invalidated, and the caller told that it is unknown',
  async (_, code) => {
    const pool: PgPool = {
      connect: (taken) => {
        taken(undefined, {
          release: () => undefined,
          on: () => undefined,
          off: () => undefined,
          query: (sql: string) => {
            if (sql === 'commit') return Promise.reject(Object.assign(new Error('lost'), { code }))
            return Promise.resolve({
              rows: sql.includes('cay.own_tags') ? [{ tag: 'user:1' }] : [],
              rowCount: 0,
            })
          },
        })
      },
    }
    const changes = postgresChanges({ pool, tables })
    const steps: unknown[] = []
    changes.attach({
      duringWrite: async (transaction) => {
        try {
          return await transaction()
        } finally {
          steps.push('ended')
        }
      },
      reconsider: () => Promise.resolve(),
      invalidate: (tags) => {
        steps.push(tags)
        return Promise.resolve('applied')
      },
    })
    await expect(changes.write(() => Promise.resolve())).rejects.toMatchObject({ name: 'CommitUnknownError' })
    expect(steps).toEqual(['ended', ['user:1']])
  },
)

test('a cache on the change log never returns what a write through the door has replaced', async () => {
  const fixture = await onPglite()
  await fixture.changes.install()
  await using cay: Cay = createCay({ changes: fixture.changes })
  const users = cay.record({
    name: 'user',
    fields: { id: 'int', email: 'text', name: 'text?' },
    id: 'id',
    aliases: { email: (value: string) => value.toLowerCase() },
    load: async (ids) =>
      (await fixture.read(`select * from users where id in (${ids.join()})`)) as {
        id: number
        email: string
        name: string
      }[],
    find: {
      email: async ([email = '']) =>
        (await fixture.read(`select id, email from users where email = '${email}'`)) as {
          id: number
          email: string
        }[],
    },
  })
  expect(await users.getBy('email', 'ann')).toBeNull()
  await fixture.changes.write((tx) => tx.query("insert into users values (1, 'ann', 'Ann')"))
  expect((await users.getBy('email', 'ann'))?.name).toBe('Ann')
  await fixture.changes.write((tx) => tx.query("update users set name = 'Anna', email = 'anna'"))
  expect(await users.getBy('email', 'ann')).toBeNull()
  expect((await users.get(1))?.name).toBe('Anna')
  await fixture.changes.write((tx) => tx.query('delete from users'))
  expect(await users.get(1)).toBeNull()
  await fixture.stop()
})

test('a connection that breaks between two statements fails the write, and not the process', async () => {
  const connectionString = await server.createDatabase()
  const pool = new pg.Pool({ connectionString, max: 1 })
  pool.on('error', () => undefined)
  const psql = new pg.Client({ connectionString })
  await psql.connect()
  const changes = postgresChanges({ pool, tables })
  await changes.install()
  const others = async (): Promise<number> => {
    const found = await psql.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    for (const { pid } of found.rows) await psql.query('select pg_terminate_backend($1)', [pid])
    return found.rows.length
  }
  const writing = changes.write(async (tx) => {
    await tx.query('select 1')
    await expect.poll(others).toBe(0)
    await tx.query('select 1')
  })
  await expect(writing).rejects.toThrow()
  await changes.write((tx) => tx.query('select 1'))
  await psql.end()
  await pool.end()
})

test('a connection that the server ends in the moment in which it is handed on fails the write, and nothing else', async () => {
  await using server = await startPostgres()
  const url = new URL(await server.createDatabase())
  await using way = await startFaultProxy(server.port)
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  url.port = String(way.port)
  const pool = new pg.Pool({ connectionString: url.href, max: 1 })
  pool.on('error', () => undefined)
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid
  const state = async (): Promise<string | undefined> =>
    (await admin.query<{ state: string }>('select state from pg_stat_activity where pid = $1', [pid])).rows[0]
      ?.state
  // The only connection is busy, and the door waits for it. Its answer, and the last words of the server, arrive together.
  const first = pool.query('select pg_sleep(0.2)')
  await expect.poll(state).toBe('active')
  const writing = postgresChanges({ pool, tables: [] }).write((tx) => tx.query('select 1'))
  await way.break({ kind: 'black hole', towards: 'client' })
  await expect.poll(state).toBe('idle')
  await admin.query('select pg_terminate_backend($1)', [pid])
  await expect.poll(state).toBeUndefined()
  await way.heal()
  await first
  await expect(writing).rejects.toThrow()
  await admin.end()
  await pool.end()
})
