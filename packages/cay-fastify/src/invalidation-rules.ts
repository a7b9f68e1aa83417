import { assertTag, CayError, type Cay, type Tag } from 'cay'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import type { RouteParams } from './route-params.ts'

/** What a route changes. */
export interface InvalidationRule<Route extends string = string> {
  /** Method and pattern of the route as it was declared, with its prefixes: `PUT /api/jobs/:id`. */
  readonly route: Route
  /**
   * What depends on the data that the route writes. A function is called when the handler has succeeded, so it sees what
   * hooks and handler have left on the request; it may return no tags.
   */
  readonly tags:
    readonly Tag[] | ((request: FastifyRequest<{ Params: RouteParams<Route> }>) => readonly Tag[])
}

export interface InvalidationRulesOptions<Routes extends readonly string[]> {
  readonly cay: Pick<Cay, 'invalidate'>
  readonly rules: { readonly [Index in keyof Routes]: InvalidationRule<Routes[Index]> }
}

/**
 * A plugin for applications without a change log: when a route has succeeded (a status below 400), what its rule names is
 * invalidated, and only then does the answer leave. A failed answer invalidates nothing and waits for nothing.
 *
 * Where a rule can't name its tags, or the cache refuses them, the answer becomes an error: a success would promise that
 * the next read sees the write. A shared tier that is away is no such case: `invalidate` answers `queued`.
 *
 * Await the registration before the routes are declared: a plugin is told only of those that come later, in its context
 * and below. A rule of GET holds for the HEAD route that Fastify adds.
 * @throws {CayError} CAY_OPTION_INVALID here for a malformed route, two rules for one route, no tags or invalid ones; the
 * application does not start with a rule whose route was not declared
 */
export function invalidationRules<const Routes extends readonly string[]>({
  cay,
  rules,
}: InvalidationRulesOptions<Routes>): FastifyPluginAsync {
  const byRoute = new Map<string, Rule>()
  for (const rule of rules) {
    const checked = checkedRule(rule)
    if (byRoute.has(checked.route)) throw refusal(checked.route, 'has two rules: make them one')
    byRoute.set(checked.route, checked)
  }
  const plugin: FastifyPluginAsync = (app) => {
    install(app, cay, byRoute)
    return Promise.resolve()
  }
  return fastifyPlugin(plugin, { name: '@cay/fastify/invalidation-rules', fastify: '5.x' })
}

/** A rule of whatever route: the parameters that its function reads are those of the pattern it was matched with. */
interface Rule {
  readonly route: string
  readonly tags: readonly Tag[] | ((request: never) => readonly Tag[])
}

/** Leaves nothing to be found out by a request but what a function returns. */
function checkedRule({ route, tags }: Rule): Rule {
  if (typeof route !== 'string' || !/^[A-Z][A-Z-]* [/*]\S*$/.test(route)) {
    throw refusal(route, 'is no route: a rule names a method and a pattern, as in "PUT /jobs/:id"')
  }
  if (typeof tags === 'function') return { route, tags }
  assertTags(tags, route)
  if (tags.length === 0) throw refusal(route, 'has a rule without tags')
  return { route, tags: [...tags] }
}

/** @param tags what a rule without the help of types may hold: a lone string would be taken for its characters */
function assertTags(tags: unknown, route: string): asserts tags is readonly Tag[] {
  if (!Array.isArray(tags)) throw refusal(route, 'has a rule whose tags are no array')
  for (const tag of tags) assertTag(tag, route)
}

function refusal(route: unknown, problem: string): CayError {
  return new CayError('CAY_OPTION_INVALID', `invalidationRules: ${JSON.stringify(route)} ${problem}.`)
}

/** Ties each rule to its route as that is declared, so that no request looks for one. */
function install(app: FastifyInstance, cay: Pick<Cay, 'invalidate'>, rules: ReadonlyMap<string, Rule>): void {
  const matched = new Set<string>()
  app.addHook('onRoute', (declared) => {
    const byMethod = new Map<string, Rule>()
    for (const method of [declared.method].flat()) {
      const route = `${method} ${declared.url}`
      const rule = rules.get(route) ?? (method === 'HEAD' ? rules.get(`GET ${declared.url}`) : undefined)
      if (rule === undefined) continue
      matched.add(route)
      byMethod.set(method, rule)
    }
    if (byMethod.size === 0) return
    declared.onSend = [
      ...[declared.onSend ?? []].flat(),
      async (request, reply, payload) => {
        // A Response carries a status of its own, which Fastify takes over after the hooks.
        const status = payload instanceof Response ? payload.status : reply.statusCode
        const rule = byMethod.get(request.method)
        if (rule !== undefined && status < 400) await apply(cay, rule, request)
      },
    ]
  })
  app.addHook('onReady', () => {
    const unmatched = [...rules.keys()].find((route) => !matched.has(route))
    if (unmatched !== undefined) throw refusal(unmatched, notDeclared)
  })
}

const notDeclared =
  'has a rule and was not declared after the rules in their context: name it as it is declared, prefixes included, and await the registration of the rules first'

async function apply(
  cay: Pick<Cay, 'invalidate'>,
  { route, tags }: Rule,
  request: FastifyRequest,
): Promise<void> {
  try {
    const named: unknown = typeof tags === 'function' ? tags(request as never) : tags
    assertTags(named, route)
    await cay.invalidate(named)
  } catch (cause) {
    request.log.error(
      { err: cause, route },
      'the route has succeeded and its rule has failed: nothing is invalidated',
    )
    throw new CayError('CAY_OPTION_INVALID', `The rule of ${route} failed after the route had succeeded.`, {
      cause,
    })
  }
}
