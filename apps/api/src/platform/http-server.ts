import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import {
  fastify,
  LogController,
  type ConnectionError,
  type FastifyReply,
  type FastifyServerOptions,
} from 'fastify'
import { errorResponse } from './error-responses.ts'
import { AppError } from './errors.ts'
import { ErrorBody, type App, type TypeBoxProvider } from './http.ts'
import { logOptions } from './log.ts'
import { requestIds } from './random.ts'
import { validatorCompiler } from './validation.ts'

/**
 * Whose `X-Forwarded-For` is believed: the addresses of proxies, or how many of them stand in front, which is right only
 * where nobody reaches this process but through them. Undefined: nobody's.
 */
export type TrustProxy = number | readonly string[] | undefined

export interface HttpOptions {
  readonly logLevel: string
  /** Where the log goes; default standard output. */
  readonly logStream: Writable | undefined
  /** Behind HTTPS: browsers are told to stay there. */
  readonly isProduction: boolean
  readonly trustProxy?: TrustProxy
}

const bodyLimitBytes = 1_048_576
/** For a whole request to arrive: slow senders hold a connection no longer. */
const requestTimeoutMs = 30_000

/** The HTTP server before any route: ids, headers, limits, and one body for all errors. */
export function createHttpServer({ logLevel, logStream, isProduction, trustProxy }: HttpOptions): App {
  const newRequestId = requestIds()
  const headers = securityHeaders(isProduction)
  const begin = (reply: FastifyReply): void => {
    reply.headers(headers).header('x-request-id', reply.request.id)
  }
  const app = fastify({
    ...limits,
    trustProxy: believed(trustProxy),
    logger: logOptions(logLevel, logStream),
    logController: new LogController({ disableRequestLogging: true }),
    // Ids are our own: one taken from a header could be of any length, or another request's.
    requestIdHeader: false,
    genReqId: newRequestId,
    frameworkErrors: (error, request, reply) => {
      begin(reply)
      errorResponse(error, request, reply)
    },
    clientErrorHandler: (error, socket) => {
      refuseConnection(error, socket, newRequestId())
    },
  }).withTypeProvider<TypeBoxProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setErrorHandler(errorResponse)
  app.setNotFoundHandler(() => {
    throw new AppError('not_found', 'route_not_found', 'There is nothing at this path. See /docs.')
  })
  app.addSchema(ErrorBody)
  // JSON is all that is read: without its parser, text is refused as an unsupported media type.
  app.removeContentTypeParser('text/plain')
  let isWarned = trustProxy !== undefined
  app.addHook('onRequest', (request, reply, done) => {
    if (!isWarned && request.headers['x-forwarded-for'] !== undefined) {
      isWarned = true
      app.log.warn(
        'requests come through a proxy, and TRUST_PROXY is not set: all of them count as one address',
      )
    }
    begin(reply)
    done()
  })
  return app
}

/** Fastify, given a number, believes nobody: whether someone went around the proxies is for whoever sets it to know. */
function believed(trustProxy: TrustProxy): NonNullable<FastifyServerOptions['trustProxy']> {
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy
  return trustProxy === undefined ? false : [...trustProxy]
}

const limits = {
  bodyLimit: bodyLimitBytes,
  requestTimeout: requestTimeoutMs,
  routerOptions: { maxParamLength: 200 },
  // What still arrives while the server closes is served: nobody else will.
  return503OnClosing: false,
} satisfies FastifyServerOptions

function securityHeaders(isProduction: boolean): Record<string, string> {
  return {
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isProduction ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

const connectionRefusals: Readonly<Record<string, readonly [status: string, code: string, message: string]>> =
  {
    HPE_HEADER_OVERFLOW: [
      '431 Request Header Fields Too Large',
      'headers_too_large',
      'The headers are too large.',
    ],
    ERR_HTTP_REQUEST_TIMEOUT: [
      '408 Request Timeout',
      'request_timeout',
      'The request took too long to arrive.',
    ],
  }

/** What arrived is no HTTP request, so there is none to answer to: the answer is written by hand. */
function refuseConnection(error: ConnectionError, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const [status, code, message] = connectionRefusals[error.code] ?? [
    '400 Bad Request',
    'bad_request',
    'This is not an HTTP request.',
  ]
  const body = JSON.stringify({ error: { code, message }, request_id: requestId })
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
