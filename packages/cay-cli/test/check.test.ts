import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import {
  startFaultProxy,
  startRedis,
  startRedisCluster,
  startRedisPair,
  startRedisSentinel,
  type Redis,
} from '@cay/servers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rights } from '../src/check/refusals.ts'
import { cay, check, masked, type Run } from './command.ts'

const password = 'open:sesame'

/** What is printed of a server that can't be asked. */
function unusable(found: string, advice: string, where = '127.0.0.1:PORT'): Run {
  const stdout = `Redis at ${where}

error    ${found}
         ${advice}

Cay can’t use it as it is. See the errors.
`
  return { exitCode: 2, stdout, stderr: '' }
}

const unbounded = `note     Its memory has no limit: it grows until the machine has none left.
         Set maxmemory, and maxmemory-policy allkeys-lru.
`
const speed = `  connect  # ms
  SET      # ms, at worst # ms
  GET      # ms, at worst # ms
  DELETE   # ms, at worst # ms
  (median of # rounds; the target is # ms)
`

describe('a Redis that is well', () => {
  let redis: Redis
  let url: string
  beforeAll(async () => {
    redis = await startRedis({ password, args: ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru'] })
    url = redis.url
  })
  afterAll(async () => {
    await redis.stop()
  })

  const well = `Redis at 127.0.0.1:PORT
  Redis VERSION, primary
  memory   # MB of # MB, allkeys-lru
  disk     nothing is kept
${speed}
All is well.
`

  test('is said to be, with what SET, GET and DELETE take, and nothing is left in it', async () => {
    expect(await check([url])).toEqual({ exitCode: 0, stdout: well, stderr: '' })
    expect(await redis.command('DBSIZE')).toBe(':0\r\n')
  })

  test('is found by REDIS_URL, where the password shows in no list of processes', async () => {
    expect(await check([], { REDIS_URL: url })).toEqual({ exitCode: 0, stdout: well, stderr: '' })
  })

  test('is described as one object, whose names are documented', async () => {
    const { exitCode, stdout, stderr } = await cay(['check', url, '--json', '--target-ms', '1000'])
    expect([exitCode, stderr]).toEqual([0, ''])
    const timing = { median_ms: expect.any(Number) as number, worst_ms: expect.any(Number) as number }
    expect(JSON.parse(stdout)).toEqual({
      status: 'well',
      exit_code: 0,
      servers: [
        {
          address: `127.0.0.1:${redis.port}`,
          tls: false,
          product: 'redis',
          version: expect.stringMatching(/^\d+\.\d+/) as string,
          mode: 'standalone',
          role: 'primary',
          used_memory_bytes: expect.any(Number) as number,
          max_memory_bytes: 67_108_864,
          eviction_policy: 'allkeys-lru',
          connect_ms: expect.any(Number) as number,
          rounds: expect.any(Number) as number,
          set: timing,
          get: timing,
          delete: timing,
          findings: [],
        },
      ],
    })
  })

  test('is used with an ACL user who may do what Cay does and no more, but for what CONFIG would tell', async () => {
    await redis.command('ACL', 'SETUSER', 'ann', 'on', '>pass word', ...rights.split(' '))
    const { exitCode, stdout } = await check([`redis://ann:pass%20word@127.0.0.1:${redis.port}/2`])
    expect([exitCode, stdout]).toEqual([0, well.replace('nothing is kept', 'unknown')])
  })

  test('refuses an ACL user who may do less, and what is missing is named', async () => {
    const missing = rights.replace('&cay:changes', '').replace(' +eval ', ' ').split(/ +/)
    await redis.command('ACL', 'SETUSER', 'joe', 'on', '>joe', 'resetchannels', ...missing)
    const { exitCode, stdout } = await check([`redis://joe:joe@127.0.0.1:${redis.port}`])
    expect(exitCode).toBe(2)
    expect(stdout).toContain(
      `error    The user may not do what Cay does: EVAL, SUBSCRIBE cay:changes.\n         Allow it: ACL SETUSER <user> ${rights}\n`,
    )
  })

  test('refuses an ACL user of other keys', async () => {
    await redis.command('ACL', 'SETUSER', 'eve', 'on', '>eve', '~other:*', '+@all')
    const { exitCode, stdout } = await check([`redis://eve:eve@127.0.0.1:${redis.port}`])
    expect(exitCode).toBe(2)
    expect(stdout).toContain('  SET      refused\n  GET      refused\n  DELETE   refused\n')
    expect(stdout).toContain('error    The user may not do what Cay does.\n')
  })

  test.each([
    ['wrong', 'open%3Awesame', 'The user or the password is wrong.'],
    ['missing', undefined, 'The server wants a password, and the address has none.'],
  ])('refuses a password that is %s, and it is printed nowhere', async (_, given, found) => {
    const credentials = given === undefined ? '' : `:${given}@`
    const address = `redis://${credentials}127.0.0.1:${redis.port}`
    const { exitCode, stdout, stderr } = await check([address])
    expect([exitCode, stderr]).toEqual([2, ''])
    expect(stdout).toContain(`error    ${found}\n`)
    const { stdout: json } = await cay(['check', address, '--json'])
    expect(`${stdout}${json}`).not.toMatch(/sesame|wesame/)
  })

  test('has no database of a high number', async () => {
    const { exitCode, stdout } = await check([`${url}/99`])
    expect(exitCode).toBe(2)
    expect(stdout).toContain('error    The server has no database of the number in the address.\n')
  })

  test('is asked with TLS where it has none, and the address is what is wrong', async () => {
    expect(await check([url.replace('redis:', 'rediss:')])).toEqual(
      unusable(
        'The address says rediss:// (TLS), and the server speaks without TLS there.',
        'Use redis://, or the port where the server speaks TLS.',
        '127.0.0.1:PORT, with TLS',
      ),
    )
  })

  test('is slow, by the way there: it can be used, and what to do is said', async () => {
    await using proxy = await startFaultProxy(redis.port)
    await proxy.break({ kind: 'delay', ms: 40 })
    const run = await cay(['check', url.replace(String(redis.port), String(proxy.port))])
    expect(run.exitCode).toBe(1)
    expect(masked(run.stdout)).toContain(
      'warning  It is slow: SET # ms, GET # ms, DELETE # ms (median); the target is # ms.\n',
    )
    expect(masked(run.stdout)).toMatch(
      /note {5}A connection took # ms; [^]*Cay can use it. See the warnings.\n$/,
    )
  })
})

describe('a Redis with TLS', () => {
  let redis: Redis
  beforeAll(async () => {
    redis = await startRedis({ tls: true, password })
  })
  afterAll(async () => {
    await redis.stop()
  })

  test('whose authority is unknown here is refused, and how to trust it is said', async () => {
    expect(await check([redis.url])).toEqual(
      unusable(
        'The certificate of the server is signed by somebody this machine does not know.',
        'Get the certificate of the authority that signed it, as a PEM file, and start with NODE_EXTRA_CA_CERTS=/path/to/authority.pem, this command and every process that uses Cay.',
        '127.0.0.1:PORT, with TLS',
      ),
    )
  })

  test('whose authority is trusted is well', async () => {
    const trusted = { NODE_EXTRA_CA_CERTS: redis.certificateFile ?? '' }
    expect(await check([redis.url], trusted)).toEqual({
      exitCode: 0,
      stdout: `Redis at 127.0.0.1:PORT, with TLS
  Redis VERSION, primary
  memory   # MB, no limit, noeviction
  disk     nothing is kept
${speed}
${unbounded}
All is well.
`,
      stderr: '',
    })
  })

  test('is asked without TLS, and the address is what is wrong', async () => {
    expect(await check([redis.url.replace('rediss:', 'redis:')])).toEqual(
      unusable('The address says redis:// (no TLS), and the server speaks TLS there.', 'Use rediss://.'),
    )
  })

  test.each([
    ['has expired', { isExpired: true }, 'The certificate of the server has expired.'],
    [
      'is for another name',
      { names: ['redis.example.org'] },
      'The certificate of the server is for another name than the address says.',
    ],
  ])('whose certificate %s is refused', async (_, tls, found) => {
    await using other = await startRedis({ tls })
    const { exitCode, stdout } = await check([other.url], {
      NODE_EXTRA_CA_CERTS: other.certificateFile ?? '',
    })
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining(`error    ${found}\n`)])
  })
})

