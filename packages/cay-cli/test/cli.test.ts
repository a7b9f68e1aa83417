import { startRedis } from '@cay/servers'
import { describe, expect, test } from 'vitest'
import { internalError, run } from '../src/cli.ts'
import { cay } from './command.ts'

test('cay --help lists every command, with examples', async () => {
  expect(await cay(['--help'])).toEqual({
    exitCode: 0,
    stdout: `cay: looks after a Cay cache.

Usage: cay <command> [arguments]

Commands:
  check  is this Redis one that Cay can use, and what is to be done about it if not?

Examples:
  REDIS_URL=redis://localhost cay check
  cay check rediss://redis.example.org:6380 --json

More about a command: cay <command> --help
`,
    stderr: '',
  })
})

test('cay check --help says what is done, how long it takes, and what each exit code means', async () => {
  const { exitCode, stdout } = await cay(['check', '--help'])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^ {2} 0 {2}all is well[^]*^ {2} 1 [^]*^ {2} 2 [^]*^ {2}64 [^]*^ {2}70 /m)
  expect(stdout).toContain('prefer the variable')
})

describe('what can’t be understood says so on standard error, does nothing, and ends with 64', () => {
  const secret = 'sesame'
  test.each([
    ['no command', [], {}],
    ['an unknown command', [secret], {}],
    ['no address', ['check'], {}],
    ['an option that there is none of', ['check', `--${secret}`], {}],
    ['two addresses', ['check', 'redis://localhost', `redis://:${secret}@localhost`], {}],
    ['another protocol', ['check', `http://:${secret}@localhost`], {}],
    ['no host', ['check', `redis://`], {}],
    ['a stray percent sign', ['check', `redis://:%${secret}@localhost`], {}],
    ['a port that is none', ['check', `redis://:${secret}@localhost:99999`], {}],
    ['a path', ['check', `redis://:${secret}@localhost/x`], {}],
    ['a variable that holds no address', ['check'], { REDIS_URL: `:${secret}@localhost` }],
    ['a variable without the one it belongs to', ['check'], { REDIS_PASSWORD: secret }],
    ['a list with an address that is none', ['check', `redis://localhost,redis://:${secret}@`], {}],
    ['a target that is no number', ['check', 'redis://localhost', '--target-ms', secret], {}],
    ['a target of nothing', ['check', 'redis://localhost', '--target-ms', '0', '--json'], {}],
  ])('%s', async (_, args, env) => {
    const { exitCode, stdout, stderr } = await run(args, { env, isColored: false })
    expect([exitCode, stdout]).toEqual([64, ''])
    expect(stderr).toMatch(/[^\n]+\n(See: cay |[^]*cay <command> --help)/)
    expect(stderr).not.toContain(secret)
  })
})

test('a mistake in cay ends with 70, and quotes nothing', () => {
  const { exitCode, stdout, stderr } = internalError(new TypeError('redis://:sesame@localhost'))
  expect([exitCode, stdout]).toEqual([70, ''])
  expect(stderr).toMatch(/^cay has failed\.[^]*\nTypeError\n {4}at /)
  expect(stderr).not.toContain('sesame')
})

test('colour is for terminals', async () => {
  await using redis = await startRedis({ password: 'open:sesame' })
  const address = `redis://127.0.0.1:${redis.port}`
  const red = '\u001b[31merror'
  expect((await run(['check', address], { env: {}, isColored: true })).stdout).toContain(red)
  expect((await cay(['check', address])).stdout).not.toContain('\u001b')
})
