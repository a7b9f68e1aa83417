import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { announcement } from '../src/announcement.ts'
import { readConfig, type Config, type Env } from '../src/config.ts'
import { StartError } from '../src/platform/errors.ts'

const secret = 'hush-hush-hush-hush-hush-hush-hush-hush'
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What is said of these settings; empty where nothing is wrong. */
function complaint(env: Env): string {
  try {
    readConfig(env)
    return ''
  } catch (error) {
    if (error instanceof StartError) return error.message
    throw error
  }
}

describe('what is read', () => {
  test('nothing at all is enough, outside production', () => {
    const { jwtSecret, ...config } = readConfig({})
    expect(config).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      database: { kind: 'embedded', folder: join(root, '.data') },
      redis: undefined,
      caySecret: undefined,
      cacheRead: 'cached',
      seedDemo: false,
      trustProxy: undefined,
      avatarFolder: join(root, '.data/avatars'),
      registrationsPerHour: 20,
      warnings: ['JWT_SECRET is not set: everyone has to sign in again after a restart.'],
    })
    expect(jwtSecret).toMatch(/^[\w-]{64}$/)
    expect(readConfig({}).jwtSecret).not.toBe(jwtSecret)
  })

  test('a setting that is empty counts as absent', () => {
    const names = [
      'NODE_ENV',
      'HOST',
      'PORT',
      'LOG_LEVEL',
      'DATABASE_URL',
      'DATA_DIR',
      'REDIS_URL',
      'SEED_DEMO',
      'TRUST_PROXY',
      'AVATAR_DIR',
      'REGISTRATIONS_PER_HOUR',
    ]
    const empty = Object.fromEntries(
      [...names, 'REDIS_PORT', 'JWT_SECRET', 'CAY_SECRET'].map((name) => [name, ' ']),
    )
    expect({ ...readConfig(empty), jwtSecret: 'random' }).toEqual({ ...readConfig({}), jwtSecret: 'random' })
  })

  test.each<[Env, Partial<Config>]>([
    [{ NODE_ENV: 'test' }, { environment: 'test' }],
    [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
    [{ AVATAR_DIR: 'pictures' }, { avatarFolder: resolve('pictures') }],
    [{ DATA_DIR: '/srv/cay', DATABASE_URL: 'postgres://host/cay' }, { avatarFolder: '/srv/cay/avatars' }],
    [{ TRUST_PROXY: '10.0.0.5, 2001:db8::/32' }, { trustProxy: ['10.0.0.5', '2001:db8::/32'] }],
    [{ REGISTRATIONS_PER_HOUR: '0' }, { registrationsPerHour: 0 }],
    [
      { HOST: '0.0.0.0', PORT: '0' },
      { host: '0.0.0.0', port: 0 },
    ],
    [
      { HOST: '::1', PORT: '65535' },
      { host: '::1', port: 65_535 },
    ],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ SEED_DEMO: 'true' }, { seedDemo: true }],
    [{ SEED_DEMO: 'false' }, { seedDemo: false }],
    [{ JWT_SECRET: secret }, { jwtSecret: secret, warnings: [] }],
    [{ CAY_SECRET: secret }, { caySecret: secret }],
    [{ CAY_READ: 'strong' }, { cacheRead: 'strong' }],
    [{ DATA_DIR: 'here' }, { database: { kind: 'embedded', folder: resolve('here') } }],
    [
      { DATABASE_URL: 'postgres://ann:p%40ss@db/cay', DATA_DIR: 'here' },
      { database: { kind: 'postgres', url: 'postgres://ann:p%40ss@db/cay' } },
    ],
    [
      { DATABASE_URL: 'postgresql:///cay?host=/var/run/postgresql' },
      { database: { kind: 'postgres', url: 'postgresql:///cay?host=/var/run/postgresql' } },
    ],
  ])('%j', (env, expected) => {
    expect(readConfig(env)).toMatchObject(expected)
  })

  test.each<[Env, Config['redis']]>([
    [{ REDIS_URL: 'redis://one', REDIS_PRIVATE_URL: 'redis://two' }, { url: 'redis://one' }],
    [{ REDIS_HOST: 'three' }, { url: 'redis://three:6379/0' }],
    [{ REDIS_URL: 'redis://one,redis://two' }, { cluster: ['redis://one', 'redis://two'] }],
  ])('Redis: %j', (env, place) => {
    expect(readConfig(env).redis).toEqual(place)
  })
})

