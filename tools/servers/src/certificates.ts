import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findOrProvision } from './executables.ts'

export interface CertificateOptions {
  /** Whom it is for: host names and addresses. Default: localhost and 127.0.0.1. */
  readonly names?: readonly string[]
  /** Its time was over before it was made. Default false. */
  readonly isExpired?: boolean
}

/** A certificate of a server, signed by an authority made for it alone. The files are PEM. */
export interface Certificate {
  readonly authorityFile: string
  readonly certificateFile: string
  readonly keyFile: string
}

const execute = promisify(execFile)

/** Makes them in the folder, which is made too. */
export async function makeCertificate(
  folder: string,
  { names = ['localhost', '127.0.0.1'], isExpired = false }: CertificateOptions = {},
): Promise<Certificate> {
  const { folder: programs, env } = await findOrProvision('openssl')
  const openssl = (...args: string[]): Promise<unknown> =>
    execute(join(programs, 'openssl'), args, { cwd: folder, env })
  await mkdir(folder, { recursive: true })
  // A configuration of its own: the machine's may say anything, and where openssl was provisioned there is none.
  await writeFile(join(folder, 'openssl.cnf'), configuration(names))
  for (const name of ['authority', 'server']) {
    await openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`)
  }
  const request = ['req', '-new', '-config', 'openssl.cnf', '-sha256']
  const authority = ['-x509', '-extensions', 'authority', '-subj', '/CN=Authority of a test', '-days', '2']
  await openssl(...request, ...authority, '-key', 'authority.key', '-out', 'authority.pem')
  await openssl(...request, '-subj', '/CN=Server of a test', '-key', 'server.key', '-out', 'server.csr')
  await openssl(
    ...['x509', '-req', '-in', 'server.csr', '-sha256', '-set_serial', '1', '-out', 'server.pem'],
    ...['-CA', 'authority.pem', '-CAkey', 'authority.key', '-days', isExpired ? '-1' : '2'],
    ...['-extfile', 'openssl.cnf', '-extensions', 'server'],
  )
  return certificateIn(folder)
}

/** What was made there. */
export function certificateIn(folder: string): Certificate {
  return {
    authorityFile: join(folder, 'authority.pem'),
    certificateFile: join(folder, 'server.pem'),
    keyFile: join(folder, 'server.key'),
  }
}

function configuration(names: readonly string[]): string {
  const subjects = names.map((name) => (/^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`))
  return [
    ...['[req]', 'distinguished_name = subject', 'prompt = no', '[subject]', 'CN = a test'],
    ...['[authority]', 'basicConstraints = critical, CA:TRUE', 'keyUsage = critical, keyCertSign'],
    'subjectKeyIdentifier = hash',
    ...['[server]', 'basicConstraints = critical, CA:FALSE', `subjectAltName = ${subjects.join(', ')}`],
    ...['extendedKeyUsage = serverAuth, clientAuth', ''],
  ].join('\n')
}
