import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { promisify } from 'node:util'
import { createCay, type SharedTier } from 'cay'
import { redisTier, type RedisTierOptions } from 'cay/redis'
import { silentEvents } from 'cay/testing'
import { startRedis, startRedisCluster, startRedisSentinel, type Redis } from '@cay/servers'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

/** TLS, users, passwords, databases and IPv6, to a server, a Cluster and what Sentinels watch over. */

const open: SharedTier[] = []
afterEach(async () => {
  for (const tier of open.splice(0)) await tier.close()
})

function started(options: RedisTierOptions): { readonly tier: SharedTier; readonly seen: string[] } {
  const tier = redisTier({ connectTimeout: '500ms', ...options })
  open.push(tier)
  const seen: string[] = []
  tier.start({
    ...silentEvents,
    connected: () => seen.push('connected'),
    disconnected: () => seen.push('disconnected'),
    listening: () => seen.push('listening'),
    deaf: () => seen.push('deaf'),
    message: (message) => seen.push(message),
  })
  return { tier, seen }
}

/** That it is connected, hears, keeps what it is given, and nothing broke meanwhile. */
async function expectToWork(options: RedisTierOptions): Promise<void> {
  const { tier, seen } = started(options)
  await expect.poll(() => [...seen].sort(), { timeout: 10_000 }).toEqual(['connected', 'listening'])
  const keys = ['{a}', '{b}', '{c}', '{d}']
  await tier.setMany(keys.map((key) => ({ key, value: `of ${key}`, ttlMs: 60_000 })))
  expect((await tier.getMany(keys)).map(String)).toEqual(keys.map((key) => `of ${key}`))
  await tier.apply([{ keys: ['{a}'], message: 'told', mark: { key: '{a}:w' } }])
  await expect.poll(() => seen).toContain('told')
  expect(await tier.identity()).not.toBe('')
}

/** That it never connects, while another that does has had time to. */
async function expectAway(options: RedisTierOptions, other: RedisTierOptions): Promise<void> {
  const { tier, seen } = started(options)
  await expectToWork(other)
  await expect(tier.ping()).rejects.toThrow()
  expect(seen).toEqual([])
}

const pem = (file: string | undefined): string => readFileSync(file ?? '', 'utf8')
const password = 'p@ss:w/rd #1'

