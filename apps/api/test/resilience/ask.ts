import { request, type Agent } from 'node:http'

/** A request to be made. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly token?: string
  readonly body?: object
}

export interface Reply {
  readonly status: number
  readonly text: string
}

/** Longer than a busy machine makes anybody wait. Whoever has no answer by then has failed. */
const patienceMs = 60_000

/** Asks over connections that are kept. @throws where the connection breaks, or no answer comes in a minute */
export function ask(agent: Agent, origin: string, { method, path, token, body }: Question): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const sent = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(sent === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
  }
  const outgoing = request(`${origin}${path}`, { method, agent, headers }, (incoming) => {
    let text = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => (text += chunk))
    incoming.on('end', () => {
      resolve({ status: incoming.statusCode ?? 0, text })
    })
    incoming.on('error', reject)
  })
  outgoing.setTimeout(patienceMs, () => {
    outgoing.destroy(new Error(`no answer in ${patienceMs / 1_000} s`))
  })
  outgoing.on('error', reject)
  outgoing.end(sent)
  return promise
}
