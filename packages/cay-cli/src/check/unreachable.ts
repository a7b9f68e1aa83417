import { ConnectionTimeoutError, ErrorReply } from '@redis/client'
import { Silence } from './deadline.ts'
import type { Finding } from './finding.ts'
import { isAboutCertificate, speaksPlainly, speaksTls, type HostAndPort } from './probe.ts'
import { refusalOf } from './refusals.ts'
import { deadlineMs } from './session.ts'

/** A server that was to be asked. */
export interface Target extends HostAndPort {
  readonly isEncrypted: boolean
  readonly isSentinel: boolean
}

type Words = Omit<Finding, 'severity'>

/** Why a server could not be asked, or stopped answering. Looks again, where a first look does not tell. */
export async function whyNot(error: unknown, target: Target): Promise<Finding> {
  if (error instanceof ErrorReply) return refusalOf(error.message)
  const code = codeOf(error)
  const known = byCode[code] ?? (isAboutCertificate(code) ? certificateInvalid : undefined)
  const words = known ?? (await mismatch(target)) ?? (isSilence(error) ? silent : closed)
  return { severity: 'error', ...words }
}

/** The codes are constants of Node and of OpenSSL: they quote nothing. */
function codeOf(error: unknown): string {
  // Several addresses of one name were tried, and each failed.
  if (error instanceof AggregateError) return codeOf(error.errors.at(-1))
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function isSilence(error: unknown): boolean {
  return error instanceof Silence || error instanceof ConnectionTimeoutError || codeOf(error) === 'ETIMEDOUT'
}

/** One speaks TLS and the other does not: which shows as silence, as a broken connection, or as noise. */
async function mismatch(target: Target): Promise<Words | undefined> {
  if (target.isEncrypted) return (await speaksPlainly(target)) ? plainExpected : undefined
  return (await speaksTls(target)) ? tlsExpected : undefined
}

const plainExpected: Words = {
  code: 'plain_expected',
  found: 'The address says rediss:// (TLS), and the server speaks without TLS there.',
  advice: 'Use redis://, or the port where the server speaks TLS.',
}
const tlsExpected: Words = {
  code: 'tls_expected',
  found: 'The address says redis:// (no TLS), and the server speaks TLS there.',
  advice: 'Use rediss://.',
}
const silent: Words = {
  code: 'silent',
  found: `The server does not answer: ${deadlineMs.connect / 1_000} s for a connection, ${deadlineMs.command / 1_000} s for a command.`,
  advice:
    'It hangs (is its process stopped, or its machine out of memory?), or a firewall drops the packets. Cay goes on without it meanwhile.',
}
const closed: Words = {
  code: 'closed',
  found: 'The connection breaks before an answer comes.',
  advice: 'Is it Redis that listens there? If so, its log says why; a proxy in between may not reach it.',
}
const unknownHost: Words = {
  code: 'host_unknown',
  found: 'The name of the host can’t be looked up.',
  advice:
    'Check its spelling, and whether this machine can see that name: many are known inside one network alone.',
}
const refused: Words = {
  code: 'connection_refused',
  found: 'Nobody listens at this port.',
  advice: 'Start the server, or check the port. It may listen for its own machine alone (bind).',
}
const unroutable: Words = {
  code: 'network_unreachable',
  found: 'There is no way from here to this host.',
  advice: 'Check the network, and whether the host is to be reached from this machine at all.',
}
const certificateUnknown: Words = {
  code: 'certificate_unknown',
  found: 'The certificate of the server is signed by somebody this machine does not know.',
  advice:
    'Get the certificate of the authority that signed it, as a PEM file, and start with NODE_EXTRA_CA_CERTS=/path/to/authority.pem, this command and every process that uses Cay.',
}
const certificateExpired: Words = {
  code: 'certificate_expired',
  found: 'The certificate of the server has expired.',
  advice: 'Renew it. If it is not old: the clock of this machine is wrong.',
}
const certificateName: Words = {
  code: 'certificate_name',
  found: 'The certificate of the server is for another name than the address says.',
  advice: 'Use a name that is in the certificate, or have it made for this one.',
}
const certificateInvalid: Words = {
  code: 'certificate_invalid',
  found: 'The certificate of the server is not valid.',
  advice: 'openssl s_client -connect host:port shows it, and what is wrong with it.',
}

const byCode: Readonly<Record<string, Words>> = {
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNREFUSED: refused,
  EHOSTUNREACH: unroutable,
  ENETUNREACH: unroutable,
  EADDRNOTAVAIL: unroutable,
  SELF_SIGNED_CERT_IN_CHAIN: certificateUnknown,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificateUnknown,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificateUnknown,
  UNABLE_TO_GET_ISSUER_CERT: certificateUnknown,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificateUnknown,
  CERT_HAS_EXPIRED: certificateExpired,
  ERR_TLS_CERT_ALTNAME_INVALID: certificateName,
}
