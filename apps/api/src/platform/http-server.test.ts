import { once } from 'node:events'
import { connect } from 'node:net'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { App } from './http.ts'
import { createHttpServer, type HttpOptions } from './http-server.ts'

let app: App
let logged: string
beforeEach(() => {
  logged = ''
  const logStream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += String(chunk)
      done()
    },
  })
  app = createHttpServer({ logLevel: 'trace', logStream, isProduction: true })
})
afterEach(async () => {
  await app.close()
})

/** What a database driver throws: its message and properties hold what a user wrote. */
const databaseError = Object.assign(new Error('invalid input syntax for type bigint: "ann@example.org"'), {
  code: '22P02',
  severity: 'ERROR',
  detail: 'Key (email)=(ann@example.org) already exists.',
  query: 'insert into users (email) values ($1)',
  params: ['ann@example.org'],
})

describe('an error that was not meant', () => {
  test.each([
    ['of the database', databaseError],
    ['with another as its cause', new Error('could not do it', { cause: databaseError })],
    ['that pretends to be of the request', Object.assign(new Error('not ours'), { statusCode: 500 })],
  ])('%s is answered with 500 and its id, and logged without what a user wrote', async (_, error) => {
    app.get('/', () => {
      throw error
    })
    const answer = await app.inject('/?email=ann@example.org')
    expect(answer.statusCode).toBe(500)
    expect(answer.json()).toEqual({
      error: { code: 'internal', message: 'Something went wrong on our side. Quote the request_id.' },
      request_id: answer.headers['x-request-id'],
    })
    expect(logged).toContain(String(answer.headers['x-request-id']))
    expect(logged).not.toMatch(/ann@|insert into|already exists/)
  })

  test.each([
    Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' }),
    Object.assign(new Error('canceling statement due to statement timeout'), {
      code: '57014',
      severity: 'ERROR',
    }),
    Object.assign(new Error('the loader did not answer'), { code: 'CAY_LOAD_TIMEOUT' }),
    Object.assign(new Error('64 loads are under way'), { code: 'CAY_LOAD_QUEUE_FULL' }),
    Object.assign(new Error('sorry, too many clients already'), { code: '53300', severity: 'FATAL' }),
    Object.assign(new Error('The connection broke while committing'), { name: 'CommitUnknownError' }),
    new Error('Query read timeout'),
    new Error('timeout expired'),
    new Error('Connection terminated due to connection timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Connection terminated unexpectedly'),
  ])('that says the database is away is answered with 503: $message', async (error) => {
    app.get('/', () => {
      throw error
    })
    const answer = await app.inject('/')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.body).not.toMatch(/10\.0\.0\.1|timeout|terminat/)
  })
})

test('every answer has the headers that keep a browser from mischief, and an id of our own', async () => {
  app.get('/', () => 'hello')
  for (const url of ['/', '/nope', '/%']) {
    const { headers } = await app.inject({ url, headers: { 'x-request-id': 'mine\n'.repeat(1_000) } })
    expect(headers).toMatchObject({
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-request-id': expect.stringMatching(/^[\w-]{8,20}$/) as string,
    })
  }
})

test('a request that succeeds is not logged', async () => {
  app.get('/', () => 'hello')
  await app.inject('/?token=secret')
  expect(logged).toBe('')
})

describe('what is no HTTP request', () => {
  test.each([
    ['nonsense', 'nonsense\r\n\r\n', 400, 'bad_request'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      400,
      'bad_request',
    ],
    [
      'headers without an end',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'a URL without an end',
      `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('%s is refused in the same words as everything else', async (_, sent, status, code) => {
    const answer = await raw(sent)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toMatch(
      new RegExp(`^{"error":{"code":"${code}","message":"[^"]+\\."},"request_id":"[\\w-]+"}$`),
    )
  })

  async function raw(sent: string): Promise<string> {
    const { port } = new URL(await app.listen({ port: 0 }))
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => (answer += String(chunk)))
    socket.on('error', () => undefined)
    socket.write(sent)
    await once(socket, 'close')
    return answer
  }
})

describe('the address of whoever asks', () => {
  const claimed = '203.0.113.1, 192.0.2.7, 10.0.0.5'

  test.each<[string, HttpOptions['trustProxy'], string]>([
    ['is that of the connection, unless told whom to believe', undefined, '127.0.0.1'],
    ['is what the nearest of one proxy says', 1, '10.0.0.5'],
    ['is what the farther of two says, and no claim beyond it', 2, '192.0.2.7'],
    ['is the nearest that is no proxy', ['127.0.0.1', '10.0.0.0/8'], '192.0.2.7'],
    ['is that of the connection, where that is none of the proxies', ['10.0.0.5'], '127.0.0.1'],
  ])('%s', async (_, trustProxy, address) => {
    const server = createHttpServer({
      ...{ logLevel: 'silent', logStream: undefined, isProduction: false },
      trustProxy,
    })
    server.get('/', ({ ip }) => ({ ip }))
    const { body } = await server.inject({ url: '/', headers: { 'x-forwarded-for': claimed } })
    expect(JSON.parse(body)).toEqual({ ip: address })
    await server.close()
  })
})