describe('production', () => {
  test('needs a secret of its own', () => {
    expect(complaint({ NODE_ENV: 'production' })).toContain('JWT_SECRET is missing. Production needs one')
    expect(complaint({ NODE_ENV: 'production', JWT_SECRET: secret })).toBe('')
  })

  test('is warned where aliases could be guessed in Redis', () => {
    const env = { NODE_ENV: 'production', JWT_SECRET: secret }
    expect(readConfig(env).warnings).toEqual([expect.stringContaining('CAY_SECRET is not set')])
    expect(readConfig({ ...env, CAY_SECRET: secret }).warnings).toEqual([])
  })

  test('is not the only place where a known password is dangerous', () => {
    const { warnings } = readConfig({ SEED_DEMO: 'true', HOST: '0.0.0.0', JWT_SECRET: secret })
    expect(warnings).toEqual([expect.stringContaining('other machines can sign in to the demonstration')])
  })

  test('has no accounts with a known password', () => {
    expect(complaint({ NODE_ENV: 'production', JWT_SECRET: secret, SEED_DEMO: 'true' })).toContain(
      'SEED_DEMO is true in production',
    )
  })
})

describe('what is wrong is said, with what to do', () => {
  test.each<[Env, string]>([
    [{ NODE_ENV: 'prod' }, 'NODE_ENV is "prod". Give one of: development, test, production.'],
    [{ PORT: 'abc' }, 'PORT is "abc". Give a whole number from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT is "-1".'],
    [{ PORT: '65536' }, 'PORT is "65536".'],
    [{ PORT: '80.5' }, 'PORT is "80.5".'],
    [{ PORT: '1e3' }, 'PORT is "1e3".'],
    [{ PORT: '9'.repeat(200) }, `PORT is "${'9'.repeat(60)}…".`],
    [{ HOST: 'http://localhost' }, 'HOST is "http://localhost". Give an address to listen on'],
    [{ HOST: "'; drop table users; --" }, 'HOST is "\'; drop'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud". Give one of: fatal,'],
    [{ SEED_DEMO: 'yes' }, 'SEED_DEMO is "yes". Give one of: true, false.'],
    [{ JWT_SECRET: 'short' }, 'JWT_SECRET has 5 characters. Give at least 32. Make one with: openssl'],
    [
      { TRUST_PROXY: '0' },
      'TRUST_PROXY is "0". Give the number of proxies in front (1 to 16), or their addresses',
    ],
    [{ TRUST_PROXY: '17' }, 'TRUST_PROXY is "17".'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY is "true".'],
    [{ TRUST_PROXY: '10.0.0.5,' }, 'TRUST_PROXY is "10.0.0.5,".'],
    [{ TRUST_PROXY: '0.0.0.0/0' }, 'TRUST_PROXY is "0.0.0.0/0".'],
    [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY is "10.0.0.0/33".'],
    [{ TRUST_PROXY: 'proxy.example' }, 'TRUST_PROXY is "proxy.example".'],
    [
      { REGISTRATIONS_PER_HOUR: '-1' },
      'REGISTRATIONS_PER_HOUR is "-1". Give a whole number from 0 to 1000000.',
    ],
    [{ CAY_READ: 'off' }, 'CAY_READ is "off". Give one of: cached, fresh, strong.'],
    [{ CAY_SECRET: 'short' }, 'CAY_SECRET has 5 characters. Give at least 32.'],
    [{ DATABASE_URL: 'nonsense' }, "DATABASE_URL can't be read as an address. Give postgres://"],
    [{ DATABASE_URL: 'mysql://host/cay' }, 'DATABASE_URL does not begin with postgres://'],
    [{ DATABASE_URL: 'postgres://host' }, 'DATABASE_URL names no database'],
    [{ DATABASE_URL: 'postgres://host/' }, 'DATABASE_URL names no database'],
    [{ REDIS_URL: 'nonsense' }, "REDIS_URL can't be read as an address. Give redis://"],
    [{ REDIS_URL: 'http://host' }, 'REDIS_URL does not begin with redis:// or rediss://'],
    [{ REDIS_PRIVATE_URL: 'host:6379' }, 'REDIS_PRIVATE_URL does not begin with redis://'],
    [{ UPSTASH_REDIS_REST_URL: 'https://host' }, 'UPSTASH_REDIS_REST_TOKEN is missing'],
    [{ REDIS_SENTINELS: 'host' }, 'REDIS_SENTINEL_NAME is missing'],
    [{ REDIS_HOST: 'host', REDIS_PORT: '0' }, 'REDIS_PORT is not a whole number from 1 to 65535.'],
  ])('%j', (env, message) => {
    expect(complaint(env)).toContain(`  - ${message}`)
  })

  test('all of it at once', () => {
    expect(complaint({ PORT: 'x', NODE_ENV: 'production', DATABASE_URL: 'x' }).split('\n')).toEqual([
      "The API can't start: 3 settings are wrong.",
      expect.stringMatching(/^ {2}- PORT /),
      expect.stringMatching(/^ {2}- DATABASE_URL /),
      expect.stringMatching(/^ {2}- JWT_SECRET /),
    ])
  })

  test.each<Env>([
    { JWT_SECRET: 'hush-hush' },
    { CAY_SECRET: 'hush-hush' },
    { DATABASE_URL: 'postgres://ann:hush-hush@host:port/cay' },
    { DATABASE_URL: 'postgres://ann:hush-hush#1@host/cay' },
    { DATABASE_URL: 'postgres://ann:hush-hush%@host/cay' },
    { DATABASE_URL: 'mysql://ann:hush-hush@host/cay' },
    { DATABASE_URL: 'postgres://ann:hush-hush@host' },
    { REDIS_URL: 'http://:hush-hush@host' },
    { REDIS_URL: 'redis://:hush-hush@host/cache' },
    { REDIS_URL: 'redis://:hush-hush%@host' },
    { REDIS_PRIVATE_URL: 'redis://:hush-hush@host:x' },
    { UPSTASH_REDIS_REST_URL: 'http://x:hush-hush@host', UPSTASH_REDIS_REST_TOKEN: 'hush-hush' },
    { REDIS_HOST: ':hush-hush@host' },
    { REDIS_PASSWORD: 'hush-hush' },
  ])('and never a secret: %j', (env) => {
    expect(complaint(env)).toMatch(/^The API can't start: one setting is wrong\.\n {2}- [A-Z_]+ .*$/)
    expect(complaint(env)).not.toContain('hush')
  })
})

test('what is printed at the start tells where everything is, and no secret', () => {
  const text = announcement(
    readConfig({
      DATABASE_URL: 'postgres://ann:hush-hush@db.example/cay',
      REDIS_URL: 'redis://:hush-hush@redis.example',
      JWT_SECRET: secret,
    }),
    'http://0.0.0.0:3000',
  )
  expect(text).toContain('http://localhost:3000/docs')
  expect(text).toContain('PostgreSQL at db.example:5432/cay')
  expect(text).toContain('memory and Redis at redis.example:6379')
  expect(announcement(readConfig({ REDIS_URL: 'redis+sentinel://:hush-hush@s1,s2/main' }), '')).toContain(
    'memory and Redis at main, by the Sentinels s1:26379, s2:26379',
  )
  expect(text).not.toContain('hush')
  expect(text).not.toContain('password')
})

describe('the server itself', { timeout: 60_000 }, () => {
  interface Ended {
    readonly code: number | null
    readonly out: string
    readonly errors: string
  }

  /** Starts the server as a user does, in a folder of its own. */
  async function start(env: Env): Promise<{
    readonly ended: Promise<Ended>
    readonly stop: () => void
    readonly running: Promise<string>
  }> {
    const folder = await mkdtemp(join(tmpdir(), 'cay-api-'))
    const child = spawn(process.execPath, ['--conditions=cay-source', 'apps/api/src/server.ts'], {
      cwd: root,
      env: { PATH: process.env['PATH'], DATA_DIR: folder, PORT: '0', ...env },
    })
    let out = ''
    let errors = ''
    const { promise: running, resolve: isRunning } = Promise.withResolvers<string>()
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk)
      if (out.includes('Ctrl+C')) isRunning(out)
    })
    child.stderr.on('data', (chunk: Buffer) => (errors += String(chunk)))
    const ended = new Promise<Ended>((resolve) =>
      child.on('close', (code) => {
        resolve({ code, out, errors })
      }),
    )
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true })
    })
    return { ended, running, stop: () => child.kill('SIGTERM') }
  }

  async function failure(env: Env): Promise<string> {
    const { code, out, errors } = await (await start(env)).ended
    expect([code, out.replace(/^\{.*\}\n/gm, '')]).toEqual([1, ''])
    expect(errors).not.toMatch(/ {4}at |hush/)
    return errors
  }

  test('says what is wrong with its settings, and ends with 1', async () => {
    expect(await failure({ PORT: 'x', DATABASE_URL: 'postgres://ann:hush-hush@host' })).toBe(
      "The API can't start: 2 settings are wrong.\n" +
        '  - PORT is "x". Give a whole number from 0 to 65535.\n' +
        '  - DATABASE_URL names no database. Give postgres://user:password@host:5432/database.\n',
    )
  })

  test('says which folder it can’t write pictures to', async () => {
    expect(await failure({ AVATAR_DIR: join(root, 'package.json') })).toMatch(
      /^AVATAR_DIR: the folder \S+package\.json can't be written to: EEXIST/,
    )
  })

  test('says where no database answers', async () => {
    expect(await failure({ DATABASE_URL: 'postgres://ann:hush-hush@127.0.0.1:1/cay' })).toBe(
      "DATABASE_URL: the database at 127.0.0.1:1/cay can't be used: nothing listens there. Is PostgreSQL running?\n",
    )
  })

  test('gives up on what accepts connections and never answers', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve)
    })
    onTestFinished(() => {
      silent.close()
    })
    const { port } = silent.address() as AddressInfo
    expect(await failure({ DATABASE_URL: `postgres://ann:hush-hush@127.0.0.1:${port}/cay` })).toMatch(
      /^DATABASE_URL: the database at 127\.0\.0\.1:\d+\/cay can't be used: .*timeout.*\n$/,
    )
  })

  test('starts, keeps its data to itself, and closes when told to', async () => {
    const first = await start({ SEED_DEMO: 'true' })
    const text = await first.running
    const [, origin = '', folder = ''] = /API +(\S+)[^]*PGlite, in (\S+)/.exec(text) ?? []
    expect(text).toMatch(/Sign in as +demo +password: \S+/)
    expect(await (await fetch(`${origin}/health`)).json()).toMatchObject({ status: 'ok' })

    expect(await failure({ PORT: new URL(origin).port })).toMatch(/^Port \d+ is in use\. .*PORT=\d+\n$/)
    expect(await failure({ DATA_DIR: folder })).toMatch(/^The data in \S+ is in use by process \d+\. /)

    first.stop()
    expect(await first.ended).toMatchObject({ code: 0, errors: '' })
  })
})
