import { expect, test } from 'vitest'
import { scene, settled } from './people.ts'

test('a record is found by its alias in any spelling, and then from memory', async () => {
  const { family, people } = await scene()
  const ann = await family.getBy('email', ' Ann@Example.org ')
  expect(ann?.id).toBe(1)
  expect(await family.getBy('email', 'ann@example.org')).toBe(ann)
  expect(people.loads).toEqual([['ann@example.org'], [1]])
})

test('a value that cannot be the alias finds nothing, without a query', async () => {
  const { family, people } = await scene()
  expect(await family.getBy('email', 'not an address')).toBeNull()
  expect(people.loads).toEqual([])
})

test('after a rename the old alias finds nobody and the new one finds the record, though nothing deleted a pointer', async () => {
  const { family, people, cay } = await scene()
  await family.getBy('email', 'ann@example.org')
  expect(await family.getBy('email', 'ann@cay.example')).toBeNull()
  people.change(1, { email: 'ann@cay.example' })
  await cay.invalidate(['person:1', 'person.email?'])
  expect(await family.getBy('email', 'ann@example.org')).toBeNull()
  expect((await family.getBy('email', 'ann@cay.example'))?.id).toBe(1)
})

test('an alias that passed to somebody else finds the new owner, never the old', async () => {
  const { family, another, people, cay } = await scene()
  await family.getBy('email', 'ann@example.org')
  await family.get(2)
  await settled()
  people.change(1, { email: 'ann@cay.example' })
  people.change(2, { email: 'ann@example.org' })
  await cay.invalidate(['person:1', 'person:2', 'person.email?'])
  expect((await family.getBy('email', 'ann@example.org'))?.id).toBe(2)
  expect((await (await another()).family.getBy('email', 'ann@example.org'))?.id).toBe(2)
})

test('an absent alias is remembered, until a record gains one', async () => {
  const { family, people, cay } = await scene()
  for (let i = 0; i < 3; i++) expect(await family.getBy('email', 'eve@example.org')).toBeNull()
  expect(people.loads).toHaveLength(1)
  people.rows.set(3, { id: 3, email: 'eve@example.org', username: null, name: 'eve', password_hash: '' })
  await cay.invalidate(['person:3', 'person.email?'])
  expect((await family.getBy('email', 'eve@example.org'))?.id).toBe(3)
})

test('no key of the shared tier holds an alias', async () => {
  const { family, tier } = await scene({ secret: 'a secret of this test' })
  await family.getBy('email', 'ann@example.org')
  await family.getBy('email', 'nobody@example.org')
  await settled()
  const keys = [...tier.entries.keys()].join('\n')
  expect(keys).toContain(':d:person.email:')
  expect(keys).not.toMatch(/ann|nobody|example/)
})

test('where the origin can’t say who carries an alias, that is an error, not nobody', async () => {
  const { family, people } = await scene()
  await family.getBy('email', 'ann@example.org')
  people.change(1, { email: 'ann@example.net' })
  people.change(2, { email: 'ann@example.org' })
  await family.invalidate(1)
  await family.get(1)
  people.error = new Error('the database is away')
  await expect(family.getBy('email', 'ann@example.org')).rejects.toBe(people.error)
})

test('an alias that passes on while it is looked up finds who has it then, not nobody', async () => {
  const { family, people } = await scene()
  const byEmails = people.byEmails.bind(people)
  let passed = 0
  people.byEmails = async (emails) => {
    const found = await byEmails(emails)
    const [from, to] = passed === 0 ? [1, 2] : [2, 1]
    if (passed++ < 2) {
      people.change(from, { email: 'somebody@example.net' })
      people.change(to, { email: 'ann@example.org' })
    }
    return found
  }
  expect((await family.getBy('email', 'ann@example.org'))?.id).toBe(1)
})
