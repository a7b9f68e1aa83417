import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startRedis, startRedisPair, type Redis, type RedisPair } from '@cay/servers'

const value = (redis: Redis, key: string): Promise<string> => redis.command('GET', key)
const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`
const nothing = '$-1\r\n'

describe('a Redis with a replica', () => {
  let pair: RedisPair
  beforeEach(async () => {
    pair = await startRedisPair()
  })
  afterEach(async () => {
    await pair.stop()
  })

  test('the replica follows', async () => {
    await pair.primary.command('SET', 'word', 'one')
    await pair.inSync()
    expect(await value(pair.replica, 'word')).toBe(bulk('one'))
  })

  test('held, the replica falls behind, and catches up when it is released', async () => {
    await pair.primary.command('SET', 'word', 'one')
    await pair.inSync()
    await pair.holdReplication()
    await pair.primary.command('SET', 'word', 'two')
    expect(await value(pair.replica, 'word')).toBe(bulk('one'))
    await pair.releaseReplication()
    await pair.inSync()
    expect(await value(pair.replica, 'word')).toBe(bulk('two'))
  })

  test('a replica that lags takes over with what it has; the old primary comes back as its replica', async () => {
    const { primary, replica } = pair
    await primary.command('SET', 'word', 'one')
    await pair.inSync()
    await pair.holdReplication()
    await primary.command('SET', 'word', 'two')
    await pair.failOver()
    expect([pair.primary, pair.replica]).toEqual([replica, primary])
    expect(primary.pid).toBeUndefined()
    expect(await value(pair.primary, 'word')).toBe(bulk('one'))
    await pair.primary.command('SET', 'word', 'three')
    await pair.rejoin()
    expect(await value(pair.replica, 'word')).toBe(bulk('three'))
    await pair.failOver()
    await pair.rejoin()
    expect([pair.primary, pair.replica]).toEqual([primary, replica])
    expect(await value(pair.primary, 'word')).toBe(bulk('three'))
  })

  test('leaves nothing behind, and takes a password', async () => {
    const secured = await startRedisPair({ password: 'open:sesame', args: ['--maxmemory', '3mb'] })
    const { primary, replica } = secured
    await primary.command('SET', 'word', 'kept')
    await secured.inSync()
    expect(await value(replica, 'word')).toBe(bulk('kept'))
    expect(await replica.command('CONFIG', 'GET', 'maxmemory')).toContain('3145728')
    await secured.stop()
    expect([primary, replica].map(({ folder }) => existsSync(folder))).toEqual([false, false])
  })
})

describe('a Redis that goes back in time', () => {
  test('starts with what a snapshot holds, and without it with nothing', async () => {
    await using redis = await startRedis()
    await redis.command('SET', 'word', 'then')
    const snapshot = await redis.snapshot()
    await redis.command('SET', 'word', 'now')
    await redis.kill()
    await redis.restart({ snapshot })
    expect(await value(redis, 'word')).toBe(bulk('then'))
    await redis.restart()
    expect(await value(redis, 'word')).toBe(nothing)
  })

  test('says so where Redis refuses a command', async () => {
    await using redis = await startRedis()
    await expect(redis.command('SET', 'word')).rejects.toThrow('wrong number of arguments')
  })
})
