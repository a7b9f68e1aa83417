import { createCay, Secret, type Json } from 'cay'
import { expectTypeOf, test } from 'vitest'

const cay = createCay()
const fields = { id: 'int', email: 'text', phone: 'text?', at: 'instant', tags: 'json?' } as const
const find = { email: () => Promise.resolve([]) }

test('a record’s type follows from its fields', () => {
  const users = cay.record({
    name: 'typed',
    fields,
    id: 'id',
    aliases: { email: (v: string) => v },
    find,
    load: () => Promise.resolve([]),
  })
  interface User {
    readonly id: number
    readonly email: string
    readonly phone: string | null
    readonly at: string
    readonly tags: Json | null
  }
  expectTypeOf(users.peek(1)).toEqualTypeOf<User | null | undefined>()
  expectTypeOf(users.get(1)).resolves.toEqualTypeOf<User | null>()
  expectTypeOf(users.getMany([1])).resolves.toEqualTypeOf<Map<number, User>>()
  expectTypeOf<Parameters<typeof users.getBy>[0]>().toEqualTypeOf<'email'>()
  expectTypeOf<Parameters<typeof users.get>[0]>().toEqualTypeOf<number>()
})

test('a query’s type is its loader’s, interfaces too', () => {
  interface Page {
    readonly ids: readonly number[]
    readonly note?: string
  }
  const load = (): Promise<Page> => Promise.resolve({ ids: [] })
  const pages = cay.query({ name: 'pages', tags: ['p'], key: (page: number) => [page], load })
  expectTypeOf(pages.get(1)).resolves.toEqualTypeOf<Page>()
  const maybe = cay.query({
    name: 'maybe',
    tags: ['p'],
    key: () => [],
    load: () => Promise.resolve<Page | null>(null),
  })
  expectTypeOf(maybe.get(undefined)).resolves.toEqualTypeOf<Page | null>()
})

test('what is wrong does not compile', () => {
  const row = { id: 1, email: 'a@b', phone: null, at: 0, tags: null }
  const hash = new Secret('hash')
  const mistakes = (): void => {
    // @ts-expect-error a secret fits no field type
    cay.record({ name: 'a', fields, id: 'id', load: () => Promise.resolve([{ ...row, email: hash }]) })
    // @ts-expect-error not even json
    cay.record({ name: 'b', fields, id: 'id', load: () => Promise.resolve([{ ...row, tags: hash }]) })
    // @ts-expect-error a field is missing in the row
    cay.record({ name: 'c', fields, id: 'id', load: () => Promise.resolve([{ id: 1 }]) })
    // @ts-expect-error an id is not nullable
    cay.record({ name: 'd', fields, id: 'phone', load: () => Promise.resolve([row]) })
    cay.record({
      name: 'e',
      fields,
      id: 'id',
      // @ts-expect-error an alias is a text field
      aliases: { at: (v: string) => v },
      load: () => Promise.resolve([row]),
    })
    // @ts-expect-error there is no such type
    cay.record({ name: 'f', fields: { id: 'integer' }, id: 'id', load: () => Promise.resolve([]) })
    // @ts-expect-error a query's value is JSON
    cay.query({ name: 'g', tags: ['t'], key: () => [], load: () => Promise.resolve(new Date(0)) })
    // @ts-expect-error nor is what holds a Date, a Map or a function
    cay.query({
      name: 'i',
      tags: ['t'],
      key: () => [],
      load: () => Promise.resolve({ a: [{ at: new Date(0) }] }),
    })
    // @ts-expect-error a query depends on something
    cay.query({ name: 'h', tags: [], key: () => [], load: () => Promise.resolve(1) })
  }
  expectTypeOf(mistakes).returns.toBeVoid()
  expectTypeOf(hash.reveal()).toBeString()
})
