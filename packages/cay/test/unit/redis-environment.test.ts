import { describeRedis, redisFromEnvironment, redisTier, type Environment, type RedisPlace } from 'cay/redis'
import { describe, expect, test } from 'vitest'

const read = redisFromEnvironment
const token = { UPSTASH_REDIS_REST_TOKEN: 'a/b=' }

describe('where Redis is', () => {
  test.each<[string, Environment, RedisPlace]>([
    [
      'REDIS_URL',
      { REDIS_URL: 'redis://one', REDIS_PRIVATE_URL: 'x', REDIS_HOST: ':' },
      { url: 'redis://one' },
    ],
    [
      'REDIS_PRIVATE_URL',
      { REDIS_URL: ' ', REDIS_PRIVATE_URL: ' rediss://two:1/3 ' },
      { url: 'rediss://two:1/3' },
    ],
    [
      'UPSTASH_REDIS_REST_URL',
      { UPSTASH_REDIS_REST_URL: 'https://eu1.upstash.io/', ...token, REDIS_SENTINELS: ':' },
      { url: 'rediss://default:a%2Fb%3D@eu1.upstash.io:6379/0' },
    ],
    ['REDIS_HOST', { REDIS_HOST: 'three' }, { url: 'redis://three:6379/0' }],
    [
      'REDIS_HOST',
      { REDIS_HOST: '::1', REDIS_PORT: '7000', REDIS_DB: '2', REDIS_PASSWORD: 'p@ss', REDIS_TLS: 'false' },
      { url: 'redis://:p%40ss@[::1]:7000/2' },
    ],
    [
      'REDIS_HOST',
      { REDIS_HOST: 'three', REDIS_USERNAME: 'ann', REDIS_PASSWORD: 'p@ss', REDIS_TLS: 'true' },
      { url: 'rediss://ann:p%40ss@three:6379/0' },
    ],
  ])('by %s: %j', (variable, env, place) => {
    expect(read(env)).toEqual({ place, variable, problems: [] })
  })

  test.each<[string, RedisPlace]>([
    ['redis://ann:p%2Cw,x@one:7000/5', { url: 'redis://ann:p%2Cw,x@one:7000/5' }],
    ['redis://:p@[::1]:7000', { url: 'redis://:p@[::1]:7000' }],
    [
      'rediss://:p@one:7000, rediss://:p@two:7001',
      { cluster: ['rediss://:p@one:7000', 'rediss://:p@two:7001'] },
    ],
    ['redis+cluster://one', { cluster: ['redis://one:6379/0'] }],
    [
      'rediss+cluster://ann:p%40@one,[::1]:7000/',
      { cluster: ['rediss://ann:p%40@one:6379/0', 'rediss://ann:p%40@[::1]:7000/0'] },
    ],
    [
      'redis+sentinel://one,two:1/main',
      {
        sentinel: {
          name: 'main',
          urls: ['redis://one:26379/0', 'redis://two:1/0'],
          database: 0,
          isEncrypted: false,
        },
      },
    ],
    [
      'rediss+sentinel://ann:p%40@[::1]/main/2?sentinel_username=guard&sentinel_password=q%40',
      {
        sentinel: {
          name: 'main',
          urls: ['rediss://guard:q%40@[::1]:26379/0'],
          username: 'ann',
          password: 'p@',
          database: 2,
          isEncrypted: true,
        },
      },
    ],
  ])('in one variable: %s', (text, place) => {
    expect(read({ REDIS_URL: text }).place).toEqual(place)
    redisTier(place)
  })

  test('by Sentinels, with their password and that of the master', () => {
    const env = {
      REDIS_SENTINELS: 'one, two:1,[::1]:2',
      REDIS_SENTINEL_NAME: 'main',
      REDIS_SENTINEL_PASSWORD: 'q@',
      REDIS_USERNAME: 'ann',
      REDIS_PASSWORD: 'p@',
      REDIS_DB: '3',
      REDIS_TLS: 'true',
      REDIS_HOST: ':',
    }
    expect(read(env).place).toEqual({
      sentinel: {
        name: 'main',
        urls: ['rediss://:q%40@one:26379/0', 'rediss://:q%40@two:1/0', 'rediss://:q%40@[::1]:2/0'],
        username: 'ann',
        password: 'p@',
        database: 3,
        isEncrypted: true,
      },
    })
  })

  test('is nowhere without a variable that says so', () => {
    expect(read({ REDIS_URL: '', PATH: 'x' })).toEqual({
      place: undefined,
      variable: undefined,
      problems: [],
    })
  })
})

