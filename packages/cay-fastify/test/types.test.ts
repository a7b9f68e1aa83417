import { invalidationRules, type InvalidationRule, type RouteParams } from '@cay/fastify'
import { createCay } from 'cay'
import { fastify, type FastifyTypeProvider } from 'fastify'
import { expect, expectTypeOf, test } from 'vitest'

const cay = createCay()

test('the parameters of a rule’s function are those of its route', () => {
  expectTypeOf<keyof RouteParams<'POST /jobs'>>().toEqualTypeOf<never>()
  expectTypeOf<RouteParams<'PUT /jobs/:id'>['id']>().toEqualTypeOf<string>()
  expectTypeOf<keyof RouteParams<'GET /:from-:to/x/:file.:ending'>>().toEqualTypeOf<
    'from' | 'to' | 'file' | 'ending'
  >()
  expectTypeOf<RouteParams<'GET /files/:owner/*'>['*']>().toEqualTypeOf<string>()
  expectTypeOf<RouteParams<'GET /jobs/:id?'>['id']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<RouteParams<'GET /:id(^\\d+$)'>['id']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<RouteParams<string>['id']>().toEqualTypeOf<string | undefined>()
})

test('a rule that reads a parameter its route does not have does not compile', () => {
  invalidationRules({
    cay,
    rules: [
      { route: 'POST /jobs', tags: ['jobs'] },
      { route: 'PUT /jobs/:id', tags: ({ params }) => [`job:${params.id}`] },
      // @ts-expect-error the route has no parameter of that name
      { route: 'DELETE /jobs/:id', tags: ({ params }) => [`job:${params.job}`] },
      { route: 'DELETE /posts/:post_id', tags: (request) => [`post:${request.params.post_id}`] },
    ],
  })
  // @ts-expect-error tags are a list
  expect(() => invalidationRules({ cay, rules: [{ route: 'POST /jobs', tags: 'jobs' }] })).toThrow()
})

test('rules may be collected before they are given', () => {
  const rules: InvalidationRule[] = [{ route: 'POST /jobs', tags: ['jobs'] }]
  rules.push({ route: 'PUT /jobs/:id', tags: ({ params: { id = '' } }) => [`job:${id}`] })
  expectTypeOf(invalidationRules({ cay, rules })).toBeFunction()
})

test('an application with a type provider of its own, or on HTTP/2, takes the plugin', () => {
  const provided = fastify().withTypeProvider<FastifyTypeProvider>()
  expectTypeOf(provided.register(invalidationRules({ cay, rules: [] }))).not.toBeAny()
  expectTypeOf(fastify({ http2: true }).register(invalidationRules({ cay, rules: [] }))).not.toBeAny()
})
