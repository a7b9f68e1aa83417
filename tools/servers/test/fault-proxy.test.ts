import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startFaultProxy, type FaultProxy } from '@cay/servers'

/** A server that answers each line with the line in capitals, and says who it is to whoever asks. */
interface Echo {
  readonly port: number
  readonly heard: string[]
  readonly sockets: Set<Socket>
  readonly close: () => void
}

async function startEcho(name: string): Promise<Echo> {
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (text) => {
      heard.push(String(text))
      socket.write(String(text) === 'who' ? name : String(text).toUpperCase())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    sockets,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** A client that keeps what it hears and how its connection ended. */
interface Client {
  readonly socket: Socket
  readonly heard: string[]
  readonly endings: string[]
}

function open(port: number): Client {
  const client: Client = { socket: connect(port, '127.0.0.1'), heard: [], endings: [] }
  client.socket.setEncoding('utf8').on('data', (text) => client.heard.push(String(text)))
  client.socket.on('error', (error) => {
    client.endings.push('code' in error ? String(error.code) : error.message)
  })
  client.socket.on('end', () => client.endings.push('end'))
  client.socket.on('close', () => client.endings.push('close'))
  return client
}

let echo: Echo
let proxy: FaultProxy
let clients: Client[]

beforeEach(async () => {
  echo = await startEcho('first')
  proxy = await startFaultProxy(echo.port)
  clients = []
})

afterEach(async () => {
  for (const { socket } of clients) socket.destroy()
  await proxy.stop()
  echo.close()
})

const openHere = (): Client => {
  const client = open(proxy.port)
  clients.push(client)
  return client
}

/** A connection that has been heard from. */
async function established(): Promise<Client> {
  const client = openHere()
  client.socket.write('hello')
  await vi.waitFor(() => {
    expect(client.heard).toEqual(['HELLO'])
  })
  client.heard.length = 0
  echo.heard.length = 0
  return client
}

/** Another connection to the same server, past the proxy: what it brings and gets comes after what was sent before it. */
async function aRoundTripPastTheProxy(): Promise<void> {
  const client = open(echo.port)
  clients.push(client)
  client.socket.write('past')
  await vi.waitFor(() => {
    expect(client.heard).toEqual(['PAST'])
  })
}

const settled = async (client: Client, ...endings: readonly string[]): Promise<void> => {
  await vi.waitFor(() => {
    expect(client.endings).toEqual(endings)
  })
}

describe('a proxy that is whole', () => {
  test('passes on what is said, at both ends, and counts its connections', async () => {
    await established()
    await established()
    expect(proxy.connections).toBe(2)
  })

  test('passes on a large reply to a slow reader without losing a byte', async () => {
    const client = openHere()
    const text = 'x'.repeat(8_000_000)
    client.socket.pause()
    client.socket.write(text)
    await aRoundTripPastTheProxy()
    client.socket.resume()
    await vi.waitFor(() => {
      expect(client.heard.join('').length).toBe(text.length)
    })
  })

  test('ends where the server ends, and breaks where it breaks', async () => {
    const [ending, breaking] = [await established(), await established()]
    const [first, second] = echo.sockets
    first?.end()
    second?.resetAndDestroy()
    await settled(ending, 'end', 'close')
    await settled(breaking, 'ECONNRESET', 'close')
    expect(proxy.connections).toBe(0)
  })

  test('breaks a connection where there is no server', async () => {
    proxy.leadTo(1)
    await settled(openHere(), 'ECONNRESET', 'close')
  })

  test('leads new connections elsewhere, and leaves those that stand', async () => {
    const standing = await established()
    const other = await startEcho('second')
    proxy.leadTo(other.port)
    const newer = openHere()
    for (const { socket } of [standing, newer]) socket.write('who')
    await vi.waitFor(() => {
      expect([standing.heard, newer.heard]).toEqual([['first'], ['second']])
    })
    other.close()
  })

  test('can be told to break every connection', async () => {
    const client = await established()
    proxy.reset()
    await settled(client, 'ECONNRESET', 'close')
    await established()
  })
})

describe('a proxy that is broken', () => {
  test('cut: connections break, and new ones as soon as they are made, until it is healed', async () => {
    const client = await established()
    await proxy.break({ kind: 'cut' })
    await settled(client, 'ECONNRESET', 'close')
    await settled(openHere(), 'ECONNRESET', 'close')
    await proxy.heal()
    await established()
  })

  test('refuse: nobody listens, until it is healed, at the same port', async () => {
    const client = await established()
    const { port } = proxy
    await proxy.break({ kind: 'refuse' })
    await settled(client, 'ECONNRESET', 'close')
    await settled(openHere(), 'ECONNREFUSED', 'close')
    await proxy.heal()
    expect(proxy.port).toBe(port)
    await established()
  })

  test('black hole: nothing arrives and nothing breaks; healed, all of it does', async () => {
    const client = await established()
    await proxy.break({ kind: 'black hole' })
    client.socket.write('into the hole')
    for (const socket of echo.sockets) socket.write('out of it')
    await aRoundTripPastTheProxy()
    expect([echo.heard, client.heard, client.endings]).toEqual([['past'], [], []])
    await proxy.heal()
    await vi.waitFor(() => {
      expect(client.heard.join('+')).toMatch(/out of it.*INTO THE HOLE/)
    })
  })

  test('black hole: not even the end of the server is heard of, before it is healed', async () => {
    const client = await established()
    await proxy.break({ kind: 'black hole' })
    for (const socket of echo.sockets) socket.resetAndDestroy()
    await aRoundTripPastTheProxy()
    expect(client.endings).toEqual([])
    await proxy.heal()
    client.socket.write('anyone?')
    await settled(client, 'ECONNRESET', 'close')
  })

  test('black hole one way: the server hears and its answer is lost, or the other way round', async () => {
    const client = await established()
    await proxy.break({ kind: 'black hole', towards: 'client' })
    client.socket.write('heard')
    await vi.waitFor(() => {
      expect(echo.heard).toEqual(['heard'])
    })
    await aRoundTripPastTheProxy()
    expect(client.heard).toEqual([])
    await proxy.break({ kind: 'black hole', towards: 'server' })
    await vi.waitFor(() => {
      expect(client.heard).toEqual(['HEARD'])
    })
    client.socket.write('not heard')
    await aRoundTripPastTheProxy()
    expect(echo.heard).not.toContain('not heard')
  })

  test('black hole: what was held is lost with a reset', async () => {
    const client = await established()
    await proxy.break({ kind: 'black hole', towards: 'server' })
    client.socket.write('lost')
    await aRoundTripPastTheProxy()
    proxy.reset()
    await proxy.heal()
    await settled(client, 'ECONNRESET', 'close')
    await established()
    expect(echo.heard).not.toContain('lost')
  })

  test('black hole: a connection made meanwhile hears nothing before it is healed', async () => {
    await proxy.break({ kind: 'black hole' })
    const client = openHere()
    client.socket.write('patient')
    await aRoundTripPastTheProxy()
    expect(client.heard).toEqual([])
    await proxy.heal()
    await vi.waitFor(() => {
      expect(client.heard).toEqual(['PATIENT'])
    })
  })

  test('delay: everything arrives, so much later, in order', async () => {
    const client = await established()
    await proxy.break({ kind: 'delay', ms: 60 })
    const sentAt = performance.now()
    for (const word of ['one ', 'two ', 'three']) client.socket.write(word)
    await vi.waitFor(() => {
      expect(client.heard.join('')).toBe('ONE TWO THREE')
    })
    // Each way, by a timer that counts whole milliseconds.
    expect(performance.now() - sentAt).toBeGreaterThanOrEqual(118)
    await proxy.break({ kind: 'delay', ms: 60_000 })
    client.socket.write('never mind')
    await proxy.heal()
    await vi.waitFor(() => {
      expect(client.heard.join('')).toBe('ONE TWO THREENEVER MIND')
    })
  })

  test('a break too arrives later', async () => {
    const client = await established()
    await proxy.break({ kind: 'delay', ms: 60 })
    const brokenAt = performance.now()
    for (const socket of echo.sockets) socket.resetAndDestroy()
    await settled(client, 'ECONNRESET', 'close')
    expect(performance.now() - brokenAt).toBeGreaterThanOrEqual(59)
  })

  test('stopped while it refuses, it stays away', async () => {
    await proxy.break({ kind: 'refuse' })
    await proxy.stop()
    await settled(openHere(), 'ECONNREFUSED', 'close')
  })
})