describe('what is wrong is said, by the name of the variable', () => {
  const address = [
    'http://host',
    'host:6379',
    'redis://',
    'redis://host/x',
    'redis://host:0',
    'redis://ho,st',
  ]
  const unreadable = [
    ...['host', 'redis://host:99999', 'redis://host:x', 'redis://::1:6379', 'redis://ho st'],
    ...['redis://host:1,other:2', 'redis://:p\nq@host', 'redis://:p%@host'],
  ]
  test.each([
    ...address.map((text) => [text, /^(does not begin with|names|has a path)/]),
    ...unreadable.map((text) => [text, /^can't be read as an address\./]),
    ['redis://host,', /^is a list, and its address 2 can't be read as an address\./],
    ['redis://one,,redis://two', /^is a list, and its address 2 can't be read/],
    ['redis://one,http://two', /^can't be read as an address\.|^names/],
    ['redis://one,redis://two/1', /^names a database, and a Cluster has only one\./],
    ['redis://one,rediss://two', /^has addresses that differ/],
    ['redis+cluster://', /^has an entry, number 1, that is not of the form host:port\./],
    ['redis+cluster://one,,two', /^has an entry, number 2,/],
    ['redis+cluster://one/2', /^has a path/],
    ['redis+cluster://one:99999', /^has an entry, number 1,/],
    ['redis+sentinel://one', /^names no master\./],
    ['redis+sentinel://one/', /^names no master\./],
    ['redis+sentinel://one,/main', /^has an entry, number 2,/],
    ['redis+sentinel://one/main/x', /^has a path that is not the name of a master/],
    ['redis+sentinel://one/main/1/2', /^has a path that is not the name of a master/],
    ['redis+sentinel://:p%@one/main', /^can't be read as an address\./],
    ['redis+other://one', /^can't be read as an address\./],
  ])('REDIS_URL=%j', (text, problem) => {
    const found = read({ REDIS_URL: String(text) })
    expect(found).toEqual({
      place: undefined,
      variable: 'REDIS_URL',
      problems: [{ variable: 'REDIS_URL', problem: expect.stringMatching(problem) as string }],
    })
  })

  test.each<[Environment, string, RegExp]>([
    [{ UPSTASH_REDIS_REST_URL: 'redis://host', ...token }, 'UPSTASH_REDIS_REST_URL', /^is not an address/],
    [{ UPSTASH_REDIS_REST_URL: 'https://host' }, 'UPSTASH_REDIS_REST_TOKEN', /^is missing/],
    [token, 'UPSTASH_REDIS_REST_TOKEN', /^is set, and UPSTASH_REDIS_REST_URL is not/],
    [{ REDIS_HOST: 'redis://host' }, 'REDIS_HOST', /^is not the name of a host\./],
    [{ REDIS_HOST: 'host:6379' }, 'REDIS_HOST', /^is not the name of a host\./],
    [{ REDIS_HOST: 'host', REDIS_PORT: '0' }, 'REDIS_PORT', /^is not a whole number from 1 to 65535\./],
    [{ REDIS_HOST: 'host', REDIS_PORT: '99999' }, 'REDIS_PORT', /^is not a whole number/],
    [{ REDIS_HOST: 'host', REDIS_DB: 'x' }, 'REDIS_DB', /^is not a whole number from 0/],
    [{ REDIS_HOST: 'host', REDIS_TLS: 'yes' }, 'REDIS_TLS', /^is neither true nor false\./],
    [{ REDIS_PORT: '6379' }, 'REDIS_PORT', /^is set, and REDIS_HOST is not\./],
    [{ REDIS_PASSWORD: 'p' }, 'REDIS_PASSWORD', /^is set, and REDIS_HOST is not\./],
    [{ REDIS_SENTINEL_NAME: 'main' }, 'REDIS_SENTINEL_NAME', /^is set, and REDIS_SENTINELS is not\./],
    [{ REDIS_SENTINELS: 'one' }, 'REDIS_SENTINEL_NAME', /^is missing\./],
    [{ REDIS_SENTINELS: 'one', REDIS_SENTINEL_NAME: 'a b' }, 'REDIS_SENTINEL_NAME', /^is not what a master/],
    [{ REDIS_SENTINELS: 'one,', REDIS_SENTINEL_NAME: 'main' }, 'REDIS_SENTINELS', /^has an entry, number 2,/],
    [
      { REDIS_SENTINELS: ':p@one', REDIS_SENTINEL_NAME: 'main' },
      'REDIS_SENTINELS',
      /^has an entry, number 1,/,
    ],
  ])('%j: %s', (env, variable, problem) => {
    expect(read(env).problems).toEqual([{ variable, problem: expect.stringMatching(problem) as string }])
  })

  const secret = 'hush'
  test.each<Environment>([
    ...[
      ...['http://:hush@host', 'redis://:hush@host/cache', 'redis://:hush%@host', 'redis://:hush@host:x'],
      ...['redis://:hush @host', 'redis://:hush#1@host', 'redis://hush,', 'redis://:hush@host/1,redis://b'],
      ...['redis://:hush@::1', 'redis://:hush@', 'redis://:hush@host:0', 'redis://:hush/1@host', 'hush'],
      ...['redis+sentinel://:hush@one', 'redis+sentinel://:hush%@one/main', 'redis+cluster://:hush@one/1'],
      ...['redis+sentinel://one,/main?sentinel_password=hush', 'redis+hush://one'],
    ].map((url) => ({ REDIS_URL: url })),
    { UPSTASH_REDIS_REST_URL: 'http://x:hush@host', UPSTASH_REDIS_REST_TOKEN: secret },
    { REDIS_HOST: ':hush@host' },
    { REDIS_HOST: 'host', REDIS_PORT: secret },
    { REDIS_HOST: 'host', REDIS_TLS: secret },
    { REDIS_SENTINELS: ':hush@one', REDIS_SENTINEL_NAME: 'main' },
    { REDIS_PASSWORD: secret },
  ])('and never a value: %j', (env) => {
    const { problems } = read(env)
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain(secret)
  })
})

test('where Redis is can be told to people, without users and passwords', () => {
  const told = (url: string): string | undefined => {
    const { place } = read({ REDIS_URL: url })
    return place && describeRedis(place)
  }
  expect(told('redis://ann:hush@host/3')).toBe('host:6379')
  expect(told('redis+cluster://ann:hush@one,[::1]:7000')).toBe('the Cluster of one:6379, [::1]:7000')
  expect(told('redis+sentinel://ann:hush@one,two/main?sentinel_password=hush')).toBe(
    'main, by the Sentinels one:26379, two:26379',
  )
})