describe('a server that speaks TLS', () => {
  let redis: Redis
  let ca: string
  beforeAll(async () => {
    redis = await startRedis({ tls: true, password })
    ca = pem(redis.certificateFile)
  })
  afterAll(async () => {
    await redis.stop()
  })
  const trusted = (): RedisTierOptions => ({ url: redis.url, tls: { ca } })

  test('is used where its certificate is trusted, by its address and by its name', async () => {
    await expectToWork(trusted())
    await expectToWork({ url: redis.url.replace('127.0.0.1', 'localhost'), tls: { ca: [ca] } })
  })

  test('is used where NODE_EXTRA_CA_CERTS names its authority, and else is away: the process serves all the same', async () => {
    const script = `
      import { createCay } from 'cay'
      import { redisTier } from 'cay/redis'
      import { subscribe } from 'node:diagnostics_channel'
      process.on('exit', (code) => console.log('exit', code))
      const cay = createCay({ shared: redisTier({ url: ${JSON.stringify(redis.url)} }) })
      const store = cay.store('misc')
      console.log('serves', await store.getOrSet('k', () => Promise.resolve('v')))
      const until = performance.now() + 1_500
      while (performance.now() < until && (await cay.health()).breaker !== 'closed') await new Promise((resolve) => setTimeout(resolve, 20))
      console.log('breaker', (await cay.health()).breaker)
      await cay.close()`
    const run = async (env: NodeJS.ProcessEnv): Promise<string> => {
      const args = ['--conditions=cay-source', '--input-type=module', '--eval', script]
      const options = {
        cwd: import.meta.dirname,
        timeout: 20_000,
        env: { PATH: process.env['PATH'], ...env },
      }
      const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options)
      return stdout + stderr
    }
    expect(await run({ NODE_EXTRA_CA_CERTS: redis.certificateFile })).toBe(
      'serves v\nbreaker closed\nexit 0\n',
    )
    expect(await run({})).toBe('serves v\nbreaker open\nexit 0\n')
  })

  test.each([
    ['expired', { isExpired: true }],
    ['of another name', { names: ['redis.example.org'] }],
  ])('is away with a certificate that is %s', async (_, tls) => {
    await using bad = await startRedis({ tls })
    await expectAway({ url: bad.url, tls: { ca: pem(bad.certificateFile) } }, trusted())
  })

  test('is away where it is not trusted, by us or by nobody', async () => {
    await using other = await startRedis({ tls: true })
    await expectAway({ url: other.url, tls: { ca } }, trusted())
    await expectAway({ url: redis.url }, trusted())
  })

  test('is away where it is spoken to without TLS, and one without TLS where it is spoken to with it', async () => {
    await using plain = await startRedis()
    await expectAway({ url: redis.url.replace('rediss:', 'redis:') }, trusted())
    await expectAway({ url: plain.url.replace('redis:', 'rediss:'), tls: { ca } }, trusted())
  })

  test('takes a user of its own, with any password, and a database of its own', async () => {
    const user = await redis.command('ACL', 'SETUSER', 'app:one', 'on', `>${password}`, '~*', '&*', '+@all')
    expect(user).toBe('+OK\r\n')
    const url = `rediss://app%3Aone:${encodeURIComponent(password)}@127.0.0.1:${redis.port}/3`
    await expectToWork({ url, tls: { ca } })
    expect(await redis.command('INFO', 'keyspace')).toContain('db3:keys=3')
    await expectAway({ url: url.replace('app%3Aone', 'app'), tls: { ca } }, { url, tls: { ca } })
  })

  test('is no reason for a failed request, and none for a secret in an error', async () => {
    const cay = createCay({ shared: redisTier({ url: redis.url }) })
    expect(await cay.store<string>('misc').getOrSet('k', () => Promise.resolve('v'))).toBe('v')
    const { tier } = started({ url: redis.url })
    await expect(tier.ping()).rejects.not.toThrow(/w\/rd|w%2Frd/)
    await cay.close()
  })
})

const hasIPv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
)
test.skipIf(!hasIPv6).each([
  [false, 'redis:'],
  [true, 'rediss:'],
])('an IPv6 address is one, with TLS: %s', async (tls, protocol) => {
  await using redis = await startRedis({
    tls: tls && { names: ['::1'] },
    args: ['--bind', '127.0.0.1', '::1'],
  })
  const url = `${protocol}//[::1]:${redis.port}`
  await expectToWork(tls ? { url, tls: { ca: pem(redis.certificateFile) } } : { url })
})

test('a Cluster that speaks TLS is used where its certificate is trusted, and only there', async () => {
  await using cluster = await startRedisCluster({ tls: true, password: 'open:sesame' })
  const [first = ''] = cluster.urls
  const tls = { ca: pem(cluster.certificateFile) }
  await expectAway({ cluster: [first] }, { cluster: [first], tls })
})

test('what Sentinels watch over that speak TLS is used where their certificate is trusted, and only there', async () => {
  await using watched = await startRedisSentinel({
    tls: true,
    password: 'open:sesame',
    sentinelPassword: 'sesame',
  })
  const sentinel = { name: watched.name, urls: watched.urls, password: 'open:sesame', database: 2 }
  const tls = { ca: pem(watched.certificateFile) }
  await expectAway({ sentinel }, { sentinel, tls })
  await expectAway({ sentinel: { ...sentinel, isEncrypted: false }, tls }, { sentinel, tls })
  expect(await watched.primary.command('INFO', 'keyspace')).toContain('db2:keys=3')
})
