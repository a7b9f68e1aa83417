import { startRedis } from '@cay/servers'
import { ErrorReply } from '@redis/client'
import { describe, expect, test } from 'vitest'
import type { Exercise } from '../src/check/exercise.ts'
import { judge } from '../src/check/judge.ts'
import { refusalOf } from '../src/check/refusals.ts'
import { askForFacts } from '../src/check/server-facts.ts'
import { check } from './command.ts'

const exercise: Exercise = { rounds: 1, timings: {}, refusals: [], refusedNeeds: [], isFaithful: true }
const target = { host: '127.0.0.1', port: 6379, isEncrypted: false, isSentinel: false }

/** The codes of what is found at a server of which INFO says this, and CONFIG nothing. */
async function codes(info: string, over: Partial<Parameters<typeof judge>[0]> = {}): Promise<string[]> {
  const ask = (command: string): Promise<unknown> =>
    command === 'INFO' ? Promise.resolve(info) : Promise.reject(new ErrorReply('NOPERM'))
  const facts = await askForFacts({
    connectMs: 1,
    ask,
    subscribe: async () => {},
    [Symbol.dispose]: () => undefined,
  })
  const learned = { target, isOfCluster: false, connectMs: 1, exercise, facts, targetMs: 1, ...over }
  return judge(learned).map(({ severity, code }) => `${severity} ${code}`)
}

const healthy = 'role:master\r\nmaxmemory:1000000\r\nused_memory:1000\r\nmaxmemory_policy:allkeys-lru\r\n'

describe('what a server says of itself', () => {
  test.each([
    ['Redis 7', 'redis_version:7.0.0\r\n', []],
    ['Redis 8', 'redis_version:8.2.1\r\n', []],
    ['Redis 10', 'redis_version:10.0.0\r\n', []],
    ['Redis before 7', 'redis_version:6.2.14\r\n', ['error version_old']],
    ['Valkey, which says that it is Redis 7.2.4', 'redis_version:7.2.4\r\nvalkey_version:8.1.1\r\n', []],
    ['a Sentinel', 'redis_version:7.0.0\r\nredis_mode:sentinel\r\n', ['error sentinel']],
    ['a save that failed', 'redis_version:7.0.0\r\nrdb_last_bgsave_status:err\r\n', ['note save_failed']],
  ])('%s', async (_, version, found) => {
    expect(await codes(`${version}${healthy}`)).toEqual(found)
  })

  test('nothing, where the user may not ask', () => {
    const learned = { target, isOfCluster: false, connectMs: 1, exercise, facts: undefined, targetMs: 1 }
    expect(judge(learned).map(({ code }) => code)).toEqual(['info_refused'])
  })
})

describe('of what a server refuses with, only what is known is used', () => {
  test.each([
    ['DENIED Redis is running in protected mode because sesame', 'protected_mode'],
    ['LOADING Redis is loading the dataset in memory sesame', 'loading'],
    ['NOREPLICAS Not enough good replicas to write. sesame', 'replicas_missing'],
    ['MASTERDOWN Link with MASTER is down sesame', 'replica'],
    ['CLUSTERDOWN The cluster is down sesame', 'cluster_down'],
    ['BUSY Redis is busy running a script sesame', 'busy'],
    ['NOPROTO unsupported protocol version sesame', 'version_old'],
    ['ERR max number of clients reached sesame', 'too_many_clients'],
    ['ERR SELECT is not allowed in cluster mode sesame', 'database_number'],
    ['ERR AUTH <password> called without any password configured sesame', 'password_unexpected'],
    ['ERR sesame', 'refused'],
    ['sesame', 'refused'],
    ['', 'refused'],
  ])('%s', (message, code) => {
    const found = refusalOf(message)
    expect(found).toMatchObject({ severity: 'error', code })
    expect(JSON.stringify(found)).not.toContain('sesame')
  })
})

test('the way to another machine is better encrypted', async () => {
  const far = { ...target, host: 'redis.example.org' }
  const version = 'redis_version:7.0.0\r\n'
  expect(await codes(`${version}${healthy}`, { target: far })).toEqual(['note not_encrypted'])
  expect(await codes(`${version}${healthy}`, { target: { ...far, isEncrypted: true } })).toEqual([])
})

test('the worst comes first, and each finding once', async () => {
  const refusals = ['NOPERM one', 'NOPERM other'].map((message) => new ErrorReply(message))
  const found = await codes(
    'redis_version:7.0.0\r\nrole:slave\r\nmaxmemory:10\r\nmaxmemory_policy:noeviction',
    {
      exercise: { ...exercise, refusals, isFaithful: false },
      connectMs: 51,
    },
  )
  expect(found).toEqual([
    'error not_permitted',
    'error not_faithful',
    'error replica',
    'warning eviction_off',
    'note connect_slow',
  ])
})

test('a memory that is nearly full, and may throw nothing out, is said to be', async () => {
  await using redis = await startRedis()
  await redis.command('SETRANGE', 'much', '40000000', 'x')
  const used = Number(/^used_memory:(\d+)/m.exec(await redis.command('INFO', 'memory'))?.[1])
  await redis.command('CONFIG', 'SET', 'maxmemory', String(Math.round(used * 1.05)))
  const { exitCode, stdout } = await check([redis.url])
  expect(exitCode).toBe(1)
  expect(stdout).toContain(
    'warning  Of its memory # % is used (# MB of # MB), and it may not throw anything out',
  )
})
