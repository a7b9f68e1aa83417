import { startPostgres, type Postgres } from '@cay/servers'
import { track, type PostgresChanges } from '@cay/postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { here, onPglite, onPostgres, toldSince, type TestDatabase } from './databases.ts'

const createTables = `
  create table users (id int primary key, email text, team text, "order" int, changed text);
  create table posts (id int primary key, author_id int references users on delete cascade on update cascade);
  create table follows (follower_id int, followed_id int);
  create schema app;
  create table app."Notes" ("noteId" uuid primary key, "user" text);

  create table events (id int, day int, primary key (id, day)) partition by range (day);
  create table events_1 partition of events for values from (0) to (10);
  create table events_2 partition of events for values from (10) to (20) partition by list (id);
  create table events_2_one partition of events_2 for values in (1);
  create table events_2_others partition of events_2 default;
  create table visits (event_id int, event_day int,
    foreign key (event_id, event_day) references events on delete cascade on update cascade);

  create table animals (id int, name text);
  create table dogs (tail int) inherits (animals);
`
const tables = [
  track('users', {
    record: 'user',
    aliases: ['email'],
    touches: ['users', 'team:{team}', 'user.rank:{team}.{order}', 'changed:{changed}'],
  }),
  track('posts', { record: 'post', id: 'id', touches: ['posts', 'posts.by:{author_id}'] }),
  track('public.follows', { touches: ['user.followers:{followed_id}', 'user.following:{follower_id}'] }),
  track('app.Notes', { record: 'note', id: 'noteId', touches: ['notes.of:{user}'] }),
  track('events', { record: 'event', touches: ['events'] }),
  track('visits', { touches: ['visits:{event_id}'] }),
  track('animals', { record: 'animal' }),
]
const clear = 'truncate users, posts, follows, app."Notes", events, visits, animals, dogs cascade'

let server: Postgres
beforeAll(async () => {
  server = await startPostgres({ settings: { max_prepared_transactions: '4' } })
})
afterAll(async () => {
  await server.stop()
})

