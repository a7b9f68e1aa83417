import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = dirname(import.meta.dirname)

/** `npm start` on a port and with data of its own, up and announced. */
async function npmStart(folder: string): Promise<{ npm: ChildProcess; origin: string; printed: string }> {
  const npm = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, PORT: '0', DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const chunk of npm.stdout) {
    printed += String(chunk)
    if (printed.includes('Ctrl+C stops it')) break
  }
  const [origin = ''] = /http:\/\/[\d.]+:\d+/.exec(printed) ?? []
  return { npm, origin, printed }
}

/** What a supervisor does: the signal reaches npm alone. */
async function stop(npm: ChildProcess, origin: string): Promise<void> {
  const exited = once(npm, 'exit')
  npm.kill('SIGTERM')
  await exited
  const isGone = (): Promise<boolean> =>
    fetch(`${origin}/health`).then(
      () => false,
      () => true,
    )
  await expect.poll(isGone, { timeout: 10_000 }).toBe(true)
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

test('npm start says where it is and how to get in; a signal to npm stops all of it; started again, the data is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cay-start-'))
  try {
    const first = await npmStart(join(folder, 'data'))
    for (const word of [first.origin, '/docs', '/health/cache', 'Sign in as', 'password:', 'Ctrl+C']) {
      expect(first.printed).toContain(word)
    }
    expect((await post(`${first.origin}/api/auth/register`, { ...person, password })).status).toBe(201)
    await stop(first.npm, first.origin)

    const second = await npmStart(join(folder, 'data'))
    expect((await post(`${second.origin}/api/auth/login`, { login: 'stays', password })).status).toBe(200)
    await stop(second.npm, second.origin)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
