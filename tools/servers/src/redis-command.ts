import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'

interface CommandTarget {
  readonly port: number
  readonly password: string | undefined
  readonly hasTls?: boolean
}

/** What a Sentinel says to QUIT, after the reply. */
const noQuit = /-ERR unknown command .QUIT.*\r\n$/

/**
 * Sends one command on a connection of its own and answers the reply as Redis wrote it; with the password, where there
 * is one. This package has no Redis client: whoever tests one should not depend on it to start their servers.
 * @throws where Redis answers with an error
 */
export async function sendCommand(
  { port, password, hasTls = false }: CommandTarget,
  ...command: readonly string[]
): Promise<string> {
  // Whatever its certificate: a test may have given the server one that nobody should accept.
  const target = { port, host: '127.0.0.1', rejectUnauthorized: false }
  const socket = (hasTls ? connectTls(target) : connect(target)).setEncoding('utf8')
  const commands = [...(password === undefined ? [] : [['AUTH', password]]), command, ['QUIT']]
  socket.write(commands.map(encoded).join(''))
  let replies = ''
  for await (const text of socket) {
    replies += String(text)
    if (noQuit.test(replies)) break
  }
  const reply = replies
    .slice(password === undefined ? 0 : '+OK\r\n'.length)
    .replace(/\+OK\r\n$/, '')
    .replace(noQuit, '')
  if (reply.startsWith('-')) throw new Error(`${command.slice(0, 2).join(' ')}: ${reply.slice(1).trim()}`)
  return reply
}

function encoded(command: readonly string[]): string {
  const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`)
  return `*${command.length}\r\n${parts.join('')}`
}
