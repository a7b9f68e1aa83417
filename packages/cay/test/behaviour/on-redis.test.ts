import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createCay, type Cay, type CayOptions } from 'cay'
import { redisTier } from 'cay/redis'
import { startRedis, type Redis } from '@cay/servers'
import { createClient } from '@redis/client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { People, peopleFamily } from './people.ts'

let redis: Redis
const open: Cay[] = []
beforeAll(async () => {
  redis = await startRedis()
})
afterEach(async () => {
  for (const cay of open.splice(0)) await cay.close()
  await redis.restart()
})
afterAll(async () => {
  await redis.stop()
})

/** Longer than any pause of a busy machine: these tests are not about deadlines. */
const patient = { readDeadline: '10s', writeDeadline: '10s' } as const

/** A process of its own on this Redis, connected. */
async function connected(
  people: People,
  deadlines: CayOptions = patient,
): Promise<{ cay: Cay; family: ReturnType<typeof peopleFamily> }> {
  const cay = createCay({
    shared: redisTier({ url: redis.url }),
    secret: 'a secret of this test',
    ...deadlines,
  })
  open.push(cay)
  await closedBreaker(cay)
  return { cay, family: peopleFamily(cay, people) }
}

async function closedBreaker(cay: Cay): Promise<void> {
  await expect.poll(async () => (await cay.health()).breaker, { timeout: 10_000 }).toBe('closed')
}

async function contents(): Promise<Map<string, string | null>> {
  const client = await createClient({ url: redis.url }).connect()
  const keys = await client.keys('*')
  const values = await Promise.all(keys.map((key) => client.get(key)))
  await client.close()
  return new Map(keys.map((key, i) => [key, values[i] ?? null]))
}

test('one process loads, the other is served from Redis; after an invalidation neither serves the old value', async () => {
  const people = new People('ann', 'bob')
  const one = await connected(people)
  const other = await connected(people)
  const ann = await one.family.getBy('email', 'ann@example.org')
  await expect.poll(async () => (await contents()).size).toBe(5)
  expect(await other.family.getBy('email', 'ann@example.org')).toEqual(ann)
  expect(people.loads).toEqual([['ann@example.org'], [1]])
  people.change(1, { name: 'Ann' })
  expect(await one.family.invalidate(1)).toBe('applied')
  expect((await one.family.get(1))?.name).toBe('Ann')
  expect((await other.family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
})

test('keys, stamps and payload are where the design says, and hold no alias and nothing off the list', async () => {
  const { family } = await connected(new People('ann'))
  await family.getBy('email', 'ann@example.org')
  await expect.poll(async () => (await contents()).size).toBe(5)
  const found = await contents()
  const record = [...found].find(([key]) => key.startsWith('cay:{cay}:d:person:1::'))
  const versions = ['person:1', 'person:*'].map((tag) => found.get(`cay:{cay}:v:${tag}`))
  expect(record?.[1]?.slice(12)).toBe(`${versions.join('')}\n[1,"ann@example.org","ann","ann"]`)
  expect([...found.keys()].join()).not.toContain('ann')
  expect([...found.values()].join()).not.toContain('hash-of')
})

test('counted by MONITOR: a warm local hit with ten tags sends nothing, a shared hit one command, an invalidation one', async () => {
  const one = (await connected(new People('ann'))).cay
  const other = (await connected(new People('ann'))).cay
  const tags = Array.from({ length: 10 }, (_, i) => `t${i}:1`) as [string, ...string[]]
  const options = { name: 'ten', tags, key: () => [], load: () => Promise.resolve(1) } as const
  const ours = one.query(options)
  const theirs = other.query(options)
  await ours.get(undefined)
  await expect.poll(async () => (await contents()).size).toBe(21)
  const monitor = await createClient({ url: redis.url }).connect()
  const marker = await createClient({ url: redis.url }).connect()
  const seen: string[] = []
  await monitor.monitor((line) => {
    const [, sender = '', command = ''] = /\[\d+ ([^\]]+)\] "([A-Z]+)"/.exec(line) ?? []
    // What a script does is not sent by anybody, and a pulse (is it there, is it still the master) is no part of any read.
    if (sender !== 'lua' && !['PING', 'HELLO'].includes(command)) seen.push(command)
  })
  const marked = async (work: () => Promise<unknown>): Promise<string[]> => {
    seen.length = 0
    await work()
    await marker.echo('done')
    await expect.poll(() => seen.at(-1)).toBe('ECHO')
    return seen.slice(0, -1)
  }
  expect(await marked(() => ours.get(undefined))).toEqual([])
  expect(await marked(() => theirs.get(undefined))).toEqual(['MGET'])
  // The first makes the server learn the script.
  await marked(() => ours.invalidate())
  expect(await marked(() => ours.invalidate())).toEqual(['EVALSHA'])
  monitor.destroy()
  marker.destroy()
})

test('Redis killed: reads and writes succeed; back again: it is used again, and nothing old is served', async () => {
  const people = new People('ann')
  const { cay, family } = await connected(people)
  await family.get(1)
  await redis.kill()
  await expect.poll(async () => (await cay.health()).status).toBe('degraded')
  people.change(1, { name: 'Ann' })
  expect(await family.invalidate(1)).toBe('queued')
  expect((await family.get(1))?.name).toBe('Ann')
  await redis.restart()
  await closedBreaker(cay)
  expect((await family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
})

test('Redis frozen: a read takes its deadline, then none at all; thawed: it is used again', async () => {
  const people = new People('ann', 'bob', 'eve', 'joe', 'sue', 'tom', 'zoe')
  const { cay, family } = await connected(people, {})
  await family.get(1)
  await redis.pause()
  for (const id of [2, 3, 4, 5, 6]) expect((await family.get(id))?.id).toBe(id)
  expect((await cay.health()).breaker).toBe('open')
  expect((await family.get(7))?.name).toBe('zoe')
  redis.resume()
  await closedBreaker(cay)
})

test('a process that only has a cache ends when the cache is closed, and closing twice is fine', async () => {
  const script = `
    import { createCay } from 'cay'
    import { redisTier } from 'cay/redis'
    const cay = createCay({ shared: redisTier({ url: '${redis.url}' }) })
    while ((await cay.health()).breaker !== 'closed') await new Promise(setImmediate)
    await cay.store('misc').set('a', 1)
    await cay.close()
    await cay.close()
    console.log('closed')`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=cay-source', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, timeout: 10_000 },
  )
  expect(stdout).toBe('closed\n')
})
