import { startPostgres, type Postgres } from '@cay/servers'
import { track, type PostgresChanges } from '@cay/postgres'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { here, onPglite, onPostgres, toldSince, type TestDatabase, inspected } from './databases.ts'

const tables = [
  track('users', { record: 'user', aliases: ['email'], touches: ['users'] }),
  track('events', { touches: ['events'] }),
]
const createTables = `
  create table users (id int primary key, email text);
  create table events (id int) partition by list (id);
  create table events_1 partition of events for values in (1);`

let server: Postgres
beforeAll(async () => {
  server = await startPostgres({ settings: { wal_level: 'logical' } })
})
afterAll(async () => {
  await server.stop()
})

describe.each([
  ['PGlite', onPglite],
  ['PostgreSQL', () => onPostgres(server)],
])('inspect on %s', (_name, start) => {
  let database: TestDatabase
  let changes: PostgresChanges
  beforeAll(async () => {
    database = await start()
    changes = database.changes(tables)
  })
  beforeEach(async () => {
    await database.run(`
      drop schema if exists cay cascade; drop schema public cascade; create schema public; ${createTables}`)
    await changes.install()
    expect(await inspected(changes)).toEqual({ unfollowed: [] })
  })
  afterAll(() => database.stop())

  describe('finds a table that is not followed, and says what to do', () => {
    const ofUsers = { table: 'public.users', tags: ['user:*', 'users:*'] }
    const ofEvents = { table: 'public.events', tags: ['events:*'] }

    test.each([
      [
        'a trigger that is off',
        'alter table users disable trigger cay_update',
        ofUsers,
        /Triggers of public.users .*select cay.follow\('public.users'\)/,
      ],
      [
        'a trigger that replication passes by',
        'alter table users enable trigger cay_delete',
        ofUsers,
        /not ENABLE ALWAYS/,
      ],
      [
        'triggers turned off and on again',
        'alter table users disable trigger all; alter table users enable trigger all',
        ofUsers,
        /not ENABLE ALWAYS/,
      ],
      ['a trigger that is gone', 'drop trigger cay_truncate on users', ofUsers, /missing/],
      [
        'a table made anew',
        'drop table users; create table users (id int, email text)',
        ofUsers,
        /Triggers of public.users/,
      ],
      [
        'a new partition',
        'create table events_2 partition of events for values in (2)',
        ofEvents,
        /Triggers of public.events_2 are missing.*cay.follow\('public.events'\)/,
      ],
      [
        'a partition attached',
        'create table events_2 (id int); alter table events attach partition events_2 for values in (2)',
        ofEvents,
        /events_2/,
      ],
      [
        'triggers of another’s function',
        `
        create function public.nothing() returns trigger language plpgsql as 'begin return null; end';
        drop trigger cay_insert on users;
        create trigger cay_insert after insert on users for each statement execute function nothing();
        alter table users enable always trigger cay_insert`,
        ofUsers,
        /Triggers of public.users/,
      ],
      [
        'a function that was changed',
        `
        create or replace function cay."public.users"() returns trigger language plpgsql security definer
        as 'begin return null; end'`,
        ofUsers,
        /not the one that was installed/,
      ],
      [
        'a function that has lost its rights',
        'alter function cay."public.users"() security invoker',
        ofUsers,
        /not the one that was installed/,
      ],
      ['a table that is gone', 'drop table users', ofUsers, /no table public.users/],
      ['a column that is gone', 'alter table users drop column email', ofUsers, /no column email/],
      [
        'a rule that is not installed',
        "update cay.tracked set rules = array['user:{id}'] where relation = 'public.users'",
        ofUsers,
        /do not touch users, user.email\?/,
      ],
      [
        'a table that nobody tracks',
        "delete from cay.tracked where relation = 'public.users'",
        ofUsers,
        /not logged/,
      ],
    ])('%s', async (_what, sql, of, because) => {
      await database.run(sql)
      const { unfollowed } = await inspected(changes)
      expect(unfollowed).toEqual([{ ...of, because: expect.stringMatching(because) as string }])
      expect(unfollowed[0]?.because).toMatch(/^[A-Z].*\.$/)
    })

    test('all of them where there is no log', async () => {
      await database.run('drop schema cay cascade')
      const because = expect.stringContaining('no change log in this database') as string
      expect(await inspected(changes)).toEqual({
        unfollowed: [
          { ...ofUsers, because },
          { ...ofEvents, because },
        ],
      })
    })

    test('one that somebody else tracks, too; but none that is gone', async () => {
      await database.changes([]).install()
      await database.run('drop trigger cay_truncate on users; drop table events')
      expect((await inspected(database.changes([]))).unfollowed).toMatchObject([ofUsers])
    })
  })

  test('what it says mends it', async () => {
    await database.run(
      'alter table users disable trigger all; create table events_2 partition of events for values in (2)',
    )
    await database.run("select cay.follow('public.users'), cay.follow('public.events')")
    expect(await inspected(changes)).toEqual({ unfollowed: [] })
    await database.run(
      'alter function cay."public.users"() security invoker; drop trigger cay_update on users',
    )
    expect(await changes.install()).toEqual({ unfollowed: [] })
    const position = await here(changes)
    await database.run('insert into events_2 values (2)')
    expect(await toldSince(changes, position)).toEqual(['events'])
  })

  describe('looks after the log', () => {
    const log = (): Promise<unknown> => database.run('select tag from cay.log order by xid, tag')
    /** As if so much time had passed since the marks that there are. */
    const letPass = (interval: string): Promise<unknown> =>
      database.run(`update cay.mark set at = at - interval '${interval}'`)

    test('marks where it stands every five minutes', async () => {
      const marks = (): Promise<unknown> => database.run('select count(*)::int as n from cay.mark')
      expect(await marks()).toEqual([{ n: 1 }])
      await letPass('4 minutes 30 seconds')
      await inspected(changes)
      expect(await marks()).toEqual([{ n: 1 }])
      await letPass('1 minute')
      await inspected(changes)
      expect(await marks()).toEqual([{ n: 2 }])
    })

    test('forgets what every position of the last hour has seen, and says so to older ones', async () => {
      const old = await here(changes)
      await database.run('insert into users values (1)')
      await letPass('6 minutes')
      await inspected(changes)
      const kept = await here(changes)
      await database.run('insert into users values (2)')
      await letPass('61 minutes')
      await inspected(changes)
      expect(await log()).toEqual([{ tag: 'user:2' }, { tag: 'users' }])
      expect(await toldSince(changes, old)).toBe('unknown')
      expect(await toldSince(changes, kept)).toEqual(['user:2', 'users'])
      // Of the marks only those are kept that are still needed.
      expect(
        await database.run("select count(*)::int as n from cay.mark where at < now() - interval '1 hour'"),
      ).toEqual([{ n: 1 }])
    })

    test('however much there is to forget', async () => {
      await database.run(`
        insert into cay.log (xid, tag) select pg_current_xact_id(), 'a:' || g from generate_series(1, 25000) g`)
      await letPass('6 minutes')
      await inspected(changes)
      await letPass('61 minutes')
      await inspected(changes)
      expect(await log()).toEqual([])
    })
  })
})

