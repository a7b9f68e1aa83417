import type { SharedTier } from 'cay'
import { redisTier, type SentinelPlace } from 'cay/redis'
import { silentEvents } from 'cay/testing'
import { startFaultProxy, startRedis, startRedisSentinel, type Redis, type RedisSentinel } from '@cay/servers'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeAtEveryMoment } from './closing.ts'
import { ToldSentinel } from './told-sentinel.ts'

/** What Sentinel adds to the contract of a tier: a master that is another all of a sudden. */

const password = 'open:sesame'
const sentinelPassword = 'close-sesame'
let watched: RedisSentinel
const open: SharedTier[] = []
beforeAll(async () => {
  watched = await startRedisSentinel({ password, sentinelPassword })
})
afterEach(async () => {
  for (const tier of open.splice(0)) await tier.close()
})
afterAll(async () => {
  await watched.stop()
})

interface Started {
  readonly tier: SharedTier
  /** Of the connection for commands. */
  readonly seen: string[]
  /** Of the one for messages. */
  readonly heard: string[]
}

function started(place: Partial<SentinelPlace> = {}): Started {
  const sentinel = { name: watched.name, urls: watched.urls, password, ...place }
  const tier = redisTier({ sentinel, connectTimeout: '500ms' })
  open.push(tier)
  const seen: string[] = []
  const heard: string[] = []
  tier.start({
    ...silentEvents,
    connected: () => seen.push('connected'),
    disconnected: () => seen.push('disconnected'),
    listening: () => heard.push('listening'),
    deaf: () => heard.push('deaf'),
    message: (message) => heard.push(message),
  })
  return { tier, seen, heard }
}

async function connected(place?: Partial<SentinelPlace>): Promise<Started> {
  const all = started(place)
  await expect.poll(() => [...all.seen, ...all.heard], patiently).toEqual(['connected', 'listening'])
  return all
}

const patiently = { timeout: 20_000 }
const ttlMs = 600_000

/** Tells everyone who listens to the master, past the tier. */
async function tell(message: string): Promise<void> {
  await watched.primary.command('PUBLISH', 'cay:changes', message)
}

async function stored(tier: SharedTier): Promise<string | undefined> {
  return (await tier.getMany(['word']))[0]?.toString()
}

describe('a failover', () => {
  test.each(['kill', 'hang', 'command'] as const)(
    'by %s is a break; then the new master is asked, and heard',
    async (how) => {
      const { tier, seen, heard } = await connected()
      await tier.setMany([{ key: 'word', value: 'kept', ttlMs }])
      await watched.inSync()
      const before = await tier.identity()
      await watched.failOver(how)
      await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
      await expect.poll(() => heard, patiently).toEqual(['listening', 'deaf', 'listening'])
      expect(await stored(tier)).toBe('kept')
      expect(await tier.identity()).not.toBe(before)
      await tell(how)
      await expect.poll(() => heard).toContain(how)
      await watched.rejoin()
      expect([seen.length, heard.length]).toEqual([3, 4])
    },
  )

  test('by hang is noticed within 2 seconds and a bit, before any Sentinel may have agreed', async () => {
    const { tier, seen } = await connected({ urls: [...watched.urls].reverse() })
    const begun = performance.now()
    await watched.primary.pause()
    await expect.poll(() => seen, patiently).toContain('disconnected')
    expect(performance.now() - begun).toBeLessThan(4_000)
    await expect(
      tier.ping().then(
        () => 'there',
        () => 'away',
      ),
    ).resolves.toBeTypeOf('string')
    await watched.failOver('hang')
    await expect.poll(() => seen.at(-1), patiently).toBe('connected')
    await watched.rejoin()
  })

  test('leaves an old master that still takes itself for one alone, though a Sentinel does not know better yet', async () => {
    const late = watched.sentinels[2]
    const { tier, seen } = await connected()
    await late?.pause()
    await watched.failOver('hang')
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
    watched.replica.resume()
    late?.resume()
    await tier.setMany([{ key: 'word', value: 'of the new one', ttlMs }])
    await watched.rejoin()
    expect(await stored(tier)).toBe('of the new one')
    expect(seen).toHaveLength(3)
  })

  test('while it has not happened yet, calls fail at once instead of waiting', async () => {
    const { tier, seen } = await connected()
    await watched.primary.kill()
    await expect.poll(() => seen).toEqual(['connected', 'disconnected'])
    await expect(tier.getMany(['k'])).rejects.toThrow()
    await expect(tier.setMany([{ key: 'k', value: 'v', ttlMs }])).rejects.toThrow()
    await expect(tier.identity()).rejects.toThrow()
    await watched.failOver('kill')
    await expect.poll(() => seen.at(-1), patiently).toBe('connected')
    await watched.rejoin()
  })
})

describe('a master', () => {
  test('that is made a replica while its connections stand is none any more', async () => {
    await using one = await startRedis()
    await using other = await startRedis()
    await using sentinel = new ToldSentinel({ port: one.port, epoch: 1 })
    const { seen, tier } = await connected({ urls: [await sentinel.start()], password: '' })
    await one.command('REPLICAOF', '127.0.0.1', String(other.port))
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected'])
    await expect(tier.ping()).rejects.toThrow('replica')
    await one.command('REPLICAOF', 'NO', 'ONE')
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
  })

  test('that refuses the password is away, and nothing else happens', async () => {
    const { tier, seen } = started({ password: 'wrong' })
    await expect.poll(async () => errors(tier)).toBe('Redis is not connected.')
    const { seen: others } = await connected()
    expect([seen, others]).toEqual([[], ['connected']])
  })
})

