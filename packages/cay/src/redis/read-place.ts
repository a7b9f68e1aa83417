import {
  credentials,
  readAddress,
  redisPort,
  sentinelPort,
  urlOf,
  type Refusal,
  type RedisUrl,
  type ServerAddress,
} from './address.ts'
import { clusterProblem, isMasterName, type RedisPlace } from './place.ts'

/**
 * Where Redis is, in one text: an address; several, by commas, which is a Cluster; or many hosts behind
 * `redis+cluster://` or `redis+sentinel://`, `rediss+…` for TLS.
 */
export function readPlace(text: string): RedisPlace | Refusal {
  if (/^rediss?\+/.test(text)) return severalHosts(text)
  // A comma that no address follows may belong to a password.
  const urls = text.split(/,\s*(?=rediss?:|,|$)/)
  if (urls.length > 1) return severalAddresses(urls)
  const address = readAddress(text)
  return 'problem' in address ? address : { url: text }
}

function severalAddresses(cluster: readonly RedisUrl[]): RedisPlace | Refusal {
  const addresses: ServerAddress[] = []
  for (const [i, url] of cluster.entries()) {
    const address = readAddress(url)
    if ('problem' in address) return { problem: `is a list, and its address ${i + 1} ${address.problem}` }
    addresses.push(address)
  }
  const problem = clusterProblem(addresses)
  return problem === undefined ? { cluster } : { problem }
}

const several =
  /^(?<scheme>rediss?)\+(?<kind>cluster|sentinel):\/\/((?<access>[^@/?#]*)@)?(?<hosts>[^@/?#]*)(\/(?<path>[^?#]*))?(\?(?<query>[^#]*))?$/
const unreadable: Refusal = {
  problem:
    "can't be read as an address. Give redis+cluster://user:password@host:6379,host:6379 or " +
    'redis+sentinel://user:password@host:26379,host:26379/mymaster. In the user and the password, white space and ' +
    'characters such as @ : / # must be percent-encoded.',
}

function severalHosts(text: string): RedisPlace | Refusal {
  const parts = several.exec(text)?.groups ?? {}
  const { scheme = '', kind, access, path = '', query } = parts
  // The user and the password of the servers themselves, read as those of any address.
  const read = readAddress(`${scheme}://${access === undefined ? '' : `${access}@`}host`)
  if (kind === undefined || 'problem' in read) return unreadable
  const { isEncrypted } = read
  const server = { isEncrypted, ...credentials(read.username, read.password) }
  return kind === 'cluster'
    ? clusterOf(parts['hosts'] ?? '', path, server)
    : sentinelOf(parts['hosts'] ?? '', { path, query, server })
}

type Server = Pick<ServerAddress, 'isEncrypted' | 'username' | 'password'>

function clusterOf(hosts: string, path: string, server: Server): RedisPlace | Refusal {
  if (!/^0?$/.test(path)) return { problem: 'has a path, and a Cluster has only one database.' }
  const cluster = readHosts(hosts, { port: redisPort, ...server })
  return 'problem' in cluster ? cluster : { cluster }
}

function sentinelOf(
  hosts: string,
  {
    path,
    query,
    server,
  }: { readonly path: string; readonly query: string | undefined; readonly server: Server },
): RedisPlace | Refusal {
  const [name = '', database = '0', ...more] = path.split('/')
  if (!isMasterName(name)) {
    return { problem: 'names no master. Give redis+sentinel://host:26379,host:26379/mymaster.' }
  }
  if (!/^\d{1,5}$/.test(database) || more.length > 0) {
    return { problem: 'has a path that is not the name of a master and the number of a database.' }
  }
  const asked = new URLSearchParams(query)
  const urls = readHosts(hosts, {
    port: sentinelPort,
    isEncrypted: server.isEncrypted,
    ...credentials(asked.get('sentinel_username') ?? '', asked.get('sentinel_password') ?? ''),
  })
  return 'problem' in urls ? urls : { sentinel: { name, urls, database: Number(database), ...server } }
}

/** @param list `host[:port],host[:port]…`, which all take the same protocol, user and password */
export function readHosts(
  list: string,
  { port, isEncrypted, username, password }: Server & { readonly port: number },
): readonly RedisUrl[] | Refusal {
  const urls: RedisUrl[] = []
  for (const [i, host] of list.split(',').entries()) {
    const address = readAddress(`redis://${host.trim()}`, port)
    if ('problem' in address || /[@/?#]/.test(host)) {
      return {
        problem: `has an entry, number ${i + 1}, that is not of the form host:port. An IPv6 address stands in brackets.`,
      }
    }
    urls.push(urlOf({ ...address, isEncrypted, ...credentials(username, password) }))
  }
  return urls
}