describe('inspect on PostgreSQL', () => {
  test('forgets nothing that was committed after the snapshot of an hour ago, however early it began', async () => {
    const database = await onPostgres(server)
    const changes = database.changes()
    await changes.install()
    // It begins before the mark is made and is committed long after: by its age it would be forgotten before it was seen.
    const long = await database.begin()
    await long.touch('long:1')
    await changes.record(['short:1'])
    await inspected(changes)
    const position = await here(changes)
    await database.run("update cay.mark set at = at - interval '90 minutes'")
    await inspected(changes)
    await long.commit()
    await database.run("update cay.mark set at = at - interval '10 minutes'")
    await inspected(changes)
    expect(await toldSince(changes, position)).toEqual(['long:1'])
    await database.stop()
  })

  test('is of one instance at a time, and none waits for another', async () => {
    const database = await onPostgres(server)
    const changes = database.changes()
    await changes.install()
    const marks = (): Promise<unknown> => database.run('select count(*)::int as n from cay.mark')
    const another = new pg.Client(database.url)
    await another.connect()
    await another.query("begin; select pg_advisory_xact_lock(hashtext('cay.tidy'))")
    await inspected(changes)
    expect(await marks()).toEqual([{ n: 0 }])
    await another.end()
    await Promise.all([1, 2, 3, 4].map(() => inspected(changes)))
    await inspected(changes)
    expect(await marks()).toEqual([{ n: 1 }])
    await database.stop()
  })

  test('finds a table that logical replication writes to: it fires no statement trigger', async () => {
    const [source, target] = [await onPostgres(server), await onPostgres(server)]
    for (const database of [source, target]) await database.run(createTables)
    await source.run('create publication cay for table users')
    await source.run("select pg_create_logical_replication_slot('cay_test', 'pgoutput')")
    const changes = target.changes(tables)
    await changes.install()
    await target.run(`
      create subscription cay connection '${source.url.replace('postgres://', 'postgresql://')}' publication cay
      with (create_slot = false, slot_name = 'cay_test', copy_data = false)`)
    const position = await here(changes)
    await source.run('insert into users values (1)')
    await expect.poll(() => target.run('select id from users')).toEqual([{ id: 1 }])
    // This is why: PostgreSQL fires only row triggers for it.
    expect(await toldSince(changes, position)).toEqual([])
    expect((await inspected(changes)).unfollowed).toEqual([
      {
        table: 'public.users',
        tags: ['user:*', 'users:*'],
        because: expect.stringContaining('Logical replication writes to public.users') as string,
      },
    ])
    await target.run('alter subscription cay disable')
    await target.run('alter subscription cay set (slot_name = none)')
    await target.run('drop subscription cay')
    await expect
      .poll(() => source.run("select active from pg_replication_slots where slot_name = 'cay_test'"))
      .toEqual([{ active: false }])
    await source.run("select pg_drop_replication_slot('cay_test')")
    await target.stop()
    await source.stop()
  })
})
