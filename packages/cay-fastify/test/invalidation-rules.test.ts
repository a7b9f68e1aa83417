import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { createCay, type Cay, type CayOptions } from 'cay'
import { faultyTier, manualClock, memoryTier } from 'cay/testing'
import { invalidationRules, type InvalidationRule } from '@cay/fastify'
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify'
import { expect, onTestFinished, test, vi } from 'vitest'

/** A title in a database, read through a cache under the tags `jobs` and `job:…`. */
interface Scene {
  readonly app: FastifyInstance
  readonly cay: Cay
  readonly lines: readonly string[]
  /** Writes past the cache. */
  readonly write: (title: string) => void
  readonly jobs: () => Promise<string>
  readonly job: (id: string) => Promise<string>
}

async function scene(rules: readonly InvalidationRule[], options: CayOptions = {}): Promise<Scene> {
  const cay = createCay({ clock: manualClock(), ...options })
  const lines: string[] = []
  const app = fastify({ logger: { level: 'error', stream: { write: (line: string) => lines.push(line) } } })
  onTestFinished(async () => {
    await app.close()
    await cay.close()
  })
  await app.register(invalidationRules({ cay, rules }))
  let title = 'old'
  const load = (): Promise<string> => Promise.resolve(title)
  const list = cay.query({ name: 'list', tags: ['jobs'], key: () => [], load })
  const details = cay.query({
    name: 'job',
    tables: ['job'],
    tags: (id: string) => [`job:${id}`],
    key: (id: string) => [id],
    load,
  })
  const write = (next: string): void => {
    title = next
  }
  return { app, cay, lines, write, jobs: () => list.get(undefined), job: (id) => details.get(id) }
}

const everyJob = { route: 'POST /jobs', tags: ['jobs'] } as const

/** The status of the answer to a write, and what is read when it has arrived. */
async function answered(
  { app, write, jobs }: Scene,
  answer: (reply: FastifyReply) => unknown,
): Promise<[status: number, read: string]> {
  app.post('/jobs', async (_request, reply) => {
    write('new')
    return answer(reply)
  })
  expect(await jobs()).toBe('old')
  const { statusCode } = await app.inject({ method: 'POST', url: '/jobs' })
  return [statusCode, await jobs()]
}

test.each<[string, number, (reply: FastifyReply) => unknown]>([
  ['a value', 200, () => ({ id: 1 })],
  ['no content', 204, (reply) => reply.code(204).send()],
  ['a redirection', 303, (reply) => reply.redirect('/jobs/1', 303)],
  ['not modified', 304, (reply) => reply.code(304).send()],
  ['a stream', 200, () => Readable.from(['a', 'b'])],
  ['a Response', 201, () => new Response('made', { status: 201 })],
])('whoever has received the answer reads the new value: %s', async (_name, status, answer) => {
  expect(await answered(await scene([everyJob]), answer)).toEqual([status, 'new'])
})

test.each<[string, number, (reply: FastifyReply) => unknown]>([
  ['a refusal', 409, (reply) => reply.code(409).send({ error: 'taken' })],
  ['an error', 500, () => Promise.reject(new Error('broken'))],
  ['a Response that is an error', 503, () => new Response('later', { status: 503 })],
])('an answer that is no success invalidates nothing: %s', async (_name, status, answer) => {
  expect(await answered(await scene([everyJob]), answer)).toEqual([status, 'old'])
})

test('a request that is refused before its handler invalidates nothing', async () => {
  const { app, jobs, write } = await scene([everyJob])
  app.post('/jobs', { schema: { body: { type: 'object', required: ['title'] } } }, () => 'ok')
  await jobs()
  write('new')
  expect((await app.inject({ method: 'POST', url: '/jobs', payload: {} })).statusCode).toBe(400)
  expect(await jobs()).toBe('old')
})

