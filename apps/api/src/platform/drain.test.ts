import { once } from 'node:events'
import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { manualClock, type ManualClock } from 'cay/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Drain, readyPath } from './drain.ts'

let clock: ManualClock
let drain: Drain
let server: Server
let agent: Agent
/** What is not answered yet. */
let waiting: ServerResponse[]
beforeEach(async () => {
  clock = manualClock()
  drain = new Drain(clock)
  waiting = []
  agent = new Agent({ keepAlive: true, maxSockets: 1 })
  server = createServer(({ url }, response) => {
    if (url === '/slow') waiting.push(response)
    else response.end('done')
  })
  drain.watch(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  agent.destroy()
  server.closeAllConnections()
  server.close()
})

async function ask(path: string): Promise<string | undefined> {
  const { port } = server.address() as AddressInfo
  const asking = request({ port, path, agent })
  asking.end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  // The server hears a moment later that its answer has gone out.
  await expect.poll(() => drain.open.requests).toBe(waiting.length)
  return answer.headers.connection
}

/** Begins to drain; whether it is over. */
function begun(): () => boolean {
  let isOver = false
  drain.begin().then(
    () => (isOver = true),
    () => undefined,
  )
  return () => isOver
}

test('where nobody has ever asked it is over at once', async () => {
  const isOver = begun()
  await clock.advance(0)
  expect(isOver()).toBe(true)
})

test('answers end their connection from then on, those under way included; before, they keep it', async () => {
  expect(await ask('/')).toBe('keep-alive')
  const slow = ask('/slow')
  await expect.poll(() => waiting.length).toBe(1)
  begun()
  waiting.pop()?.end('done')
  expect(await slow).toBe('close')
  expect(await ask('/')).toBe('close')
})

test('it is over when nobody has asked for half a second, whatever is still under way', async () => {
  await ask('/')
  const slow = ask('/slow')
  await expect.poll(() => waiting.length).toBe(1)
  const isOver = begun()
  await clock.advance(400)
  expect(isOver()).toBe(false)
  await clock.advance(200)
  expect([isOver(), drain.open.requests]).toEqual([true, 1])
  waiting.pop()?.end('done')
  await slow
})

test('as long as somebody asks it goes on, for 4 seconds at the most', async () => {
  await ask('/')
  const isOver = begun()
  for (let ms = 0; ms < 3_900; ms += 100) {
    await clock.advance(100)
    await ask('/')
    expect(isOver()).toBe(false)
  }
  await clock.advance(200)
  expect(isOver()).toBe(true)
})

test('whoever asks again and again whether it is ready is waited for, until they have heard', async () => {
  await ask(readyPath)
  await clock.advance(1_000)
  await ask(readyPath)
  await clock.advance(1_000)
  const isOver = begun()
  await clock.advance(3_000)
  expect(isOver()).toBe(false)
  await ask(readyPath)
  await clock.advance(600)
  expect(isOver()).toBe(true)
})

test('who asked once, or long ago, whether it is ready is not waited for', async () => {
  await ask(readyPath)
  await ask(readyPath)
  await clock.advance(20_000)
  await ask(readyPath)
  await clock.advance(600)
  const isOver = begun()
  await clock.advance(0)
  expect(isOver()).toBe(true)
})

test('a connection that was just made is waited for; one that was never used is closed at the end', async () => {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const closed = once(socket, 'close')
  await expect.poll(() => drain.open.connections).toBe(1)
  const isOver = begun()
  await clock.advance(400)
  expect(isOver()).toBe(false)
  await clock.advance(200)
  expect(isOver()).toBe(true)
  socket.resume()
  await closed
})
