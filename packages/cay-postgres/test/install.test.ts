import { startPostgres, type Postgres } from '@cay/servers'
import { installSql, track, type TrackedTable } from '@cay/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { here, onPglite, onPostgres, toldSince, type TestDatabase, inspected } from './databases.ts'

const users = track('users', { record: 'user', aliases: ['email'], touches: ['users'] })
const posts = track('posts', { record: 'post', touches: ['posts.by:{author_id}'] })
const createTables = `
  create table users (id int primary key, email text);
  create table posts (id int primary key, author_id int, born date)`

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
])('install on %s', (_name, start) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await start()
  })
  beforeEach(async () => {
    await database.run(createTables)
  })
  afterEach(async () => {
    await database.run('drop schema cay cascade; drop schema public cascade; create schema public')
  })
  afterAll(() => database.stop())

  /** All that is installed, each with the transaction that made it: what is made anew is another. */
  const installed = (): Promise<unknown> =>
    database.run(`
      select 'trigger' as kind, tgrelid::regclass || ' ' || tgname as name, xmin::text from pg_trigger where not tgisinternal
      union all select 'function', oid::regprocedure::text, xmin::text from pg_proc where pronamespace = 'cay'::regnamespace
      union all select 'table', relation, xmin::text from cay.tracked order by 1, 2`)

  const touchedBy = async (sql: string): Promise<readonly string[] | 'unknown'> => {
    const changes = database.changes()
    const position = await here(changes)
    await database.run(sql)
    return toldSince(changes, position)
  }

  test('again changes nothing', async () => {
    const changes = database.changes([users, posts])
    expect(await changes.install()).toEqual({ unfollowed: [] })
    const first = await installed()
    await changes.install()
    expect(await installed()).toEqual(first)
  })

  test('touches a table that is brought under the log: what was cached of it may have missed a change', async () => {
    const changes = database.changes([track('users', { record: 'user', touches: ['users'] })])
    await changes.install()
    const position = await here(changes)
    await changes.install()
    expect(await toldSince(changes, position)).toEqual([])
    await database.run('drop trigger cay_insert on users')
    await changes.install()
    expect(await toldSince(changes, position)).toEqual(['user:*', 'users:*'])
  })

  test('before the tables are there installs the log, names what is missing, and is completed later', async () => {
    const places = track('places', { record: 'place', touches: ['places'] })
    const changes = database.changes([users, places])
    const { unfollowed } = await changes.install()
    expect(unfollowed).toEqual([
      {
        table: 'public.places',
        tags: ['place:*', 'places:*'],
        because: expect.stringContaining('no table public.places') as string,
      },
    ])
    expect(await inspected(changes)).toEqual({ unfollowed })
    await changes.write((tx) => tx.execute('create table places (id int)'))
    expect(await changes.install()).toEqual({ unfollowed: [] })
    expect(await touchedBy('insert into places values (1)')).toEqual(['place:1', 'places'])
  })

  test('of two versions of an application keeps what either reads by, in whatever order they start', async () => {
    const newer = track('users', { record: 'user', touches: ['user.named:{email}'] })
    const everything = ['user.email?', 'user.named:a', 'user:1', 'users']
    await database.changes([users]).install()
    await database.changes([newer]).install()
    expect(await touchedBy("insert into users values (1, 'a')")).toEqual(everything)
    const before = await installed()
    expect(await database.changes([users]).install()).toEqual({ unfollowed: [] })
    expect(await installed()).toEqual(before)
    expect(await inspected(database.changes([newer]))).toEqual({ unfollowed: [] })
    expect(await touchedBy("delete from users; insert into users values (1, 'a')")).toEqual(everything)
  })

  test('gives up a rule of an earlier version whose column has been dropped, so that the table can be written to', async () => {
    await database.changes([posts]).install()
    await database.run('alter table posts drop column author_id')
    await expect(database.run('insert into posts values (1)')).rejects.toThrow(/author_id/)
    const later = track('posts', { record: 'post', touches: ['posts'] })
    expect(await database.changes([later]).install()).toEqual({ unfollowed: [] })
    expect(await touchedBy('insert into posts values (1)')).toEqual(['post:1', 'posts'])
  })

  test('of several features that each make something of one table puts all of it in', async () => {
    const other = track('users', { touches: ['admin.lists'] })
    expect(await database.changes([users, other]).install()).toEqual({ unfollowed: [] })
    expect(await touchedBy('insert into users values (1)')).toEqual(['admin.lists', 'user:1', 'users'])
  })

  test.each([
    ['a column that is not there', track('users', { record: 'user', id: 'uid' }), /no column uid/],
    [
      'one of them',
      track('posts', { touches: ['posts.by:{writer_id}.{author_id}'] }),
      /no column writer_id:/,
    ],
    ['an alias', track('users', { record: 'user', aliases: ['phone'] }), /no column phone/],
    [
      'a column whose text is another in each session',
      track('posts', { touches: ['posts.on:{born}'] }),
      /text of column born/,
    ],
  ])('says what is wrong with %s, and installs nothing', async (_what, table: TrackedTable, message) => {
    await database.changes().install()
    const before = await installed()
    const changes = database.changes([table])
    await expect(changes.install()).rejects.toMatchObject({
      code: 'CAY_OPTION_INVALID',
      message: expect.stringMatching(message) as string,
    })
    expect(await installed()).toEqual(before)
    expect((await inspected(changes)).unfollowed).toMatchObject([
      { because: expect.stringMatching(message) as string },
    ])
  })

  test('takes enums, domains and every kind of id for a tag', async () => {
    await database.run(`
      create type kind as enum ('big', 'small'); create domain code as text; create domain short_code as code;
      create table things (id bigint, kind kind, code short_code, at uuid, is_new boolean, n numeric, name varchar(9), word char(5))`)
    const columns = ['id', 'kind', 'code', 'at', 'is_new', 'n', 'name', 'word']
    const things = track('things', { touches: columns.map((column) => `${column}:{${column}}`) })
    expect(await database.changes([things]).install()).toEqual({ unfollowed: [] })
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
    expect(
      await touchedBy(
        `insert into things values (9007199254740993, 'big', 'x', '${id}', true, 1.50, 'ann', 'ab')`,
      ),
    ).toEqual([
      ...[
        'at:0f8fad5b-d9cb-469f-a165-70867728950e',
        'code:x',
        'id:9007199254740993',
        'is_new:true',
        'kind:big',
      ],
      ...['n:1.50', 'name:ann', 'word:ab'],
    ])
  })

  test('by installSql, run by hand and twice, is the same as install', async () => {
    await database.run(installSql([users, posts]))
    const first = await installed()
    expect(await database.changes([users, posts]).install()).toEqual({ unfollowed: [] })
    expect(await installed()).toEqual(first)
    await database.run(installSql([users, posts]))
    expect(await inspected(database.changes([users, posts]))).toEqual({ unfollowed: [] })
    expect(await touchedBy('insert into posts values (1, 2)')).toEqual(['post:1', 'posts.by:2'])
  })

  test('by installSql replaces rules: a column they named can be dropped with it, and the table stays writable', async () => {
    await database.changes([posts]).install()
    const later = track('posts', { record: 'post', touches: ['posts'] })
    await database.run(`begin; ${installSql([later])}; alter table posts drop column author_id; commit`)
    expect(await touchedBy('insert into posts values (1)')).toEqual(['post:1', 'posts'])
    expect(await inspected(database.changes([later]))).toEqual({ unfollowed: [] })
  })

  test('is undone for a table by two statements', async () => {
    await database.changes([users, posts]).install()
    await database.run(`
      drop function cay."public.posts" cascade; delete from cay.tracked where relation = 'public.posts'`)
    expect(await touchedBy('insert into posts values (1)')).toEqual([])
    expect(await inspected(database.changes([users]))).toEqual({ unfollowed: [] })
  })

  test('leaves a newer version of its SQL alone, and still follows tables of its own', async () => {
    await database.changes([users]).install()
    await database.run("comment on schema cay is 'The change log of Cay, version 999'")
    await database.run(`
      do $$ begin execute (
        select replace(pg_get_functiondef(oid), 'return null', '/* newer */ return null') from pg_proc where proname = 'public.users'
      ); end $$;
      update cay.tracked set fingerprint = md5(prosrc) from pg_proc where proname = 'public.users'`)
    const before = await installed()
    expect(await database.changes([users]).install()).toEqual({ unfollowed: [] })
    expect(await installed()).toEqual(before)
    expect(await database.changes([users, posts]).install()).toEqual({ unfollowed: [] })
    expect(await touchedBy('insert into posts values (1)')).toEqual(['post:1'])
  })
})

test('instances that start together wait for one another, longer than their statements may take', async () => {
  const database = await onPostgres(server)
  await database.run(createTables)
  const first = new pg.Client(database.url)
  await first.connect()
  await first.query("begin; select pg_advisory_xact_lock(hashtext('cay.install'))")
  const pools = [1, 2, 3].map(
    () => new pg.Pool({ connectionString: database.url, statement_timeout: 50, max: 2 }),
  )
  const installs = pools.map((pool) => database.changes([users, posts], pool).install())
  const waiting = 'select count(*)::int as n from pg_locks where not granted and pid <> pg_backend_pid()'
  await expect.poll(() => database.run(waiting)).toEqual([{ n: 3 }])
  await expect
    .poll(
      async () =>
        (
          await database.run(
            "select now() - min(query_start) > '60 ms' as is_late from pg_stat_activity where wait_event_type = 'Lock'",
          )
        )[0],
    )
    .toEqual({ is_late: true })
  await first.query('commit')
  expect(await Promise.all(installs)).toEqual([{ unfollowed: [] }, { unfollowed: [] }, { unfollowed: [] }])
  await first.end()
  for (const pool of pools) await pool.end()
  await database.stop()
})