test('the answer leaves when both tiers have forgotten, not before; a failed one waits for nothing', async () => {
  const clock = manualClock()
  const tier = faultyTier(memoryTier(clock), clock)
  const { app, write, jobs } = await scene([everyJob], { clock, shared: tier })
  app.post<{ Querystring: { status: number } }>('/jobs', (request, reply) => {
    write('new')
    return reply.code(request.query.status).send('done')
  })
  await jobs()
  await vi.waitFor(() => {
    expect(tier.entries.size).toBeGreaterThan(0)
  })
  tier.behave({ slowMs: 100 })
  const attempts = tier.attempts()
  expect((await app.inject({ method: 'POST', url: '/jobs?status=422' })).statusCode).toBe(422)
  expect(tier.attempts()).toBe(attempts)

  let hasLeft = false
  const answer = app.inject({ method: 'POST', url: '/jobs?status=201' }).then(({ statusCode }) => {
    hasLeft = true
    return statusCode
  })
  await vi.waitFor(() => {
    expect(tier.attempts()).toBe(attempts + 1)
  })
  await clock.advance(99)
  expect(hasLeft).toBe(false)
  await clock.advance(1)
  expect(await answer).toBe(201)
  tier.behave('none')
  expect(await jobs()).toBe('new')
})

test('with the shared tier away the answer is a success, and this process reads the new value', async () => {
  const clock = manualClock()
  const tier = faultyTier(memoryTier(clock), clock)
  const fixture = await scene([everyJob], { clock, shared: tier })
  await fixture.jobs()
  tier.disconnect()
  expect(await answered(fixture, () => 'done')).toEqual([200, 'new'])
})

test('a function names tags by the request, as hooks and handler have left it', async () => {
  const rule: InvalidationRule = {
    route: 'PUT /jobs/:id',
    tags: ({ params: { id = '' }, headers }) => [
      `job:${id}`,
      ...(headers['x-list'] === 'yes' ? ['jobs'] : []),
    ],
  }
  const { app, write, jobs, job } = await scene([rule])
  app.put('/jobs/:id', (request) => {
    write('new')
    request.headers = { 'x-list': 'yes' }
    return 'done'
  })
  await Promise.all([jobs(), job('1'), job('2')])
  await app.inject({ method: 'PUT', url: '/jobs/1' })
  expect(await Promise.all([jobs(), job('1'), job('2')])).toEqual(['new', 'new', 'old'])
})

test.each<[string, () => readonly string[]]>([
  [
    'throws',
    () => {
      throw Object.assign(new Error('hunter2'), { statusCode: 404 })
    },
  ],
  ['returns what is no tag', () => ['two words']],
  ['returns a lone string', () => 'jobs' as unknown as string[]],
  ['returns nothing', () => undefined as unknown as string[]],
])(
  'a function that %s: the answer is an error that tells the client nothing, and the log why',
  async (_name, tags) => {
    const { app, lines } = await scene([{ route: 'POST /jobs', tags }])
    app.post('/jobs', () => 'done')
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/jobs' })
    expect([statusCode, body]).toEqual([500, expect.not.stringMatching(/done|hunter2|two words/) as string])
    expect(lines.join('')).toMatch(/"route":"POST \/jobs","msg":"[^"]*nothing is invalidated"/)
  },
)

test('a cache that was closed: the answer is an error', async () => {
  const fixture = await scene([everyJob])
  fixture.app.post('/jobs', () => 'done')
  await fixture.cay.close()
  expect((await fixture.app.inject({ method: 'POST', url: '/jobs' })).statusCode).toBe(500)
})

test('a function that returns no tags invalidates nothing', async () => {
  expect(await answered(await scene([{ route: 'POST /jobs', tags: () => [] }]), () => 'done')).toEqual([
    200,
    'old',
  ])
})

