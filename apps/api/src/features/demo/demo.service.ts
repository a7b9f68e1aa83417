import type { Database } from '../../platform/database.ts'
import type { Passwords } from '../../platform/passwords.ts'
import { demoAccount, demoPeople } from './demo-people.ts'
import { DemoStore } from './demo.store.ts'

const name = 'demo 1'
const peopleCount = 2_000

/** Puts the demonstration into the database, once: what was done to it since stays. */
export async function seedDemo(database: Database, passwords: Passwords): Promise<void> {
  const store = new DemoStore(database)
  if (await store.isSeeded(name)) return
  const hash = await passwords.hash(demoAccount.password)
  await database.write(async (tx) => {
    if (!(await store.claim(tx, name))) return
    await store.insertCredentials(tx, await store.insertPeople(tx, demoPeople(peopleCount)), hash)
  })
}