describe('a Redis that can’t be asked', () => {
  test('is down', async () => {
    const redis = await startRedis()
    await redis.stop()
    expect(await check([redis.url])).toEqual(
      unusable(
        'Nobody listens at this port.',
        'Start the server, or check the port. It may listen for its own machine alone (bind).',
      ),
    )
  })

  test.each([
    ['redis', false],
    ['rediss', true],
  ])('hangs: that is said in bounded time (%s)', async (scheme, tls) => {
    await using redis = await startRedis({ tls })
    await redis.pause()
    const begun = performance.now()
    expect(await check([redis.url])).toEqual(
      unusable(
        'The server does not answer: 2 s for a connection, 1 s for a command.',
        'It hangs (is its process stopped, or its machine out of memory?), or a firewall drops the packets. Cay goes on without it meanwhile.',
        `127.0.0.1:PORT${scheme === 'rediss' ? ', with TLS' : ''}`,
      ),
    )
    // Three seconds, a second to look whether the other end speaks TLS at all, and the start of a process.
    expect(performance.now() - begun).toBeLessThan(15_000)
  })

  test('falls silent in the middle: that is said too', async () => {
    await using redis = await startRedis()
    await using silent = await silentAfter('INFO', redis)
    const { exitCode, stdout } = await check([silent.url])
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining('error    The server does not answer: ')])
  })

  test('has a name that nobody knows', async () => {
    const { exitCode, stdout } = await check(['redis://redis.invalid'])
    expect([exitCode, stdout]).toEqual([
      2,
      expect.stringContaining(
        'Redis at redis.invalid:6379\n\nerror    The name of the host can’t be looked up.',
      ),
    ])
  })

  test('quotes the password in its refusal, as servers before Redis 6 do: it is printed nowhere', async () => {
    const quoting =
      '-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `default`, `sesame`\r\n'
    await using old = await saying(quoting)
    const { exitCode, stdout, stderr } = await check([old.url.replace('//', '//:sesame@')])
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining('it is older than Redis 6.')])
    expect(`${stdout}${stderr}`).not.toContain('sesame')
  })

  test.each([
    ['answers as no Redis does', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['hangs up', ''],
  ])('%s', async (_, words) => {
    await using other = await saying(words)
    const { exitCode, stdout, stderr } = await check([other.url])
    expect([exitCode, stderr]).toEqual([2, ''])
    expect(stdout).toMatch(/^error {4}/m)
  })
})