/** What the tier answers to a call. */
async function errors(tier: SharedTier): Promise<string> {
  return tier.ping().then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}

describe('Sentinels', () => {
  test('one that answers is enough', async () => {
    await connected({
      urls: ['redis://127.0.0.1:1', 'redis://no-such-host.invalid', watched.urls[1] ?? ''],
    })
  })

  test('may be named by host names, and may name the master by one', async () => {
    await connected({ urls: watched.urls.map((url) => url.replace('127.0.0.1', 'localhost')) })
    await using told = new ToldSentinel({ host: 'localhost', port: watched.primary.port, epoch: 1 })
    await connected({ urls: [await told.start()] })
  })

  test('that refuse the password, or know no such master, leave the tier away', async () => {
    const refused = watched.urls.map((url) => url.replace(sentinelPassword, 'wrong'))
    const tiers = [started({ urls: refused }), started({ name: 'nobody' })]
    await connected()
    for (const { tier, seen } of tiers) {
      expect(await errors(tier)).toBe('No Sentinel has said yet where the master is.')
      // Rejects, and does not throw.
      await expect(Promise.all([tier.getMany(['k']), tier.apply([])])).rejects.toThrow('No Sentinel')
      expect(seen).toEqual([])
    }
  })

  test('that are all away at the start: it connects when one is back', async () => {
    await using proxy = await startFaultProxy(watched.sentinels[0]?.port ?? 0)
    await proxy.break({ kind: 'refuse' })
    const { seen, heard } = started({ urls: [`redis://:${sentinelPassword}@127.0.0.1:${proxy.port}`] })
    await proxy.heal()
    await expect.poll(() => [...seen, ...heard], patiently).toEqual(['connected', 'listening'])
  })

  test('that are all away later: the master that is known goes on being used, also when it was away for a while', async () => {
    await using proxy = await startFaultProxy(watched.sentinels[0]?.port ?? 0)
    const { tier, seen } = await connected({
      urls: [`redis://:${sentinelPassword}@127.0.0.1:${proxy.port}`],
    })
    await proxy.break({ kind: 'refuse' })
    await tier.setMany([{ key: 'word', value: 'kept', ttlMs }])
    expect(await stored(tier)).toBe('kept')
    await watched.primary.command('CLIENT', 'KILL', 'TYPE', 'normal')
    await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
    expect(await stored(tier)).toBe('kept')
  })

  test.each(['cut', 'black hole'] as const)(
    'a failover behind a %s is followed when one of them can be asked again',
    async (kind) => {
      await using proxy = await startFaultProxy(watched.sentinels[0]?.port ?? 0)
      const { seen } = await connected({
        urls: [`redis://:${sentinelPassword}@127.0.0.1:${proxy.port}`],
      })
      await proxy.break({ kind })
      await watched.failOver('kill')
      expect(seen.at(-1)).toBe('disconnected')
      await proxy.heal()
      await expect.poll(() => seen, patiently).toEqual(['connected', 'disconnected', 'connected'])
      await watched.rejoin()
    },
  )
})

describe('Sentinels that disagree', () => {
  test('the newest failover counts; an older one only while the master of the newer is away', async () => {
    await using one = await startRedis()
    await using other = await startRedis()
    const oneId = await idOf(one)
    const otherId = await idOf(other)
    const knowing = new ToldSentinel({ port: one.port, epoch: 1 })
    await using stale = new ToldSentinel({ port: one.port, epoch: 1 })
    await using third = new ToldSentinel({ port: one.port, epoch: 1 })
    const sentinels = [stale, knowing, third]
    const tier = redisTier({
      sentinel: { name: 'm', urls: await Promise.all(sentinels.map((sentinel) => sentinel.start())) },
    })
    open.push(tier)
    tier.start(silentEvents)
    const asked = (): Promise<string> => tier.identity().catch(() => 'away')
    await expect.poll(asked).toBe(oneId)
    knowing.says = { port: other.port, epoch: 2 }
    await expect.poll(asked, patiently).toBe(otherId)
    await knowing[Symbol.asyncDispose]()
    // Asked of the others several times from now on.
    const answers: string[] = []
    third.says = { port: 1, epoch: 0 }
    const begun = performance.now()
    await expect
      .poll(async () => {
        answers.push(await asked())
        return performance.now() - begun
      }, patiently)
      .toBeGreaterThan(1_500)
    expect(new Set(answers)).toEqual(new Set([otherId]))
    await other.kill()
    await expect.poll(asked, patiently).toBe(oneId)
  })
})

async function idOf(redis: Redis): Promise<string> {
  return /run_id:(\w+)/.exec(await redis.command('INFO', 'server'))?.[1] ?? ''
}

test('closed at whatever moment, also with everything hung, it lets the process end', async () => {
  const place: SentinelPlace = { name: watched.name, urls: watched.urls, password }
  const run = (): Promise<string> => closeAtEveryMoment({ sentinel: place })
  expect(await run()).toBe('closed')
  await watched.primary.pause()
  expect(await run()).toBe('closed')
  for (const sentinel of watched.sentinels) await sentinel.pause()
  expect(await run()).toBe('closed')
  for (const sentinel of watched.sentinels) sentinel.resume()
  watched.primary.resume()
})
