import type { SharedTier } from 'cay'
import { redisTier } from 'cay/redis'
import { silentEvents } from 'cay/testing'
import { startRedisCluster, type RedisCluster, type RedisClusterNode } from '@cay/servers'
import { createClient } from '@redis/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeAtEveryMoment } from './closing.ts'

/** What a Cluster adds to the contract of a tier: nodes that come and go. */

type Seen = ('connected' | 'disconnected')[]

const open: SharedTier[] = []
afterEach(async () => {
  for (const tier of open.splice(0)) await tier.close()
})

function started(urls: readonly string[]): { readonly tier: SharedTier; readonly seen: Seen } {
  const tier = redisTier({ cluster: urls, connectTimeout: '500ms' })
  open.push(tier)
  const seen: Seen = []
  tier.start({
    ...silentEvents,
    connected: () => seen.push('connected'),
    disconnected: () => seen.push('disconnected'),
  })
  return { tier, seen }
}

/** Asks for keys of every partition, so of every node. */
async function isAnswered(tier: SharedTier): Promise<boolean> {
  const keys = Array.from({ length: 64 }, (_, i) => `cay:{cay:${String(i).padStart(2, '0')}}:k`)
  return tier.getMany(keys).then(
    () => true,
    () => false,
  )
}

const patiently = { timeout: 20_000 }

describe('three masters', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterEach(async () => {
    await cluster.ready()
  })
  afterAll(async () => {
    await cluster.stop()
  })

  const node = (i: number): RedisClusterNode => {
    const found = cluster.masters[i]
    if (found === undefined) throw new Error(`no master ${i}`)
    return found
  }

  test('one address is enough to find all nodes', async () => {
    const { tier, seen } = started([node(1).url])
    await expect.poll(() => seen).toEqual(['connected'])
    expect(await isAnswered(tier)).toBe(true)
  })

  test('one address that answers is enough', async () => {
    const { seen } = started(['redis://127.0.0.1:1', 'redis://127.0.0.1:2', node(0).url])
    await expect.poll(() => seen, patiently).toEqual(['connected'])
  })

  test('a lost node is one break; while it is away calls fail at once; when it is back, all is connected', async () => {
    const { tier, seen } = started(cluster.urls)
    await expect.poll(() => seen).toEqual(['connected'])
    await node(1).kill()
    await expect.poll(() => seen).toEqual(['connected', 'disconnected'])
    expect(await isAnswered(tier)).toBe(false)
    await expect(tier.ping()).rejects.toThrow()
    await expect(tier.deleteMany(['{a}'])).rejects.toThrow()
    await node(1).restart()
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
    await expect.poll(() => isAnswered(tier), patiently).toBe(true)
  })

  test('a node that hangs is a break, and when it answers again, all is connected', async () => {
    const { tier, seen } = started(cluster.urls)
    await expect.poll(() => seen).toEqual(['connected'])
    await node(2).pause()
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected'])
    node(2).resume()
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
    await expect.poll(() => isAnswered(tier), patiently).toBe(true)
  })

  test.each([
    ['gone', (i: number) => node(i).kill(), (i: number) => node(i).restart()],
    [
      'hung',
      (i: number) => node(i).pause(),
      (i: number) => {
        node(i).resume()
        return Promise.resolve()
      },
    ],
  ])('started with a node %s, it connects when the node is there', async (_, lose, regain) => {
    await lose(0)
    const { tier, seen } = started(cluster.urls)
    await expect(tier.ping()).rejects.toThrow()
    await regain(0)
    await expect.poll(() => seen, patiently).toEqual(['connected'])
    await expect.poll(() => isAnswered(tier), patiently).toBe(true)
  })

  test('a node that hangs for longer than the patience of one client is used again all the same', async () => {
    const { tier, seen } = started(cluster.urls)
    await expect.poll(() => seen).toEqual(['connected'])
    await node(0).pause()
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected'])
    const begun = performance.now()
    await expect.poll(() => performance.now() - begun, patiently).toBeGreaterThan(4_000)
    expect(seen).toHaveLength(2)
    node(0).resume()
    await expect.poll(() => seen.at(-1), patiently).toBe('connected')
    await expect.poll(() => isAnswered(tier), patiently).toBe(true)
  })

  test('closed at whatever moment, also with a node that hangs, it lets the process end', async () => {
    const run = (): Promise<string> => closeAtEveryMoment({ cluster: cluster.urls })
    expect(await run()).toBe('closed')
    await node(0).pause()
    expect(await run()).toBe('closed')
    node(0).resume()
  })
})

describe('masters with replicas, and a password', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster({ replicas: 1, password: 'open:sesame', nodeTimeoutMs: 1_000 })
  })
  afterAll(async () => {
    await cluster.stop()
  })

  test('a replica promoted while its master goes on answering is a break, and no answer of that moment is believed', async () => {
    const { tier, seen } = started(cluster.urls.slice(0, 1))
    await expect.poll(() => seen).toEqual(['connected'])
    const promoted = async (node: RedisClusterNode | undefined): Promise<boolean[]> => {
      const client = await createClient({ url: node?.url ?? '' }).connect()
      // Asked again, as it is refused, or fails, while the nodes are still busy with the last one.
      await expect
        .poll(
          async () => {
            await client.sendCommand(['CLUSTER', 'FAILOVER']).catch(() => undefined)
            return client.info('replication')
          },
          { interval: 1_000, ...patiently },
        )
        .toContain('role:master')
      const before = seen.length
      const answers: boolean[] = []
      await expect
        .poll(async () => {
          answers.push(await isAnswered(tier))
          return seen.slice(before)
        }, patiently)
        .toEqual(['disconnected', 'connected'])
      await client.close()
      return answers
    }
    expect(await promoted(cluster.replicas[0])).toContain(false)
    expect(await isAnswered(tier)).toBe(true)
    expect(await promoted(cluster.masters[0])).toContain(false)
  })

  test('a replica that takes over is found, and is a break', async () => {
    const { tier, seen } = started(cluster.urls.slice(0, 1))
    await expect.poll(() => seen).toEqual(['connected'])
    await tier.setMany([{ key: '{a}', value: 'kept', ttlMs: 60_000 }])
    await cluster.masters[1]?.kill()
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
    await expect.poll(() => isAnswered(tier), patiently).toBe(true)
  })

  test('started with a node that hangs for good, it connects when a replica has taken over', async () => {
    await cluster.masters[2]?.pause()
    const { tier, seen } = started(cluster.urls.slice(0, 1))
    await expect.poll(() => seen, patiently).toEqual(['connected'])
    await expect.poll(() => isAnswered(tier), patiently).toBe(true)
  })

  test('the nodes once seen are asked when the addresses given are gone', async () => {
    const gone = cluster.masters[0]
    if (gone === undefined) throw new Error('no master')
    const { tier, seen } = started([gone.url])
    await expect.poll(() => seen, patiently).toEqual(['connected'])
    await gone.kill()
    await expect.poll(() => seen.slice(0, 3), patiently).toEqual(['connected', 'disconnected', 'connected'])
    await expect.poll(() => isAnswered(tier), patiently).toBe(true)
  })
})
