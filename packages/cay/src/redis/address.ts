/** `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS with the certificate verified. */
export type RedisUrl = string

export interface Credentials {
  readonly username?: string
  readonly password?: string
}

/** One server. */
export interface ServerAddress extends Credentials {
  /** A name or an IP address, an IPv6 one without its brackets. */
  readonly host: string
  readonly port: number
  readonly isEncrypted: boolean
  readonly database: number
}

/** Why a text is no address, as what is said of it: “names no host.” Nothing of the text, which can hold a password. */
export interface Refusal {
  readonly problem: string
}

export const redisPort = 6379
export const sentinelPort = 26_379

const form = 'Give redis://user:password@host:6379, or rediss:// for TLS.'
const hints =
  'In the user and the password, white space and characters such as @ : / # must be percent-encoded; an IPv6 address stands in brackets.'
const hostPattern = /^(\[[0-9a-f:]+\]|[a-z0-9_.-]{1,253})$/i

/** @param defaultPort where it names none */
export function readAddress(url: RedisUrl, defaultPort = redisPort): ServerAddress | Refusal {
  // URL would drop line breaks, and so change a password.
  const parts = URL.canParse(url) && !/\s/.test(url) ? new URL(url) : undefined
  if (parts === undefined) return { problem: `can't be read as an address. ${form} ${hints}` }
  const { protocol, hostname, port, pathname } = parts
  if (protocol !== 'redis:' && protocol !== 'rediss:') {
    return { problem: `does not begin with redis:// or rediss://. ${form}` }
  }
  if (hostname === '') return { problem: `names no host. ${form}` }
  if (!hostPattern.test(hostname)) return { problem: `names a host that can't be one. ${form} ${hints}` }
  if (port === '0') return { problem: `names port 0. ${form}` }
  if (!/^\/?\d{0,5}$/.test(pathname)) {
    return { problem: 'has a path that is not the number of a database, such as /0.' }
  }
  const access = credentialsOf(parts)
  if (access === undefined) return { problem: `can't be read as an address. ${form} ${hints}` }
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort : Number(port),
    isEncrypted: protocol === 'rediss:',
    database: Number(pathname.slice(1)),
    ...access,
  }
}

export function urlOf({
  host,
  port,
  isEncrypted,
  username = '',
  password,
  database,
}: ServerAddress): RedisUrl {
  const user = encodeURIComponent(username)
  const secret = password === undefined ? '' : `:${encodeURIComponent(password)}`
  const access = user + secret === '' ? '' : `${user}${secret}@`
  return `${isEncrypted ? 'rediss' : 'redis'}://${access}${hostAndPort({ host, port })}/${database}`
}

/** For people, too: no user, no password. */
export function hostAndPort({ host, port }: Pick<ServerAddress, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

export function credentials(username = '', password = ''): Credentials {
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) }
}

export function isSameAccess(one: ServerAddress, other: ServerAddress): boolean {
  return (
    one.isEncrypted === other.isEncrypted &&
    one.username === other.username &&
    one.password === other.password
  )
}

function credentialsOf({ username, password }: URL): Credentials | undefined {
  try {
    return credentials(decodeURIComponent(username), decodeURIComponent(password))
  } catch {
    return undefined
  }
}
