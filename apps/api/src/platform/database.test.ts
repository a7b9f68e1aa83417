import { startPostgres, type Postgres } from '@cay/servers'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type DatabaseConfig, type OpenDatabase } from './database.ts'
import { StartError } from './errors.ts'

const open = (config: DatabaseConfig): Promise<OpenDatabase> =>
  openDatabase(config, { tracked: [], onIdleError: () => undefined, onUnfollowed: () => undefined })

let server: Postgres
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(async () => {
  await server.stop()
})

describe.each<[string, () => Promise<DatabaseConfig>]>([
  ['PGlite', () => Promise.resolve({ kind: 'embedded', folder: undefined })],
  ['PostgreSQL', async () => ({ kind: 'postgres', url: await server.createDatabase() })],
  [
    'PostgreSQL, with options of the address’s own',
    async () => ({ kind: 'postgres', url: `${await server.createDatabase()}?options=-c%20work_mem=8MB` }),
  ],
])('%s', (_, config) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await open(await config())
    await database.write((tx) =>
      tx.execute('create table things (id int8 generated always as identity, name text)'),
    )
  })
  afterAll(async () => {
    await database.close()
  })

  test.each([
    "insert into things (name) values ('x')",
    "update things set name = 'x'",
    'delete from things',
    'drop table things',
    "with made as (insert into things (name) values ('x') returning id) select id from made",
    "select nextval('things_id_seq')",
  ])('a read can’t %s', async (statement) => {
    // @ts-expect-error what the compiler would not let pass, the session does not either
    await expect(database.read(statement)).rejects.toMatchObject({ code: '25006' })
  })

  test('reads can’t be made to write by a write before them', async () => {
    await database.write((tx) => tx.query('insert into things (name) values ($1)', ['one']))
    // @ts-expect-error an INSERT is no read
    await expect(database.read("insert into things (name) values ('x')")).rejects.toMatchObject({
      code: '25006',
    })
    expect(await database.read('select name from things')).toEqual([{ name: 'one' }])
  })

  test('a write that throws leaves nothing behind', async () => {
    const failing = database.write(async (tx) => {
      await tx.query('insert into things (name) values ($1)', ['gone'])
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await database.read("select name from things where name = 'gone'")).toEqual([])
  })

  test('both drivers give the same types: numbers for int8, lists, instants', async () => {
    const rows = await database.read(
      'select $1::int8 as id, count(*) as total, $2::text[] as words, $3::timestamptz as at from (values (1)) one',
      [Number.MAX_SAFE_INTEGER, ['a', 'b "c", {d}'], new Date(0)],
    )
    expect(rows).toEqual([
      { id: Number.MAX_SAFE_INTEGER, total: 1, words: ['a', 'b "c", {d}'], at: new Date(0) },
    ])
  })
})

test('what PostgreSQL counts beyond 2^53 is an error, not another number', async () => {
  const database = await open({ kind: 'postgres', url: await server.createDatabase() })
  await expect(database.read('select 9007199254740993 as id')).rejects.toThrow('beyond 2^53')
  expect(await database.read('select 1 as id')).toEqual([{ id: 1 }])
  await database.close()
})

test('instances that start together prepare one database once', async () => {
  const url = await server.createDatabase()
  const databases = await Promise.all([1, 2, 3, 4].map(() => open({ kind: 'postgres', url })))
  const scripts = await readdir(join(import.meta.dirname, '../../migrations'))
  expect(await databases[0]?.read('select count(*) as n from schema_version where version > 0')).toEqual([
    { n: scripts.length },
  ])
  await Promise.all(databases.map((database) => database.close()))
})

test.each([
  ['a database that is not there', () => server.url.replace(/\w+$/, 'nowhere'), /no database of that name/],
  [
    'a host that is not there',
    () => 'postgres://x@no-such-host.invalid/cay',
    /no host of that name|could not be looked up/,
  ],
  [
    'a user who is not there',
    () => server.url.replace('postgres@', 'nobody:hush@'),
    /does not know this user/,
  ],
])('%s is told of', async (_, url, message) => {
  const opening = open({ kind: 'postgres', url: url() })
  await expect(opening).rejects.toThrow(message)
  await expect(opening).rejects.toBeInstanceOf(StartError)
  await expect(opening).rejects.not.toThrow('hush')
})

test('a user who may not create tables is told so', async () => {
  const url = await server.createDatabase()
  const client = new pg.Client(url)
  await client.connect()
  await client.query('create role guest login')
  await client.end()
  await expect(open({ kind: 'postgres', url: url.replace('postgres@', 'guest@') })).rejects.toThrow(
    /tables could not be prepared: permission denied/,
  )
})

test('a migration that was changed after it ran stops the start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cay-api-'))
  const first = await open({ kind: 'embedded', folder })
  await first.write((tx) => tx.query("update schema_version set md5 = 'another' where version = 1"))
  await first.close()
  await expect(open({ kind: 'embedded', folder })).rejects.toThrow(
    /MD5 checksum failed for migration \[1\]: its file/,
  )
  await rm(folder, { recursive: true })
})
