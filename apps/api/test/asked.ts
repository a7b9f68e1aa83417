import { Agent, request } from 'node:http'

/** An answer, and how it came. */
export interface Reply {
  readonly status: number
  readonly text: string
  /** The server says that it ends this connection. */
  readonly isLast: boolean
  readonly ms: number
}

export interface Asking {
  readonly agent?: Agent
  readonly token?: string
  readonly body?: unknown
}

/** One request over HTTP, never repeated: `fetch` sends some a second time by itself. */
export async function asked(
  method: string,
  url: string,
  { agent, token, body }: Asking = {},
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const begun = performance.now()
  const sent = body === undefined ? undefined : JSON.stringify(body)
  const asking = request(url, {
    method,
    agent: agent ?? new Agent(),
    headers: {
      ...(sent === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  })
  asking.on('error', reject)
  asking.on('response', (answer) => {
    let text = ''
    answer.on('error', reject)
    answer.on('data', (chunk) => (text += String(chunk)))
    answer.on('end', () => {
      const isLast = answer.headers.connection === 'close'
      resolve({ status: answer.statusCode ?? 0, text, isLast, ms: performance.now() - begun })
    })
  })
  asking.end(sent)
  return promise
}