test('a client that has left does not keep the write from being invalidated', async () => {
  const { app, write, jobs } = await scene([everyJob])
  const { promise: left, resolve: leave } = Promise.withResolvers<undefined>()
  app.post('/jobs', async (request, reply) => {
    request.raw.socket.once('close', () => {
      leave(undefined)
    })
    client.destroy()
    await left
    write('new')
    return reply.send('nobody hears this')
  })
  await jobs()
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const client = connect(Number(new URL(address).port), '127.0.0.1')
  client.write('POST /jobs HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n')
  await vi.waitFor(async () => {
    expect(await jobs()).toBe('new')
  })
})

test('an answer written past Fastify is past the rules too', async () => {
  const { app, write, jobs } = await scene([everyJob])
  app.post('/jobs', (_request, reply) => {
    write('new')
    reply.hijack()
    reply.raw.end('by hand')
  })
  await jobs()
  expect((await app.inject({ method: 'POST', url: '/jobs' })).body).toBe('by hand')
  expect(await jobs()).toBe('old')
})

test('hooks that were there before the rule still run', async () => {
  const { app } = await scene([everyJob])
  const onSend = (_request: unknown, _reply: unknown, payload: unknown): Promise<unknown> =>
    Promise.resolve(`${String(payload)}!`)
  app.post('/jobs', { onSend }, () => 'done')
  expect((await app.inject({ method: 'POST', url: '/jobs' })).body).toBe('done!')
})

test.each<[route: string, method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH', url: string, read: string]>([
  ['POST /api/v1/jobs', 'POST', '/api/v1/jobs', 'new'],
  ['POST /api/v1', 'POST', '/api/v1', 'new'],
  ['POST /api/v1', 'POST', '/api/v1/', 'new'],
  ['PUT /api/v1/both', 'PUT', '/api/v1/both', 'new'],
  ['PUT /api/v1/both', 'PATCH', '/api/v1/both', 'old'],
  ['GET /api/v1/visit', 'GET', '/api/v1/visit', 'new'],
  ['GET /api/v1/visit', 'HEAD', '/api/v1/visit', 'new'],
  ['HEAD /api/v1/visit', 'GET', '/api/v1/visit', 'old'],
  ['HEAD /api/v1/visit', 'HEAD', '/api/v1/visit', 'new'],
  ['POST /api/v1/old/:id?', 'POST', '/api/v1/old', 'new'],
  ['POST /api/v1/files/*', 'POST', '/api/v1/files/a/b', 'new'],
  ['POST /api/v1/:id(^\\d+$)', 'POST', '/api/v1/7', 'new'],
  ['POST /api/v1/:id(^\\d+$)', 'POST', '/api/v1/jobs', 'old'],
])('the rule for %s, after %s %s below prefixes: %s', async (route, method, url, read) => {
  const { app, write, jobs } = await scene([{ route, tags: ['jobs'] }])
  const handler = (): string => {
    write('new')
    return 'done'
  }
  await app.register(
    async (api) => {
      await api.register(
        (v1, _options, done) => {
          v1.post('/', handler)
          v1.post('/jobs', handler)
          v1.post('/old/:id?', handler)
          v1.post('/files/*', handler)
          v1.post('/:id(^\\d+$)', handler)
          v1.get('/visit', handler)
          v1.route({ method: ['PUT', 'PATCH'], url: '/both', handler })
          done()
        },
        { prefix: '/v1' },
      )
    },
    { prefix: '/api' },
  )
  await jobs()
  expect((await app.inject({ method, url })).statusCode).toBe(200)
  expect(await jobs()).toBe(read)
})

test('a rule holds for every version of its route', async () => {
  const { app, write, jobs } = await scene([everyJob])
  for (const version of ['1.0.0', '2.0.0']) {
    app.post('/jobs', { constraints: { version } }, () => {
      write(version)
      return 'done'
    })
  }
  await jobs()
  await app.inject({ method: 'POST', url: '/jobs', headers: { 'accept-version': '1.x' } })
  expect(await jobs()).toBe('1.0.0')
  await app.inject({ method: 'POST', url: '/jobs', headers: { 'accept-version': '2.x' } })
  expect(await jobs()).toBe('2.0.0')
})

