import type { ReadSql } from '@cay/postgres'
import { expect, expectTypeOf, test } from 'vitest'

interface User {
  readonly id: number
}

/** A handle as an application makes one. */
const read = <const T extends string, Row extends object>(
  text: ReadSql<T>,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => Promise.resolve(values.length < 0 ? [] : ([{ text }] as unknown as Row[]))

const columns = `id, email, updated_at,
  deleted_at, inserted_by` as const
const atRunTime: string = ['id', 'email'].join()
const limit: number = 1 + 1

test('what reads compiles, with lists of columns and parameters in it, and has the rows it is read as', async () => {
  const byIds = (): Promise<readonly User[]> =>
    read(`select ${columns} from users where id = any ($1)`, [[1]])
  expectTypeOf(byIds).returns.resolves.toEqualTypeOf<readonly User[]>()
  const found: readonly User[] = await read(`
    WITH found AS (
      select ${atRunTime} from users where updated_at > $1
    )
    select * from found order by id limit ${limit}`)
  expect(found).toHaveLength(1)
  await read('values (1), (2)')
  await read('SELECT(1)')
  await read('table users')
  await read('show server_version')
  await read('explain select * from "update"')
  await read('select count(*) as inserted, replace(name, $1, $2) from updates')
  await read(atRunTime === '' ? 'select 1' : `select ${columns} from users`)
})

test('what writes, or can’t be seen, does not compile', () => {
  const mistakes = async (): Promise<void> => {
    // @ts-expect-error an UPDATE is for the door
    await read('update users set name = $1', ['x'])
    // @ts-expect-error in capitals, after white space
    await read('  DELETE from users')
    // @ts-expect-error on a line of its own
    await read(`
      insert into users (id) values (1) returning id`)
    // @ts-expect-error a WITH may hold a write
    await read('with made as (insert into users values (1) returning *) select * from made')
    // @ts-expect-error on several lines, with columns put in
    await read(`with gone as (
        delete
        from users returning ${columns}
      )
      select * from gone`)
    // @ts-expect-error with what is known at run time put in
    await read(`with x as (update users set ${atRunTime} returning id) select id from x`)
    // @ts-expect-error after a WITH
    await read('with x as (select 1)update users set id = 2')
    // @ts-expect-error select into makes a table
    await read('select * into copies from users')
    // @ts-expect-error it locks rows, which a read only session can't
    await read('select id from users for update ')
    // @ts-expect-error the same at its end
    await read('select id from users for update')
    // @ts-expect-error two statements at once
    await read('select 1; drop table users')
    // @ts-expect-error an explained update is run
    await read('explain analyze update users set id = 1')
    // @ts-expect-error a quoted name needs no space
    await read('with x as (update"users" set id = 1 returning id) select id from x')
    // @ts-expect-error TRUNCATE is for the door
    await read('truncate users')
    // @ts-expect-error MERGE is for the door
    await read('merge into users using x on true when matched then delete')
    // @ts-expect-error COPY is for the door
    await read('copy users from stdin')
    // @ts-expect-error CALL may do anything
    await read('call forget_everyone()')
    // @ts-expect-error so may a DO block
    await read('do $$ begin delete from users; end $$')
    // @ts-expect-error SET may lift the guard
    await read('set default_transaction_read_only = off')
    // @ts-expect-error and so may a transaction
    await read('begin read write')
    // @ts-expect-error what is known at run time alone
    await read(atRunTime)
    // @ts-expect-error and where it is what the statement begins with
    await read(`${atRunTime} from users`)
    // @ts-expect-error one of two that writes
    await read(atRunTime === '' ? 'select 1' : 'update users set id = 1')
    // @ts-expect-error there is no statement
    await read('')
  }
  expectTypeOf(mistakes).returns.resolves.toBeVoid()
})
