import { CayError } from '../errors.ts'

/** `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS with the certificate verified. */
export type RedisUrl = string

/** @throws {CayError} CAY_OPTION_INVALID for what can't be an address; the message never holds it */
export function assertRedisUrl(url: RedisUrl): void {
  if (parsed(url)) return
  throw invalid('url is not of the form redis://[user:password@]host[:port][/database] or rediss://…')
}

/** What every node of a Cluster is connected to with: nodes that are discovered tell no more than host and port. */
export interface ClusterAccess {
  readonly username?: string
  readonly password?: string
  readonly isEncrypted: boolean
}

/** @throws {CayError} CAY_OPTION_INVALID for what can't be the addresses of nodes of one Cluster */
export function clusterAccess(urls: readonly RedisUrl[]): ClusterAccess {
  const [first, ...others] = urls.map(parsed)
  if (!first || !others.every((other) => other !== undefined)) {
    throw invalid(
      'cluster is not a list of addresses of the form redis://[user:password@]host[:port] or rediss://…',
    )
  }
  if ([first, ...others].some(({ pathname }) => !/^\/?0?$/.test(pathname))) {
    throw invalid('an address in cluster names a database, and a Cluster has only one')
  }
  const isAlike = (other: URL): boolean =>
    other.protocol === first.protocol &&
    other.username === first.username &&
    other.password === first.password
  if (!others.every(isAlike)) {
    throw invalid(
      'the addresses in cluster differ in more than host and port: all nodes take the same protocol, user and password',
    )
  }
  const { username, password, protocol } = first
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    isEncrypted: protocol === 'rediss:',
  }
}

function parsed(url: RedisUrl): URL | undefined {
  const parts = URL.canParse(url) ? new URL(url) : undefined
  const isRedis =
    parts !== undefined &&
    (parts.protocol === 'redis:' || parts.protocol === 'rediss:') &&
    parts.hostname !== '' &&
    /^\/?\d*$/.test(parts.pathname) &&
    [parts.username, parts.password].every(isDecodable)
  return isRedis ? parts : undefined
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function invalid(problem: string): CayError {
  return new CayError('CAY_OPTION_INVALID', `redisTier: ${problem}`)
}
