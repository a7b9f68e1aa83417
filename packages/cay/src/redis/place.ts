import { CayError } from '../errors.ts'
import {
  credentials,
  hostAndPort,
  isSameAccess,
  readAddress,
  redisPort,
  sentinelPort,
  type RedisUrl,
  type ServerAddress,
} from './address.ts'

/** Where Redis is: one server; some nodes of a Cluster, by which the others are found; or who knows the master. */
export type RedisPlace =
  | { readonly url: RedisUrl; readonly cluster?: never; readonly sentinel?: never }
  | { readonly cluster: readonly RedisUrl[]; readonly url?: never; readonly sentinel?: never }
  | { readonly sentinel: SentinelPlace; readonly url?: never; readonly cluster?: never }

/** A master that Redis Sentinel watches over. */
export interface SentinelPlace {
  /** What the Sentinels call the master: `mymaster`. */
  readonly name: string
  /** The Sentinels, as many as there are, with their own user and password. Their port is 26379 where none is named. */
  readonly urls: readonly RedisUrl[]
  /** The user of the master. Default: the default user. */
  readonly username?: string
  /** The password of the master. Default: none. */
  readonly password?: string
  /** The database of the master. Default 0. */
  readonly database?: number
  /** Whether the master is spoken to with TLS, its certificate verified. Default: as its Sentinels are. */
  readonly isEncrypted?: boolean
}

/** Where Redis is, for people. No user, no password. */
export function describeRedis(place: RedisPlace): string {
  const { server, cluster, sentinel } = addressesOf(place)
  if (cluster !== undefined) return `the Cluster of ${listed(cluster)}`
  if (sentinel !== undefined) return `${sentinel.master.name}, by the Sentinels ${listed(sentinel.sentinels)}`
  return hostAndPort(server)
}

function listed(addresses: readonly ServerAddress[]): string {
  return addresses.map(hostAndPort).join(', ')
}

/** Some nodes of a Cluster, by which the others are found. */
export type ClusterAddresses = readonly [ServerAddress, ...ServerAddress[]]

export interface SentinelAddresses {
  readonly sentinels: readonly ServerAddress[]
  /** What is known of the master before a Sentinel has said where it is. */
  readonly master: Omit<ServerAddress, 'host' | 'port'> & { readonly name: string }
}

/** A place, read and found to be one. */
type Addresses = { readonly isEncrypted: boolean } & (
  | { readonly server: ServerAddress; readonly cluster?: never; readonly sentinel?: never }
  | { readonly cluster: ClusterAddresses; readonly server?: never; readonly sentinel?: never }
  | { readonly sentinel: SentinelAddresses; readonly server?: never; readonly cluster?: never }
)

/** @throws {CayError} CAY_OPTION_INVALID for what can't be where Redis is; the message holds none of it */
export function addressesOf({ url, cluster, sentinel }: RedisPlace): Addresses {
  // The types allow one of the three; what comes from the environment may be none or several.
  if ([url, cluster, sentinel].filter((way) => way !== undefined).length !== 1) {
    throw refused('give one of url, cluster and sentinel.')
  }
  if (cluster !== undefined) return clusterAddresses(cluster)
  if (sentinel !== undefined) return sentinelAddresses(sentinel)
  const server = accepted(url, 'url', redisPort)
  return { server, isEncrypted: server.isEncrypted }
}

function clusterAddresses(urls: readonly RedisUrl[]): Addresses {
  const [first, ...others] = urls.map((url) => accepted(url, 'an address in cluster', redisPort))
  if (first === undefined) throw refused('cluster is a list without an address.')
  const cluster: ClusterAddresses = [first, ...others]
  const problem = clusterProblem(cluster)
  if (problem !== undefined) throw refused(`cluster ${problem}`)
  return { cluster, isEncrypted: first.isEncrypted }
}

/** Why these can't be nodes of one Cluster, as what is said of their list. */
export function clusterProblem(addresses: readonly ServerAddress[]): string | undefined {
  const [first, ...others] = addresses
  if (addresses.some(({ database }) => database !== 0)) {
    return 'names a database, and a Cluster has only one.'
  }
  if (first !== undefined && !others.every((other) => isSameAccess(first, other))) {
    return 'has addresses that differ in more than host and port: all nodes take the same protocol, user and password.'
  }
  return undefined
}

function sentinelAddresses({ name, urls, database = 0, ...master }: SentinelPlace): Addresses {
  const sentinels = urls.map((url) => accepted(url, 'an address in sentinel.urls', sentinelPort))
  const [first] = sentinels
  if (first === undefined) throw refused('sentinel.urls is a list without an address.')
  if (sentinels.some((sentinel) => sentinel.database !== 0)) {
    throw refused('an address in sentinel.urls names a database. Give that of the master as database.')
  }
  if (!isMasterName(name)) throw refused('sentinel.name is not what a master can be called.')
  if (!Number.isSafeInteger(database) || database < 0) {
    throw refused('sentinel.database is not the number of a database.')
  }
  const { isEncrypted = first.isEncrypted, username, password } = master
  return {
    sentinel: { sentinels, master: { name, database, isEncrypted, ...credentials(username, password) } },
    isEncrypted: isEncrypted || sentinels.some((sentinel) => sentinel.isEncrypted),
  }
}

/** As Sentinel itself has it. */
export function isMasterName(name: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(name)
}

function accepted(url: RedisUrl, what: string, defaultPort: number): ServerAddress {
  const address = readAddress(url, defaultPort)
  if ('problem' in address) throw refused(`${what} ${address.problem}`)
  return address
}

export function refused(problem: string): CayError {
  return new CayError('CAY_OPTION_INVALID', `redisTier: ${problem}`)
}