describe('a Redis that can’t be used as it is', () => {
  test('is a replica', async () => {
    await using pair = await startRedisPair()
    expect(await check([pair.replica.url])).toEqual({
      exitCode: 2,
      stdout: `Redis at 127.0.0.1:PORT
  Redis VERSION, replica
  memory   # MB, no limit, noeviction
  disk     nothing is kept
  connect  # ms
  SET      refused
  GET      # ms, at worst # ms
  DELETE   refused
  (median of # rounds; the target is # ms)

error    This is a replica, which can be read but not written.
         Give the address of the primary.

${unbounded}
Cay can’t use it as it is. See the errors.
`,
      stderr: '',
    })
  })

  test('has less memory than an empty server uses, and may throw nothing out', async () => {
    await using redis = await startRedis({ args: ['--maxmemory', '512kb'] })
    expect(await check([redis.url])).toEqual({
      exitCode: 2,
      stdout: `Redis at 127.0.0.1:PORT
  Redis VERSION, primary
  memory   # MB of # MB, noeviction
  disk     nothing is kept
  connect  # ms
  SET      refused
  GET      # ms, at worst # ms
  DELETE   # ms, at worst # ms
  (median of # rounds; the target is # ms)

error    The memory of the server is used up, and it may not throw anything out (noeviction): nothing can be stored.
         Reads of what is there go on. Set maxmemory-policy to allkeys-lru, and see that maxmemory is well above what an empty server uses, 1 to # MB.

Cay can’t use it as it is. See the errors.
`,
      stderr: '',
    })
  })

  test('can’t save its data, and refuses writes for it', async () => {
    await using redis = await startRedis({ args: ['--save', '3600 1'] })
    await redis.command('SET', 'word', 'kept')
    // A folder stands where its file should go.
    await mkdir(join(redis.folder, 'dump.rdb'))
    await redis.command('BGSAVE')
    await expect.poll(() => redis.command('INFO', 'persistence')).toContain('rdb_last_bgsave_status:err')
    const { exitCode, stdout } = await check([redis.url])
    expect(exitCode).toBe(2)
    expect(stdout).toContain(
      'error    The server can’t save its data to disk, and refuses all writes until it can',
    )
    expect(stdout).toContain('  disk     snapshots\n')
  })

  test('is one server of a Cluster, given alone', async () => {
    await using cluster = await startRedisCluster()
    const { exitCode, stdout } = await check([cluster.urls[1] ?? ''])
    expect([exitCode, stdout]).toEqual([
      2,
      expect.stringContaining(
        'error    This is one server of a Cluster, which holds a part of the keys alone.\n',
      ),
    ])
    expect(stdout).toContain(speed)
  })
})

