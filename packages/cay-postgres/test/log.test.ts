import { startPostgres, startStandby, type Postgres } from '@cay/servers'
import { installSql, postgresChanges, track } from '@cay/postgres'
import * as fc from 'fast-check'
import { connect, createServer, type Server, type Socket } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { here, onPostgres, readOnlyPool, toldSince, type TestPostgres, inspected } from './databases.ts'

const users = track('users', { record: 'user', touches: ['users'] })
const createTables = 'create table users (id int primary key, name text)'

let server: Postgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server.stop()
})

describe('a position', () => {
  let database: TestPostgres
  beforeAll(async () => {
    database = await onPostgres(server)
    await database.run(createTables)
    await database.changes([users]).install()
  })
  afterAll(() => database.stop())

  test('of another database of the same server says nothing here', async () => {
    const other = await onPostgres(server)
    await other.changes().install()
    expect(await toldSince(database.changes(), await here(other.changes()))).toBe('unknown')
    await other.stop()
  })

  test('from the future, as one is from before a failover that lost transactions, says nothing', async () => {
    const changes = database.changes()
    const position = await here(changes)
    const future = position.replace(/\|.*/, '|7000000000:7000000001:7000000000')
    expect(await toldSince(changes, future)).toBe('unknown')
    expect(await toldSince(changes, position.replace(/\|.*/, '|1:7000000001:'))).toBe('unknown')
    expect(await toldSince(changes, position)).toEqual([])
  })

  test('that is any text at all is answered, and never with an error', async () => {
    const changes = database.changes()
    const position = await here(changes)
    const [identity = ''] = position.split('|')
    const number = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n ** 70n }).map(String),
      fc.constantFrom('', '-1', '0', '00', '1e3'),
    )
    const snapshot = fc
      .tuple(number, number, fc.array(number, { maxLength: 5 }))
      .map(([xmin, xmax, xip]) => `${identity}|${xmin}:${xmax}:${xip.join()}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(snapshot, fc.string(), fc.string({ unit: 'binary' })), { maxLength: 65 }),
        async (texts) => {
          const { changed } = await changes.since([...texts, position], 10_000)
          expect(changed).toHaveLength(texts.length + 1)
          expect(changed.at(-1)).toEqual([])
        },
      ),
      { numRuns: 100 },
    )
  })

  test('that too much has changed since to tell one by one says that anything may have', async () => {
    const changes = database.changes()
    const before = await here(changes)
    await database.run("select cay.touch(variadic array(select 'a:' || g from generate_series(1, 10000) g))")
    const between = await here(changes)
    expect(await toldSince(changes, before)).toHaveLength(10_000)
    await changes.record(['b'])
    expect(await toldSince(changes, before)).toBe('unknown')
    expect(await toldSince(changes, between)).toEqual(['b'])
    // Few tags, but so many rows of them that reading them would take too long.
    await database.run("insert into cay.log (tag) select 'c' from generate_series(1, 100001)")
    expect(await toldSince(changes, between)).toBe('unknown')
  })
})

describe('a log of 300,000 rows behind one long transaction', () => {
  let database: TestPostgres
  beforeAll(async () => {
    database = await onPostgres(server)
    await database.changes().install()
  })
  afterAll(() => database.stop())

  test('is read by its index, and only where something is new', async () => {
    const changes = database.changes()
    const long = new pg.Client(database.url)
    await long.connect()
    await long.query("begin; insert into cay.log (tag) select 'own:' || g from generate_series(1, 50000) g")
    await database.run("insert into cay.log (tag) select 'old:' || g from generate_series(1, 300000) g")
    const position = await here(changes)
    await changes.record(['new:1', 'new:2'])
    const client = new pg.Client(database.url)
    await client.connect()
    const inOneTransaction = postgresChanges({
      pool: {
        connect: (taken) => {
          taken(undefined, {
            query: (text, values) => client.query(text, values),
            release: () => undefined,
            on: () => undefined,
            off: () => undefined,
          })
        },
      },
      tables: [],
    })
    const counts = async (): Promise<{ rows: number; entries: number }> => {
      const { rows } = await client.query<{ rows: number; entries: number }>(`
        select pg_stat_get_xact_tuples_returned('cay.log'::regclass)::int as rows,
          pg_stat_get_xact_tuples_returned('cay.log_xid'::regclass)::int as entries`)
      return rows[0] ?? { rows: NaN, entries: NaN }
    }
    // Whether the statistics are new or there are none yet.
    for (const statement of ['select 1', 'analyze cay.log']) {
      await database.run(statement)
      const before = await counts()
      await client.query('begin')
      expect(await toldSince(inOneTransaction, position)).toEqual(['new:1', 'new:2'])
      await client.query('commit')
      const after = await counts()
      // Neither the rows behind the long transaction nor its own, which nobody can see yet.
      expect([after.rows - before.rows, after.entries - before.entries]).toEqual([0, 2])
    }
    await client.end()
    await long.query('rollback')
    await long.end()
  })
})

describe('a deadline', () => {
  test('is kept by a server that does not answer, whose connection is closed; the next question gets another', async () => {
    const database = await onPostgres(server)
    await database.changes().install()
    const gate = await startGate(server.port)
    const pool = readOnlyPool(database.url.replace(String(server.port), String(gate.port)), {
      max: 1,
      connectionTimeoutMillis: 200,
    })
    const changes = postgresChanges({ pool, tables: [] })
    expect((await changes.since([], 10_000)).changed).toEqual([])
    gate.close()
    await expect(changes.since([], 50)).rejects.toThrow('did not answer within 50 ms')
    // Nobody answers a new connection either: it is waited for no longer, and does not stand in the way later.
    await expect(changes.since([], 50)).rejects.toThrow('did not answer within 50 ms')
    gate.open()
    expect((await changes.since([], 10_000)).changed).toEqual([])
    await pool.end()
    await gate.stop()
    await database.stop()
  })

  test('is kept where the pool has no connection to spare; a pool of its own has', async () => {
    const database = await onPostgres(server)
    await database.changes().install()
    const [pool, fencePool] = [readOnlyPool(database.url, { max: 1 }), readOnlyPool(database.url, { max: 1 })]
    const busy = await pool.connect()
    await expect(postgresChanges({ pool, tables: [] }).since([], 50)).rejects.toThrow('within 50 ms')
    expect((await postgresChanges({ pool, fencePool, tables: [] }).since([], 10_000)).changed).toEqual([])
    busy.release()
    // What came too late went back to the pool.
    expect((await postgresChanges({ pool, tables: [] }).since([], 10_000)).changed).toEqual([])
    await pool.end()
    await fencePool.end()
    await database.stop()
  })
})

describe('a role with no more than was granted by installSql', () => {
  let database: TestPostgres
  beforeEach(async () => {
    database = await onPostgres(server)
    await database.run(createTables)
  })

  test.each([
    ['which may read which cluster it is', 'select 1'],
    ['which may not', 'revoke execute on function pg_control_system() from public'],
  ])('%s, writes, follows, records, inspects and starts', async (_which, restrict) => {
    const [app, owner] = [await roleIn(database, 'app'), await roleIn(database, 'owner')]
    await database.run(
      `${restrict}; alter table users owner to ${owner.name}; grant insert on users to ${app.name}`,
    )
    await database.run(`grant create on database ${new URL(database.url).pathname.slice(1)} to ${owner.name}`)
    // Beside its own, tables of which it knows nothing, in a schema that is closed to it.
    await database.run(
      `create schema other; create table other.things (id int); alter schema other owner to ${owner.name}`,
    )
    await database.run(`alter table other.things owner to ${owner.name}`)
    await owner.run(installSql([users, track('other.things', { record: 'thing' })], { grantTo: app.name }))
    const changes = postgresChanges({ pool: app.pool, tables: [users] })
    expect(await changes.install()).toEqual({ unfollowed: [] })

    const position = await here(changes)
    expect(position).toMatch(restrict.startsWith('revoke') ? /^0\./ : /^\d{10,}\./)
    await changes.write((tx) => tx.query('insert into users values (1)'))
    await changes.record(['jobs'])
    await app.run('begin read write; insert into users values (2); commit')
    expect(await toldSince(changes, position)).toEqual(['jobs', 'user:1', 'user:2', 'users'])
    expect(await inspected(changes)).toEqual({ unfollowed: [] })
    expect(await database.run('select count(*)::int as n from cay.mark')).toEqual([{ n: 1 }])

    await expect(app.run('begin read write; delete from cay.log')).rejects.toThrow(/permission denied/)
    await app.run('rollback')
    await database.run('drop trigger cay_insert on users')
    expect((await inspected(changes)).unfollowed).toHaveLength(1)
    await expect(changes.install()).rejects.toThrow(/must be owner|permission denied/)
    for (const role of [app, owner]) await role.stop()
    await database.stop()
  })

  test('a writer with no right on the log at all still has it written', async () => {
    await database.changes([users]).install()
    const writer = await roleIn(database, 'writer')
    await database.run(`grant insert on users to ${writer.name}`)
    const position = await here(database.changes())
    await writer.run('begin read write; insert into users values (7); commit')
    expect(await toldSince(database.changes(), position)).toEqual(['user:7', 'users'])
    await expect(writer.run('select * from cay.log')).rejects.toThrow(/permission denied/)
    await writer.stop()
    await database.stop()
  })
})

describe('a server that', () => {
  test('has crashed may hand out transaction ids again: positions from before say nothing', async () => {
    await using crashing = await startPostgres({
      // Nothing is written to the disk of itself, so that the crash takes back what was not waited for.
      settings: { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' },
    })
    const database = await onPostgres(crashing)
    await database.run(createTables)
    const changes = database.changes([users])
    await changes.install()
    await database.run('checkpoint')
    const [first] = await database.run('select pg_current_xact_id()::text as xid')
    for (let i = 0; i < 20; i += 1) await database.run('select pg_current_xact_id()')
    const position = await here(changes)
    await crashing.kill()
    await crashing.restart()
    const [again] = await untilAnswered(() => database.run('select pg_current_xact_id()::text as xid'))
    expect(Number(again?.['xid'])).toBeLessThan(Number(first?.['xid']) + 20)
    // Its transaction is one that the position has seen, by its number.
    await database.run('insert into users values (1)')
    const [{ tags, xid } = {}] = await database.run(
      "select min(xid::text) as xid, count(*)::int as tags from cay.log where tag in ('user:1', 'users')",
    )
    expect(tags).toBe(2)
    // By now so much has happened that the position does not lie in the future any more.
    for (let i = 0; i < 40; i += 1) await database.run('select pg_current_xact_id()')
    expect(BigInt(String(xid))).toBeLessThan(BigInt(position.split(':')[1] ?? '0'))
    expect(await toldSince(changes, position)).toBe('unknown')
    await database.run('insert into users values (2)')
    expect(await toldSince(changes, await here(changes))).toEqual([])
    await database.stop()
  })

  test('was restarted in order knows its positions', async () => {
    await using restarted = await startPostgres()
    const database = await onPostgres(restarted)
    const changes = database.changes()
    await changes.install()
    const position = await here(changes)
    await changes.record(['a'])
    await restarted.restart()
    expect(await untilAnswered(() => toldSince(changes, position))).toEqual(['a'])
    await database.stop()
  })

  test('is a standby can’t be followed; once promoted, it is another, and its own positions hold', async () => {
    await using primary = await startPostgres()
    const database = await onPostgres(primary)
    await database.run(createTables)
    await database.changes([users]).install()
    const position = await here(database.changes())
    await using standby = await startStandby(primary)
    const pool = readOnlyPool(database.url.replace(String(primary.port), String(standby.port)))
    const changes = postgresChanges({ pool, tables: [users] })
    await expect(changes.since([position], 10_000)).rejects.toThrow(/recovery is in progress/)
    await primary.kill()
    await standby.promote()
    expect(await untilAnswered(() => toldSince(changes, position))).toBe('unknown')
    const own = await here(changes)
    expect(own.split('.').slice(0, 3)).toEqual([...position.split('.').slice(0, 2), '00000002'])
    await changes.write((tx) => tx.query('insert into users values (1)'))
    expect(await toldSince(changes, own)).toEqual(['user:1', 'users'])
    await pool.end()
    await database.stop()
  })
})

interface Role {
  readonly name: string
  readonly pool: pg.Pool
  readonly run: (sql: string) => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** Roles are of the whole server: each has a name of its own. */
async function roleIn(database: TestPostgres, name: string): Promise<Role> {
  const url = new URL(database.url)
  url.username = `${name}_${url.pathname.slice(-6)}`
  await database.run(`create role ${url.username} login`)
  const pool = readOnlyPool(url.href, { max: 1, ...(name === 'owner' ? { options: '' } : {}) })
  return { name: url.username, pool, run: (sql) => pool.query(sql), stop: () => pool.end() }
}

/** A server that comes back, and connections that learn of it one by one. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  const asked = async (): Promise<{ readonly answer: T } | undefined> => {
    try {
      return { answer: await ask() }
    } catch {
      return undefined
    }
  }
  let answer: { readonly answer: T } | undefined
  await expect.poll(async () => (answer = await asked()), { timeout: 10_000 }).toBeDefined()
  if (answer === undefined) throw new Error('Never answered.')
  return answer.answer
}

interface Gate {
  readonly port: number
  readonly open: () => void
  /** From now on nothing passes, neither on connections that there are nor on new ones; none is ended. */
  readonly close: () => void
  readonly stop: () => Promise<void>
}

/** A way to a server that can become a black hole. */
async function startGate(port: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  let isOpen = true
  const gate: Server = createServer((inner) => {
    const outer = connect(port, '127.0.0.1')
    const isOfThoseClosed = !isOpen
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from)
      from.on('error', () => undefined).on('close', () => to.destroy())
      from.on('data', (bytes) => {
        if (isOpen && !isOfThoseClosed) to.write(bytes)
      })
    }
  })
  await new Promise<void>((resolve) => {
    gate.listen(0, '127.0.0.1', resolve)
  })
  const address = gate.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return {
    port: address.port,
    open: () => {
      isOpen = true
    },
    close: () => {
      isOpen = false
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => gate.close(resolve))
    },
  }
}
