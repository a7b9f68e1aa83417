import type { App } from './http.ts'
import { AppError } from './errors.ts'

const known = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/**
 * Answers 405 with `Allow` where a path exists and the method does not; Fastify would say that the path is missing.
 * Watches the routes from here on; call `close` after the last.
 */
export function refuseOtherMethods(app: App): { readonly close: () => void } {
  const methodsByUrl = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByUrl.get(url) ?? new Set()
    for (const name of [method].flat()) methods.add(name)
    methodsByUrl.set(url, methods)
  })
  return {
    close: () => {
      for (const [url, methods] of [...methodsByUrl]) addRefusal(app, url, [...methods])
    },
  }
}

function addRefusal(app: App, url: string, allowed: readonly string[]): void {
  const refused = known.filter((method) => !allowed.includes(method))
  if (refused.length === 0) return
  const allow = allowed.join(', ')
  const refusal = (): AppError =>
    new AppError('method_not_allowed', 'method_not_allowed', `This path answers to ${allow} only.`)
  app.route({
    url,
    method: refused,
    schema: { hide: true },
    // Before the body is read: what was sent with a method that is refused does not matter.
    onRequest: (_request, reply, done) => {
      reply.header('allow', allow)
      done(refusal())
    },
    handler: () => {
      throw refusal()
    },
  })
}