const cay: Pick<Cay, 'invalidate'> = { invalidate: () => Promise.resolve('applied') }

test.each<[string, readonly InvalidationRule[], RegExp]>([
  ['a route without a method', [{ route: '/jobs', tags: ['jobs'] }], /"\/jobs" is no route/],
  ['a route without a path', [{ route: 'POST', tags: ['jobs'] }], /"POST" is no route/],
  ['a method in small letters', [{ route: 'post /jobs', tags: ['jobs'] }], /"post \/jobs" is no route/],
  ['two spaces', [{ route: 'POST  /jobs', tags: ['jobs'] }], /is no route/],
  ['two rules for one route', [everyJob, everyJob], /"POST \/jobs" has two rules/],
  ['no tags', [{ route: 'POST /jobs', tags: [] }], /"POST \/jobs" has a rule without tags/],
  ['a tag with white space', [{ route: 'POST /jobs', tags: ['all jobs'] }], /POST \/jobs: a tag is/],
  ['an empty tag', [{ route: 'POST /jobs', tags: [''] }], /POST \/jobs: a tag is/],
  [
    'a lone string for tags',
    [{ route: 'POST /jobs', tags: 'jobs' as unknown as string[] }],
    /"POST \/jobs" has a rule whose tags are no array/,
  ],
])('refused where it is written: %s', (_name, rules, message) => {
  expect(() => invalidationRules({ cay, rules })).toThrow(
    expect.objectContaining({
      code: 'CAY_OPTION_INVALID',
      message: expect.stringMatching(message) as string,
    }),
  )
})

/** Starts an application whose rules are registered between the declarations. */
async function start(
  route: string,
  { before, after }: { before?: (app: FastifyInstance) => void; after?: (app: FastifyInstance) => void },
): Promise<void> {
  const app = fastify()
  onTestFinished(() => app.close())
  before?.(app)
  await app.register(invalidationRules({ cay, rules: [{ route, tags: ['jobs'] }] }))
  after?.(app)
  await app.ready()
}

const postJobs = (app: FastifyInstance): void => {
  app.post('/jobs', () => 'done')
}

test.each<[string, string, Parameters<typeof start>[1]]>([
  ['a route that there is none of', 'POST /job', { after: postJobs }],
  ['another method of a route', 'PUT /jobs', { after: postJobs }],
  ['a method that Fastify does not know', 'POTS /jobs', { after: postJobs }],
  ['a route declared before the rules', 'POST /jobs', { before: postJobs }],
  [
    'a route without its prefix',
    'POST /jobs',
    {
      after: (app) => {
        app.register(
          (api, _options, done) => {
            postJobs(api)
            done()
          },
          { prefix: '/api' },
        )
      },
    },
  ],
  [
    'parameters of another name',
    'PUT /jobs/:job',
    {
      after: (app) => {
        app.put('/jobs/:id', () => 'done')
      },
    },
  ],
  [
    'a GET of which there is only the HEAD',
    'GET /jobs',
    {
      after: (app) => {
        app.head('/jobs', () => 'done')
      },
    },
  ],
])('an application does not start with a rule for %s, and says which', async (_name, route, declarations) => {
  await expect(start(route, declarations)).rejects.toMatchObject({
    code: 'CAY_OPTION_INVALID',
    message: expect.stringContaining(`"${route}"`) as string,
  })
})

test('rules registered in a context do not reach the routes outside it', async () => {
  const app = fastify()
  onTestFinished(() => app.close())
  await app.register(async (inner) => {
    await inner.register(invalidationRules({ cay, rules: [everyJob] }))
  })
  postJobs(app)
  await expect(app.ready()).rejects.toThrow(/in their context/)
})