describe.each([
  ['PGlite', onPglite],
  ['PostgreSQL', () => onPostgres(server)],
])('a table of %s, written past the door', (_name, start) => {
  let database: TestDatabase
  let changes: PostgresChanges
  beforeAll(async () => {
    database = await start()
    await database.run(createTables)
    changes = database.changes(tables)
    expect(await changes.install()).toEqual({ unfollowed: [] })
  })
  beforeEach(async () => {
    await database.run(clear)
  })
  afterAll(() => database.stop())

  const touchedBy = async (sql: string): Promise<readonly string[] | 'unknown'> => {
    const position = await here(changes)
    await database.run(sql)
    return toldSince(changes, position)
  }

  test('by INSERT, UPDATE and DELETE: the tags of the rows, old and new', async () => {
    expect(await touchedBy("insert into users values (1, 'a@x', 'red', 7), (2, 'b@x', null, 8)")).toEqual([
      ...['team:red', 'user.email?', 'user.rank:red.7', 'user:1', 'user:2', 'users'],
    ])
    expect(await touchedBy("update users set team = 'blue', changed = 'x' where id = 1")).toEqual([
      ...['changed:x', 'team:blue', 'team:red', 'user.rank:blue.7', 'user.rank:red.7', 'user:1', 'users'],
    ])
    expect(await touchedBy('update users set team = null where id = 1')).toEqual([
      ...['changed:x', 'team:blue', 'user.rank:blue.7', 'user:1', 'users'],
    ])
    expect(await touchedBy('update users set id = 3 where id = 2')).toEqual([
      ...['user.email?', 'user:2', 'user:3', 'users'],
    ])
    expect(await touchedBy('delete from users where id = 3')).toEqual(['user:3', 'users'])
    expect(await touchedBy('delete from users where id = 3')).toEqual([])
    expect(await touchedBy('insert into follows values (1, 2), (3, 2), (null, 4)')).toEqual([
      ...['user.followers:2', 'user.followers:4', 'user.following:1', 'user.following:3'],
    ])
  })

  test('an alias that is new touches its absence; one that stays, goes or is NULL does not', async () => {
    expect(await touchedBy('insert into users values (1, null)')).not.toContain('user.email?')
    expect(await touchedBy("update users set email = 'a@x'")).toContain('user.email?')
    expect(await touchedBy("update users set team = 'red'")).not.toContain('user.email?')
    expect(await touchedBy("update users set email = 'A@x'")).toContain('user.email?')
    expect(await touchedBy('update users set email = null')).not.toContain('user.email?')
    await database.run("insert into users values (2, 'b@x'), (3, 'c@x')")
    expect(
      await touchedBy(
        "update users set email = case email when 'b@x' then 'c@x' else 'b@x' end where email is not null",
      ),
    ).toContain('user.email?')
    expect(await touchedBy('delete from users')).not.toContain('user.email?')
  })

  test('whatever its names are: of another schema, in capitals, words of SQL', async () => {
    const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
    expect(await touchedBy(`insert into app."Notes" values ('${id}', 'ann')`)).toEqual([
      ...[`note:${id}`, 'notes.of:ann'],
    ])
  })

  test('by INSERT … ON CONFLICT: what was inserted and what was updated', async () => {
    await database.run("insert into users values (1, 'a@x')")
    expect(
      await touchedBy(
        "insert into users values (1, 'z@x'), (2, 'b@x') on conflict (id) do update set team = 'red'",
      ),
    ).toEqual(['team:red', 'user.email?', 'user:1', 'user:2', 'users'])
    expect(await touchedBy('insert into users values (1) on conflict do nothing')).toEqual([])
  })

  test('by statements inside a WITH', async () => {
    await database.run('insert into users values (1), (2)')
    expect(
      await touchedBy(`
        with gone as (delete from users where id = 1 returning id), made as (insert into posts select 7, 2 returning id)
        update users set team = 'red' from made where users.id = 2`),
    ).toEqual(['post:7', 'posts', 'posts.by:2', 'team:red', 'user:1', 'user:2', 'users'])
  })

  test('by MERGE, which updates, inserts and deletes', async ({ skip }) => {
    const [row] = await database.run(
      "select current_setting('server_version_num')::int >= 150000 as has_merge",
    )
    skip(row?.['has_merge'] !== true, 'PostgreSQL 15 brought MERGE')
    await database.run('insert into posts values (1), (2)')
    expect(
      await touchedBy(`
        merge into posts using (values (1), (2), (3)) as wanted (id) on posts.id = wanted.id
        when matched and wanted.id = 1 then delete
        when matched then update set author_id = null
        when not matched then insert values (wanted.id)`),
    ).toEqual(['post:1', 'post:2', 'post:3', 'posts'])
  })

  test('by foreign keys that cascade: a deletion and a new key', async () => {
    await database.run('insert into users values (1), (2)')
    await database.run('insert into posts values (1, 1), (2, 1), (3, 2)')
    expect(await touchedBy('update users set id = 5 where id = 1')).toEqual([
      ...['post:1', 'post:2', 'posts', 'posts.by:1', 'posts.by:5', 'user:1', 'user:5', 'users'],
    ])
    expect(await touchedBy('delete from users where id = 5')).toEqual([
      ...['post:1', 'post:2', 'posts', 'posts.by:5', 'user:5', 'users'],
    ])
    await database.run('insert into events values (1, 1); insert into visits values (1, 1)')
    expect(await touchedBy('delete from events where id = 1')).toEqual(['event:1', 'events', 'visits:1'])
  })

  test('by TRUNCATE: whatever depends on the table, and on those that are emptied with it', async () => {
    expect(await touchedBy('truncate posts')).toEqual(['post:*', 'posts', 'posts:*'])
    expect(await touchedBy('truncate users cascade')).toEqual([
      ...['changed:*', 'post:*', 'posts', 'posts:*', 'team:*', 'user:*', 'users'],
    ])
    expect(await touchedBy('truncate events cascade')).toEqual(['event:*', 'events', 'visits:*'])
    expect(await touchedBy('truncate events_2_one cascade')).toEqual(['event:*', 'events', 'visits:*'])
  })

  test('in partitions: through the parent, directly, at any depth, and moving between them', async () => {
    expect(await touchedBy('insert into events values (1, 1), (2, 15)')).toEqual([
      'event:1',
      'event:2',
      'events',
    ])
    expect(await touchedBy('insert into events_1 values (3, 3)')).toEqual(['event:3', 'events'])
    expect(await touchedBy('insert into events_2_one values (1, 11)')).toEqual(['event:1', 'events'])
    expect(await touchedBy('update events_2_others set day = 16')).toEqual(['event:2', 'events'])
    expect(await touchedBy('update events set day = 17 where id = 3')).toEqual(['event:3', 'events'])
    expect(await touchedBy('update events_2 set id = 4 where id = 1')).toEqual([
      'event:1',
      'event:4',
      'events',
    ])
    expect(await touchedBy('delete from events_2 where id = 3')).toEqual(['event:3', 'events'])
    expect(await touchedBy('delete from events where id = 4')).toEqual(['event:4', 'events'])
  })

  test('in tables that inherit, through the parent and directly', async () => {
    expect(await touchedBy("insert into dogs values (1, 'Rex', 9)")).toEqual(['animal:1'])
    expect(await touchedBy("update animals set name = 'Max'")).toEqual(['animal:1'])
    expect(await touchedBy('delete from dogs')).toEqual(['animal:1'])
  })

  test('with triggers off for replication, as a restore does it', async () => {
    expect(
      await touchedBy(`
        set session_replication_role = replica; insert into users values (9); reset session_replication_role`),
    ).toEqual(['user:9', 'users'])
  })

  test('in savepoints: what was kept', async () => {
    expect(
      await touchedBy(`
        begin; insert into users values (1); savepoint a; insert into users values (2); rollback to a;
        savepoint b; insert into users values (3); release b; commit`),
    ).toEqual(['user:1', 'user:3', 'users'])
    expect(await touchedBy('begin; insert into users values (4); rollback')).toEqual([])
  })

  test('by so many rows that the whole is touched: one row of the log for each tag', async () => {
    const rows = (n: number): string =>
      `insert into users select g, null, 'red' from generate_series(1, ${n}) g`
    expect(await touchedBy(rows(1_000))).toHaveLength(1_002)
    const whole = ['changed:*', 'team:*', 'user:*', 'users']
    expect(await touchedBy(`delete from users; ${rows(100_000)}`)).toEqual(expect.arrayContaining(whole))
    await database.run('delete from cay.log')
    expect(await touchedBy('update users set "order" = 1')).toEqual(whole)
    expect(await database.run('select count(*)::int as n from cay.log')).toEqual([{ n: whole.length }])
    expect(await touchedBy('delete from users')).toEqual(whole)
  })

  test('by a writer who waits for no disk: this commit is waited for, and what waits for more is let', async () => {
    const settingAfter = async (level: string, statement: string): Promise<unknown> => {
      const [row] = await database.run(
        `begin; set local synchronous_commit = ${level}; ${statement}; show synchronous_commit; commit`,
      )
      return row?.['synchronous_commit']
    }
    expect(await settingAfter('off', 'insert into users values (1)')).toBe('on')
    expect(await settingAfter('off', "select cay.touch('user:1')")).toBe('on')
    expect(await settingAfter('off', 'update users set id = 1 where id = 99')).toBe('off')
    expect(await settingAfter('local', 'truncate users cascade')).toBe('on')
    expect(await settingAfter('remote_apply', 'insert into users values (1)')).toBe('remote_apply')
  })
})