describe('several servers', () => {
  test('of a Cluster are looked at one by one; one that is down is missed, and no more', async () => {
    await using cluster = await startRedisCluster({ replicas: 1 })
    const down = await startRedis()
    await down.stop()
    const { exitCode, stdout } = await check([[...cluster.urls, down.url].join()])
    expect(exitCode).toBe(1)
    expect(stdout.match(/^Redis at/gm)).toHaveLength(7)
    expect(stdout.match(/^ {2}SET {6}# ms/gm)).toHaveLength(3)
    expect(stdout.match(/^note {5}This server of the Cluster is a replica/gm)).toHaveLength(3)
    expect(stdout).toContain('warning  Nobody listens at this port.\n')
  })

  test('that are no Cluster are not taken for one', async () => {
    await using redis = await startRedis()
    const { exitCode, stdout } = await check([`${redis.url},${redis.url}`])
    expect([exitCode, stdout]).toEqual([
      2,
      expect.stringContaining(
        'error    The address is a list, which is a Cluster, and this server is not part',
      ),
    ])
  })

  test('that are Sentinels name the master, which is looked at; one that is down is missed, and no more', async () => {
    await using watched = await startRedisSentinel({ password, sentinelPassword: 'other' })
    const hosts = watched.urls.map((url) => new URL(url).host).join()
    const address = (name: string): string =>
      `redis+sentinel://:${encodeURIComponent(password)}@${hosts}/${name}?sentinel_password=other`
    const well = await check([address('mymaster')])
    expect([well.exitCode, well.stdout]).toEqual([
      0,
      expect.stringContaining('Redis at 127.0.0.1:PORT\n  Redis VERSION, primary\n'),
    ])
    await watched.sentinels[0]?.kill()
    const missed = await check([address('mymaster')])
    expect([missed.exitCode, missed.stdout]).toEqual([
      1,
      expect.stringContaining('Sentinel at 127.0.0.1:PORT\n\nwarning  Nobody listens at this port.\n'),
    ])
    const unknown = await check([address('another')])
    expect([unknown.exitCode, unknown.stdout]).toEqual([
      2,
      expect.stringContaining('error    This Sentinel knows no master of that name.\n'),
    ])
    const alone = await check([watched.urls[1] ?? ''])
    expect([alone.exitCode, alone.stdout]).toEqual([
      2,
      expect.stringContaining(
        'error    This is a Sentinel: it knows where the primary is, and stores nothing.\n',
      ),
    ])
  })
})

describe('a Redis that can be used, and is not set up for it', () => {
  const warning = async (...args: string[]): Promise<Run> => {
    await using redis = await startRedis({ args })
    return await check([redis.url])
  }

  test('may throw nothing out', async () => {
    expect(await warning('--maxmemory', '64mb')).toEqual({
      exitCode: 1,
      stdout: `Redis at 127.0.0.1:PORT
  Redis VERSION, primary
  memory   # MB of # MB, noeviction
  disk     nothing is kept
${speed}
warning  It may not throw anything out (noeviction): when its memory is full, nothing can be stored.
         Reads go on. Set maxmemory-policy to allkeys-lru.

Cay can use it. See the warnings.
`,
      stderr: '',
    })
  })

  test('waits for its disk', async () => {
    const { exitCode, stdout } = await warning('--appendonly', 'yes', '--appendfsync', 'always')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('  disk     append-only file (always)\n')
    expect(stdout).toContain('note     It waits for its disk at every write (appendfsync always).\n')
  })
})

interface Peer extends AsyncDisposable {
  readonly url: string
}

/** Somebody who says this to whatever comes, and hangs up. */
async function saying(words: string): Promise<Peer> {
  return listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.end(words))
    }),
  )
}

/** A way to a Redis that loses this command, and whatever comes after it. */
async function silentAfter(command: string, { port }: Redis): Promise<Peer> {
  return listening(
    createServer((client) => {
      const server = connect(port, '127.0.0.1')
      server.pipe(client)
      let isLost = false
      client.on('data', (bytes: Buffer) => {
        isLost ||= bytes.includes(command)
        if (!isLost) server.write(bytes)
      })
      client.on('close', () => server.destroy())
    }),
  )
}

async function listening(server: Server): Promise<Peer> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
