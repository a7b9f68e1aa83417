import { createCay } from 'cay'

// Stands in for your database: any function that returns rows for ids will do.
const rows = [{ id: 42, email: 'ann@example.org', name: 'Ann', password_hash: 'never cached' }]
const lowercase = (text: string) => text.trim().toLowerCase()

const cay = createCay()
const users = cay.record({
  name: 'user',
  fields: { id: 'int', email: 'text', name: 'text' }, // what may be stored; nothing else ever is
  id: 'id',
  aliases: { email: lowercase },
  load: async (ids) => rows.filter((row) => ids.includes(row.id)),
  find: { email: async (emails) => rows.filter((row) => emails.includes(lowercase(row.email))) },
  ttl: '5m',
})

console.log(await users.get(42)) // { id: 42, email: 'ann@example.org', name: 'Ann' }
console.log((await users.getBy('email', 'Ann@Example.org'))?.id) // 42
await users.invalidate(42) // after a write: no later read returns the old row
await cay.close()