describe('a table of PostgreSQL', () => {
  let database: TestDatabase
  let changes: PostgresChanges
  beforeAll(async () => {
    database = await onPostgres(server)
    await database.run(createTables)
    changes = database.changes(tables)
    await changes.install()
  })
  afterAll(() => database.stop())

  test('written by COPY: the tags of the rows', async () => {
    const position = await here(changes)
    await database.run('copy posts from program \'printf "1\\t\\\\N\\n2\\t\\\\N\\n"\'')
    await database.run('copy events from program \'printf "7\\t1\\n8\\t12\\n"\'')
    expect(await toldSince(changes, position)).toEqual([
      'event:7',
      'event:8',
      'events',
      'post:1',
      'post:2',
      'posts',
    ])
  })

  test('written by a prepared transaction: told when it is committed, however much later', async () => {
    const start = await here(changes)
    await database.run("begin; insert into users values (1); prepare transaction 'kept'")
    await database.run("begin; insert into users values (2); prepare transaction 'dropped'")
    const prepared = await here(changes)
    await database.run('insert into users values (3)')
    const later = await here(changes)
    expect(await toldSince(changes, start)).toEqual(['user:3', 'users'])
    await database.run("commit prepared 'kept'")
    await database.run("rollback prepared 'dropped'")
    expect(await toldSince(changes, start)).toEqual(['user:1', 'user:3', 'users'])
    expect(await toldSince(changes, prepared)).toEqual(['user:1', 'user:3', 'users'])
    expect(await toldSince(changes, later)).toEqual(['user:1', 'users'])
  })
})
