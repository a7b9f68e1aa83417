import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startServer } from '../started-server.ts'
import { describeComparison } from './compare.ts'
import type { Answer } from './load.ts'
import { loadOptions, UsageError } from './options.ts'
import { Session } from './session.ts'
import { describeProgress, describeSummary } from './summary.ts'

/** The tool as a process of its own, as `npm run load` starts it. */
async function runTool(...args: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
  const tool = join(import.meta.dirname, 'run.ts')
  const child = spawn(process.execPath, ['--conditions=cay-source', tool, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (said.err += String(chunk)))
  await once(child, 'close')
  return { code: child.exitCode, ...said }
}

describe('what it is asked to do', () => {
  test('is the local API at 50 requests a second for 30 seconds, unless told otherwise', () => {
    expect(loadOptions([])).toEqual({
      ...{ origins: ['http://127.0.0.1:3000'], rate: 50, seconds: 30, people: 25, seed: 1, isHelp: false },
    })
    const args = '--url http://a:1 --url http://b:2/ --rate 7 --seconds 3 --people 4 --seed 9'.split(' ')
    expect(loadOptions(args)).toMatchObject({ origins: ['http://a:1', 'http://b:2'], rate: 7, people: 4 })
  })

  test.each([
    [['--rate', '0'], '--rate is “0”. It has to be a whole number from 1 to 10000.'],
    [['--rate', '1.5'], '--rate is “1.5”'],
    [['--rate', '1e3'], '--rate is “1e3”'],
    [['--seconds', 'soon'], '--seconds is “soon”'],
    [['--people', '501'], 'from 1 to 500'],
    [['--url', 'localhost:3000'], '--url is “localhost:3000”'],
    [['--url', 'http://127.0.0.1:3000/api'], 'without a path'],
    [['--speed', '5'], '--speed'],
    [['fast'], 'fast'],
  ])('refuses %j and says why', (args, message) => {
    expect(() => loadOptions(args)).toThrow(UsageError)
    expect(() => loadOptions(args)).toThrow(message)
  })
})

describe('as a command', { timeout: 60_000 }, () => {
  test('bad options are a message, the usage and exit code 64', async () => {
    const { code, out, err } = await runTool('--rate', 'fast')
    expect({ code, out }).toEqual({ code: 64, out: '' })
    expect(err).toMatch(/^--rate is “fast”\. It has to be a whole number.*\n\nnpm run load/)
  })

  test('where nothing listens it says so, and how to start the API', async () => {
    const { code, err } = await runTool('--url', 'http://127.0.0.1:1')
    expect(code).toBe(1)
    expect(err).toMatch(/Nothing listens at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)\. .*npm start\n$/)
    expect(err).not.toContain('    at ')
  })

  test('an API without the demonstration is one that nobody can sign in at', async () => {
    await using server = await startServer({ SEED_DEMO: 'false' })
    const { code, err } = await runTool('--url', server.origin)
    expect(code).toBe(1)
    expect(err).toMatch(/demo can’t sign in at .*: 401 .*\n.*SEED_DEMO=true/)
  })

  test('for a few seconds on the API as npm start runs it, everything it asks is answered without an error', async () => {
    await using server = await startServer({ LOG_LEVEL: 'warn' })
    const { code, out } = await runTool(
      ...['--url', server.origin, '--seconds', '6', '--rate', '60', '--people', '8'],
    )
    expect(out).not.toContain('Errors:')
    expect(out).toMatch(/^all +360 +0 /m)
    // Reads and writes of every area.
    for (const name of ['GET /api/posts', 'GET /api/jobs', 'GET /api/users', 'GET /api/notifications']) {
      expect(out).toContain(`${name} `)
    }
    expect(out).toMatch(/^(POST|PUT) /m)
    expect(code).toBe(0)
  })
})

test('a session is renewed after ten minutes, by one of the windows it is open in', () => {
  let now = 0
  const answerOf = (n: number): object => {
    return { access_token: `access ${n}`, refresh_token: `refresh ${n}`, user: { id: 7, username: 'ann' } }
  }
  const session = new Session(answerOf(1), () => now)
  expect(session.beginRenewal()).toBeUndefined()
  now = 10 * 60_000
  expect([session.beginRenewal(), session.beginRenewal()]).toEqual(['refresh 1', undefined])
  expect(session.token).toBe('access 1')
  session.renewed(answerOf(2))
  expect([session.token, session.beginRenewal()]).toEqual(['access 2', undefined])
  now *= 2
  expect(session.beginRenewal()).toBe('refresh 2')
})

describe('what it says', () => {
  const answer = (more: Partial<Answer> = {}): Answer => {
    return { method: 'GET', endpoint: '/api/posts', ms: 2, status: 200, failure: undefined, ...more }
  }
  const answers = [
    answer(),
    answer({ ms: 30 }),
    answer({ status: 503, failure: '503 {"error":1,"request_id":"a"}' }),
    answer({ status: 503, failure: '503 {"error":1,"request_id":"b"}' }),
    answer({ status: 0, failure: '0 reset' }),
    answer({ method: 'POST', endpoint: '/api/jobs', status: 201 }),
  ]

  test('has a row for each endpoint, errors by status, and each reason once', () => {
    expect(describeSummary(answers).split('\n')).toEqual([
      expect.stringMatching(/^endpoint +requests +errors +p50 ms +p99 ms +longest$/) as unknown,
      expect.stringMatching(/^POST \/api\/jobs +1 +0 +2\.0 +2\.0 +2\.0$/) as unknown,
      expect.stringMatching(/^GET \/api\/posts +5 +3 \(503: 2, no answer: 1\) +2\.0 +30 +30$/) as unknown,
      expect.stringMatching(/^all +6 /) as unknown,
      '',
      'Errors:',
      '  2 × GET /api/posts: 503 {"error":1}',
      '  1 × GET /api/posts: 0 reset',
    ])
  })

  test('says while it runs how far it is', () => {
    expect(describeProgress({ seconds: 3, answers })).toBe(
      '3 s · 6 requests · 3 errors · p50 2.0 · p99 30 ms',
    )
  })

  test('sets the cache beside the database: errors, hit rate, what was saved, and each endpoint', () => {
    const cached = { answers: [answer()], reads: 5, hits: 90, misses: 10 }
    const strong = { answers: [answer({ ms: 8 })], reads: 100, hits: 0, misses: 0 }
    const text = describeComparison(cached, strong, 10)
    expect(text).toContain('| errors | 0 | 0 |')
    expect(text).toContain('| hit rate | 90.0 % | – |')
    expect(text).toContain('| statements that read, a second | 0.5 | 10.0 |')
    expect(text).toContain('| of them saved | 95.0 % | – |')
    expect(text).toContain('| `GET /api/posts` | 1 | 2.0 | 2.0 | 8.0 | 8.0 |')
  })
})
