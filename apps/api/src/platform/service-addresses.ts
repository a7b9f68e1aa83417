/** Reading the addresses of other services. What is wrong is said without the address: it can hold a password. */

const encodeHint = 'Characters such as @ : / # in the user or the password must be percent-encoded.'

export function databaseUrlProblem(url: string): string | undefined {
  const address = parse(url)
  if (address === undefined) {
    return `can't be read as an address. Give postgres://user:password@host:5432/database. ${encodeHint}`
  }
  if (!['postgres:', 'postgresql:'].includes(address.protocol)) {
    return `does not begin with postgres://. Give postgres://user:password@host:5432/database.`
  }
  if (address.pathname.length <= 1)
    return 'names no database. Give postgres://user:password@host:5432/database.'
  return undefined
}

export function redisUrlProblem(url: string): string | undefined {
  const address = parse(url)
  if (address === undefined) {
    return `can't be read as an address. Give redis://user:password@host:6379. ${encodeHint}`
  }
  if (!['redis:', 'rediss:'].includes(address.protocol)) {
    return 'does not begin with redis:// or rediss://. Give redis://user:password@host:6379.'
  }
  if (address.hostname === '') return 'names no host. Give redis://user:password@host:6379.'
  if (!/^\/?\d*$/.test(address.pathname))
    return 'has a path that is not the number of a database, such as /0.'
  return undefined
}

export function upstashUrlProblem(url: string): string | undefined {
  const address = parse(url)
  const isHttps = address?.protocol === 'https:' && address.hostname !== ''
  return isHttps ? undefined : 'is not an address that begins with https://.'
}

interface RedisAddress {
  readonly scheme: 'redis' | 'rediss'
  readonly host: string
  readonly port?: number
  readonly db?: number
  readonly user?: string
  readonly password: string | undefined
}

export function redisUrlOf({ scheme, host, port = 6379, db = 0, user = '', password }: RedisAddress): string {
  const credentials = password === undefined ? '' : `${user}:${encodeURIComponent(password)}@`
  const name = host.includes(':') ? `[${host}]` : host
  return `${scheme}://${credentials}${name}:${port}/${db}`
}

/** Where the database is, for people. No user, no password. */
export function describeDatabase(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = hostname === '' ? (searchParams.get('host') ?? 'localhost') : decodeURIComponent(hostname)
  return `${host}:${port === '' ? '5432' : port}${decodeURIComponent(pathname)}`
}

/** Where a Redis is, for people. No user, no password. */
export function describeRedis(url: string): string {
  const { hostname, port } = new URL(url)
  return `${hostname}:${port === '' ? '6379' : port}`
}

/** Undefined also where user, password or path hold a stray `%`, which the drivers would stumble over. */
function parse(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined
  const address = new URL(url)
  try {
    decodeURIComponent(`${address.username}${address.password}${address.hostname}${address.pathname}`)
    return address
  } catch {
    return undefined
  }
}
