import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { SharedTier, SharedTierEvents } from 'cay'
import { redisTier, type RedisTierOptions } from 'cay/redis'
import { silentEvents } from 'cay/testing'
import { startFaultProxy, startRedis, startRedisPair } from '@cay/servers'
import { createClient } from '@redis/client'
import { afterEach, expect, test } from 'vitest'

/** What a real Redis does that a memory tier can't: run out of memory, hang, forget its scripts. */

const open: SharedTier[] = []
afterEach(async () => {
  for (const tier of open.splice(0)) await tier.close()
})

async function started(
  where: string | RedisTierOptions,
  events: Partial<SharedTierEvents> = {},
): Promise<SharedTier> {
  const tier = redisTier(typeof where === 'string' ? { url: where } : where)
  open.push(tier)
  await new Promise<void>((resolve) => {
    tier.start({
      ...silentEvents,
      ...events,
      connected: () => {
        events.connected?.()
        resolve()
      },
    })
  })
  return tier
}

const ttlMs = 600_000
const mark = 'cay:{cay}:w'

test('out of memory, nothing can be stored, but changes are applied and the watermark moves, with keys or without', async () => {
  await using redis = await startRedis({ args: ['--maxmemory', '2mb', '--maxmemory-policy', 'noeviction'] })
  const tier = await started(redis.url)
  await tier.apply([{ keys: [], message: '', mark: { key: mark, move: { from: null, to: '1' } } }])
  const value = Buffer.alloc(50_000)
  const filling = Array.from({ length: 200 }, (_, i) => tier.setMany([{ key: `k${i}`, value, ttlMs }]))
  expect((await Promise.allSettled(filling)).some(({ status }) => status === 'rejected')).toBe(true)
  await expect(tier.setMany([{ key: 'one more', value, ttlMs }])).rejects.toThrow('OOM')
  const apply = (keys: readonly string[], from: string, to: string): Promise<readonly boolean[]> =>
    tier.apply([{ keys, message: 'm', mark: { key: mark, move: { from, to } } }])
  expect(await apply(['no such key'], '1', '2')).toEqual([true])
  expect(await apply([], '2', '3')).toEqual([true])
  expect(await tier.apply([{ keys: ['k0'], message: 'm', mark: { key: mark } }])).toEqual([true])
  expect((await tier.getMany([mark, 'k0'])).map((found) => found?.toString() ?? null)).toEqual(['3', null])
})

test('a server that has forgotten the script is told it again', async () => {
  await using redis = await startRedis()
  const tier = await started(redis.url)
  const apply = (): Promise<readonly boolean[]> =>
    tier.apply([{ keys: ['k'], message: '', mark: { key: mark } }])
  await apply()
  const client = await createClient({ url: redis.url }).connect()
  await client.scriptFlush()
  client.destroy()
  expect(await apply()).toEqual([true])
})

test('a connection that hangs is given up, for commands and for messages; thawed, both are there again', async () => {
  await using redis = await startRedis()
  const seen: string[] = []
  await started(redis.url, {
    connected: () => seen.push('connected'),
    disconnected: () => seen.push('disconnected'),
    listening: () => seen.push('listening'),
    deaf: () => seen.push('deaf'),
  })
  await expect.poll(() => seen).toContain('listening')
  await redis.pause()
  await expect
    .poll(() => [...seen].sort(), { timeout: 6_000 })
    .toEqual(['connected', 'deaf', 'disconnected', 'listening'])
  redis.resume()
  await expect
    .poll(() => seen.filter((event) => event === 'connected' || event === 'listening').length, {
      timeout: 5_000,
    })
    .toBe(4)
})

test('a server is the same until it is started anew, and a replica is none to believe', async () => {
  await using redis = await startRedis()
  await using other = await startRedis()
  const tier = await started(redis.url)
  const before = await tier.identity()
  expect(await tier.identity()).toBe(before)
  await redis.restart()
  await expect.poll(() => tier.identity().catch(() => before)).not.toBe(before)
  const client = await createClient({ url: redis.url }).connect()
  await client.sendCommand(['REPLICAOF', '127.0.0.1', String(other.port)])
  client.destroy()
  await expect(tier.identity()).rejects.toThrow('replica')
})

test('an outage leaves nothing behind in memory, however often it was tried to connect', async () => {
  await using redis = await startRedis()
  await using way = await startFaultProxy(redis.port)
  await started(`redis://127.0.0.1:${way.port}`)
  const sockets: WeakRef<object>[] = []
  const note = (message: unknown): void => {
    sockets.push(new WeakRef((message as { readonly socket: object }).socket))
  }
  subscribe('net.client.socket', note)
  await way.break({ kind: 'cut' })
  await expect.poll(() => sockets.length, { timeout: 20_000 }).toBeGreaterThan(20)
  await way.heal()
  unsubscribe('net.client.socket', note)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  await expect
    .poll(
      () => {
        collect()
        return sockets.filter((socket) => socket.deref() !== undefined).length
      },
      { timeout: 5_000 },
    )
    .toBeLessThan(8)
})

test('a name that leads elsewhere after a failover is followed there, though the old connections stand and answer', async () => {
  await using pair = await startRedisPair()
  await using way = await startFaultProxy(pair.primary.port)
  const seen: string[] = []
  const tier = await started(`redis://127.0.0.1:${way.port}`, {
    connected: () => seen.push('connected'),
    failed: (code) => seen.push(code),
    disconnected: () => seen.push('disconnected'),
    listening: () => seen.push('listening'),
  })
  const { primary, replica } = pair
  await replica.command('REPLICAOF', 'NO', 'ONE')
  await primary.command('REPLICAOF', '127.0.0.1', String(replica.port))
  way.leadTo(replica.port)
  await expect.poll(() => seen, { timeout: 4_000 }).toContain('READONLY')
  const times = (wanted: string): number => seen.filter((event) => event === wanted).length
  await expect.poll(() => [times('connected'), times('listening')], { timeout: 6_000 }).toEqual([2, 2])
  await tier.setMany([{ key: 'k', value: 'v', ttlMs }])
  expect(await replica.command('EXISTS', 'k')).toContain('1')
})

test('of several connections the commands take turns, and one that is lost is a break until it is there again', async () => {
  await using redis = await startRedis()
  const seen: string[] = []
  const tier = await started(
    { url: redis.url, pool: 3 },
    { connected: () => seen.push('connected'), disconnected: () => seen.push('disconnected') },
  )
  await Promise.all(Array.from({ length: 6 }, () => tier.getMany(['k'])))
  const clients = async (): Promise<readonly string[]> =>
    (await redis.command('CLIENT', 'LIST', 'TYPE', 'NORMAL'))
      .split('\n')
      .filter((line) => line.includes('cmd=mget'))
  const busy = await clients()
  expect(busy).toHaveLength(3)
  const [, id = ''] = /id=(\d+)/.exec(busy[1] ?? '') ?? []
  await redis.command('CLIENT', 'KILL', 'ID', id)
  await expect.poll(() => seen).toEqual(['connected', 'disconnected', 'connected'])
  expect(() => redisTier({ url: redis.url, pool: 0 })).toThrow('pool')
})

test('who may not ask which server it is, is served all the same', async () => {
  await using redis = await startRedis()
  const client = await createClient({ url: redis.url }).connect()
  await client.sendCommand('ACL SETUSER app on >secret ~* &* +@all -info'.split(' '))
  client.destroy()
  const tier = await started(redis.url.replace('redis://', 'redis://app:secret@'))
  expect(await tier.identity()).toBe('')
})
