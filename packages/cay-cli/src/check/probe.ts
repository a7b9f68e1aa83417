import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { within } from './deadline.ts'

export interface HostAndPort {
  readonly host: string
  readonly port: number
}

const deadlineMs = 1_000

/** What OpenSSL and Node say of a certificate that is not to be trusted. */
const certificateErrors =
  /CERT|SELF_SIGNED|UNABLE_TO_|CRL|HOSTNAME_MISMATCH|PATH_LENGTH|INVALID_CA|INVALID_PURPOSE/

/** Whether an error is about the certificate of who was asked, who then speaks TLS. */
export function isAboutCertificate(code: string): boolean {
  return certificateErrors.test(code)
}

/** Whether somebody there speaks Redis without TLS. Nothing secret is sent. */
export async function speaksPlainly(target: HostAndPort): Promise<boolean> {
  const socket = connect(target)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  socket.once('data', (bytes: Buffer) => {
    resolve(/^[+-]/.test(String(bytes)))
  })
  socket.once('error', () => {
    resolve(false)
  })
  socket.once('close', () => {
    resolve(false)
  })
  socket.write('PING\r\n')
  return within(deadlineMs, promise)
    .catch(() => false)
    .finally(() => socket.destroy())
}

/** Whether somebody there speaks TLS, whatever the certificate. Nothing is sent. */
export async function speaksTls(target: HostAndPort): Promise<boolean> {
  const socket = connectTls(target)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  socket.once('secureConnect', () => {
    resolve(true)
  })
  socket.once('error', (error: NodeJS.ErrnoException) => {
    resolve(error.code !== undefined && isAboutCertificate(error.code))
  })
  return within(deadlineMs, promise)
    .catch(() => false)
    .finally(() => socket.destroy())
}
