import { createCay, type Cay, type CayOptions } from 'cay'
import { redisTier } from 'cay/redis'
import { startRedisCluster, type RedisCluster } from '@cay/servers'
import { createClient } from '@redis/client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { People, peopleFamily } from './people.ts'

let cluster: RedisCluster
const open: Cay[] = []
const patiently = { timeout: 20_000 }
beforeAll(async () => {
  cluster = await startRedisCluster({ nodeTimeoutMs: 1_000 })
})
beforeEach(async () => {
  await cluster.ready()
})
afterEach(async () => {
  for (const cay of open.splice(0)) await cay.close()
  await eachNode((client) => client.flushAll())
})
afterAll(async () => {
  await cluster.stop()
})

/** Deadlines that hold on a machine with other work to do, for what is not about them. */
const patient = { readDeadline: '2s', writeDeadline: '2s' } as const

/** A process of its own on this Cluster, connected. */
async function connected(
  people: People,
  deadlines: CayOptions = {},
): Promise<{ cay: Cay; family: ReturnType<typeof peopleFamily> }> {
  const cay = createCay({
    shared: redisTier({ cluster: cluster.urls, connectTimeout: '500ms' }),
    ...deadlines,
  })
  open.push(cay)
  await expect.poll(async () => (await cay.health()).breaker, patiently).toBe('closed')
  return { cay, family: peopleFamily(cay, people) }
}

const clientOf = (url: string) => createClient({ url }).connect()

async function eachNode<T>(work: (client: Awaited<ReturnType<typeof clientOf>>) => Promise<T>): Promise<T[]> {
  return Promise.all(
    cluster.masters.map(async ({ url }) => {
      const client = await clientOf(url)
      const result = await work(client)
      await client.close()
      return result
    }),
  )
}

/** The keys of every node. */
async function keys(): Promise<readonly (readonly string[])[]> {
  return eachNode((client) => client.keys('*'))
}

async function entries(): Promise<string[]> {
  return (await keys()).flat().filter((key) => key.includes(':d:'))
}

const ids = Array.from({ length: 200 }, (_, i) => i + 1)
const crowd = (): People => new People(...ids.map((id) => `p${id}`))

test('what one process has loaded, 200 in all partitions and on every node, another gets in one go', async () => {
  const people = crowd()
  const one = await connected(people, patient)
  const other = await connected(people, patient)
  const loaded = await one.family.getMany(ids)
  expect([...loaded.keys()]).toEqual(ids)
  await expect.poll(async () => (await entries()).length).toBe(200)
  const partitions = new Set((await entries()).map((key) => /\{cay:\d\d\}/.exec(key)?.[0]))
  expect(partitions.size).toBeGreaterThan(55)
  for (const found of await keys()) expect(found.length).toBeGreaterThan(100)
  expect(await other.family.getMany(ids)).toEqual(loaded)
  expect(people.loads).toHaveLength(1)
})

test('an invalidated one is loaded again, and it alone', async () => {
  const people = crowd()
  const one = await connected(people, patient)
  const other = await connected(people, patient)
  await one.family.getMany(ids)
  await expect.poll(async () => (await entries()).length).toBe(200)
  people.change(42, { name: 'changed' })
  expect(await one.family.invalidate(42)).toBe('applied')
  expect((await one.family.get(42))?.name).toBe('changed')
  const fresh = await other.family.getMany(ids, { read: 'fresh' })
  expect(fresh.get(42)?.name).toBe('changed')
  expect(people.loads.slice(1)).toEqual([[42]])
})

test('the tag of the table drops all, in every partition', async () => {
  const people = crowd()
  const one = await connected(people, patient)
  const other = await connected(people, patient)
  await one.family.getMany(ids)
  await expect.poll(async () => (await entries()).length).toBe(200)
  for (const id of ids) people.change(id, { name: 'changed' })
  expect(await one.cay.invalidate(['person:*'])).toBe('applied')
  const versions = (await keys()).flat().filter((key) => key.endsWith(':v:person:*'))
  expect(versions).toEqual([])
  const fresh = await other.family.getMany(ids, { read: 'fresh' })
  expect([...fresh.values()].filter((person) => person.name !== 'changed')).toEqual([])
})

test('invalidatePrefix finds the keys on every node, and clear drops what is left', async () => {
  const { cay } = await connected(new People(), patient)
  const store = cay.store<number>('misc')
  const elsewhere = (await connected(new People(), patient)).cay.store<number>('misc')
  await store.setMany(ids.map((id) => [`a${id}`, id]))
  await store.setMany(ids.map((id) => [`b${id}`, id]))
  const names = ids.flatMap((id) => [`a${id}`, `b${id}`])
  expect((await elsewhere.getMany(names)).size).toBe(400)
  expect(await store.invalidatePrefix('a')).toBe('applied')
  expect([...(await store.getMany(names)).keys()]).toEqual(ids.map((id) => `b${id}`))
  expect(await store.clear()).toBe('applied')
  expect(await store.getMany(names)).toEqual(new Map())
})

test('a master killed: reads and writes succeed without the Cluster; back again: it is used, and nothing old is served', async () => {
  const people = crowd()
  const { cay, family } = await connected(people)
  await family.getMany(ids)
  await cluster.masters[1]?.kill()
  await expect.poll(async () => (await cay.health()).status).toBe('degraded')
  for (const id of ids) people.change(id, { name: 'changed' })
  expect(await family.invalidate(1)).toBe('queued')
  const fresh = await family.getMany(ids, { read: 'fresh' })
  expect([...fresh.values()].filter((person) => person.name !== 'changed')).toEqual([])
  await cluster.masters[1]?.restart()
  await expect.poll(async () => (await cay.health()).breaker, { timeout: 30_000 }).toBe('closed')
  const other = await connected(people)
  const again = await other.family.getMany(ids)
  expect([...again.values()].filter((person) => person.name !== 'changed')).toEqual([])
})

test('a master frozen: no read waits for longer than its deadline, and soon none waits at all', async () => {
  const people = crowd()
  const { cay, family } = await connected(people)
  await cluster.masters[0]?.pause()
  const slowest = async (): Promise<number> => {
    const begun = performance.now()
    expect((await family.getMany(ids, { read: 'fresh' })).size).toBe(200)
    return performance.now() - begun
  }
  // The read's deadline, once for the entries and once for their versions, and room for a busy machine.
  expect(await slowest()).toBeLessThan(1_000)
  await expect.poll(async () => (await cay.health()).breaker, patiently).toBe('open')
  await expect.poll(slowest, patiently).toBeLessThan(50)
  cluster.masters[0]?.resume()
  await expect.poll(async () => (await cay.health()).breaker, { timeout: 30_000 }).toBe('closed')
})
