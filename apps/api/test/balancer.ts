import { once } from 'node:events'
import {
  Agent,
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { asked } from './asked.ts'

/** Spreads requests over instances in turn, as balancers do; it never sends one a second time. */
export interface Balancer extends AsyncDisposable {
  readonly origin: string
  /** How many requests went to each instance. */
  readonly counts: ReadonlyMap<string, number>
}

/** How often it asks an instance whether it is ready. */
const pollMs = 200

export async function startBalancer(origins: readonly string[]): Promise<Balancer> {
  const agents = new Map(origins.map((origin) => [origin, new Agent({ keepAlive: true })]))
  const ready = new Set(origins)
  const counts = new Map(origins.map((origin) => [origin, 0]))
  let turn = 0
  const server = createServer((incoming, outgoing) => {
    const [origin = ''] = [...ready].slice(turn++ % ready.size)
    counts.set(origin, (counts.get(origin) ?? 0) + 1)
    forward(`${origin}${incoming.url ?? ''}`, agents.get(origin), incoming, outgoing)
  })
  const polling = setInterval(() => {
    for (const origin of ready) {
      asked('GET', `${origin}/health/ready`).then(
        ({ status }) => {
          if (status !== 200) ready.delete(origin)
        },
        () => ready.delete(origin),
      )
    }
  }, pollMs)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    counts,
    [Symbol.asyncDispose]: async () => {
      clearInterval(polling)
      for (const agent of agents.values()) agent.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function forward(
  url: string,
  agent: Agent | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): void {
  const { method, headers } = incoming
  const upstream = request(url, { method, headers: withoutHop(headers), agent })
  upstream.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, withoutHop(answer.headers))
    answer.pipe(outgoing)
  })
  upstream.on('error', (error) => {
    outgoing.writeHead(502).end(`${url} ${error.message}`)
  })
  incoming.pipe(upstream)
}

/** What is said of one connection is not for the next. */
function withoutHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'connection'))
}
