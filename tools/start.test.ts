import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = dirname(import.meta.dirname)

interface Started {
  readonly npm: ChildProcess
  readonly origin: string
  /** All that was printed until now. */
  readonly printed: () => string
}

/** `npm start` on a port and with data of its own, up and announced. */
async function npmStart(folder: string): Promise<Started> {
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, PORT: '0', DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const chunk of npm.stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (text.includes('Ctrl+C stops it')) break
  }
  npm.stdout.on('data', (chunk) => (text += String(chunk)))
  const [origin = ''] = /http:\/\/[\d.]+:\d+/.exec(text) ?? []
  return { npm, origin, printed: () => text }
}

/** What a supervisor does: the signal reaches npm alone. Somebody goes on asking meanwhile, so the API takes its time. */
async function stop({ npm, origin, printed }: Started): Promise<void> {
  const exited = once(npm, 'exit')
  npm.kill('SIGTERM')
  await exited
  const isGone = (): Promise<boolean> =>
    fetch(`${origin}/health`).then(
      () => false,
      () => true,
    )
  await expect.poll(isGone, { timeout: 10_000 }).toBe(true)
  await expect.poll(printed, { timeout: 10_000 }).toMatch(/"msg":"stopped/)
  expect(printed()).toContain('stopped: every request was answered')
}

const person = { username: 'stays', email: 'stays@example.org', first_name: 'Sta', last_name: 'Yes' }
const password = 'breadfruit in june'

function post(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

test('npm start says where it is and how to get in; a signal to npm stops all of it in good order; started again, the data is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cay-start-'))
  try {
    const first = await npmStart(join(folder, 'data'))
    for (const word of [first.origin, '/docs', '/health/cache', 'Sign in as', 'password:', 'Ctrl+C']) {
      expect(first.printed()).toContain(word)
    }
    expect((await post(`${first.origin}/api/auth/register`, { ...person, password })).status).toBe(201)
    await stop(first)

    const second = await npmStart(join(folder, 'data'))
    expect((await post(`${second.origin}/api/auth/login`, { login: 'stays', password })).status).toBe(200)
    await stop(second)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
