import { isIPv6 } from 'node:net'
import { credentials, redisPort, sentinelPort, urlOf, type ServerAddress } from './address.ts'
import { isMasterName, type RedisPlace } from './place.ts'
import { readHosts, readPlace } from './read-place.ts'

/** The variables of a process, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What is wrong with a variable, as what is said of it: “names no host.” Never anything of its value. */
export interface EnvironmentProblem {
  readonly variable: string
  readonly problem: string
}

export interface RedisFromEnvironment {
  /** Where Redis is, for `redisTier`. Undefined: no variable says so, or there are problems. */
  readonly place: RedisPlace | undefined
  /** The variable that decided. */
  readonly variable: string | undefined
  readonly problems: readonly EnvironmentProblem[]
}

/**
 * Where Redis is, by the variables that platforms and people set. The first of these that is set decides, and those after
 * it are not looked at: `REDIS_URL`, `REDIS_PRIVATE_URL`, `UPSTASH_REDIS_REST_URL`, `REDIS_SENTINELS`, `REDIS_HOST`. One
 * that is empty counts as absent.
 */
export function redisFromEnvironment(env: Environment): RedisFromEnvironment {
  const variables = new Variables(env)
  const variable = Object.keys(readers).find((name) => variables.text(name) !== undefined)
  const found = variable === undefined ? undefined : readers[variable]?.(variables)
  if (variable === undefined) variables.refuseStrays()
  const { problems } = variables
  if (found !== undefined && 'problem' in found) {
    return { place: undefined, variable, problems: [...problems, found] }
  }
  return { place: problems.length === 0 ? found : undefined, variable, problems }
}

const readers: Readonly<Record<string, (variables: Variables) => RedisPlace | EnvironmentProblem>> = {
  REDIS_URL: (variables) => fromUrl(variables, 'REDIS_URL'),
  REDIS_PRIVATE_URL: (variables) => fromUrl(variables, 'REDIS_PRIVATE_URL'),
  UPSTASH_REDIS_REST_URL: fromUpstash,
  REDIS_SENTINELS: fromSentinels,
  REDIS_HOST: fromHost,
}

/** What means something beside another variable alone. */
const companions: Readonly<Record<string, readonly string[]>> = {
  UPSTASH_REDIS_REST_URL: ['UPSTASH_REDIS_REST_TOKEN'],
  REDIS_SENTINELS: ['REDIS_SENTINEL_NAME', 'REDIS_SENTINEL_USERNAME', 'REDIS_SENTINEL_PASSWORD'],
  REDIS_HOST: ['REDIS_PORT', 'REDIS_DB', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_TLS'],
}

/** The variables, with what is wrong about them. */
class Variables {
  readonly problems: EnvironmentProblem[] = []
  readonly #env: Environment

  constructor(env: Environment) {
    this.#env = env
  }

  text(variable: string): string | undefined {
    const value = this.#env[variable]?.trim()
    return value === '' ? undefined : value
  }

  integer(
    variable: string,
    { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
  ): number {
    const text = this.text(variable)
    if (text === undefined) return otherwise
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN
    if (value >= least && value <= most) return value
    this.problems.push({ variable: variable, problem: `is not a whole number from ${least} to ${most}.` })
    return otherwise
  }

  isTrue(variable: string): boolean {
    const text = this.text(variable)
    if (text !== undefined && text !== 'true' && text !== 'false') {
      this.problems.push({ variable: variable, problem: 'is neither true nor false.' })
    }
    return text === 'true'
  }

  /** User, password, database and protocol of the server whose host is told apart. */
  access(): Omit<ServerAddress, 'host' | 'port'> {
    return {
      database: this.integer('REDIS_DB', { least: 0, most: 65_535, otherwise: 0 }),
      isEncrypted: this.isTrue('REDIS_TLS'),
      ...credentials(this.text('REDIS_USERNAME'), this.text('REDIS_PASSWORD')),
    }
  }

  refuseStrays(): void {
    for (const [owner, names] of Object.entries(companions)) {
      for (const variable of names.filter((name) => this.text(name) !== undefined)) {
        const problem = `is set, and ${owner} is not. Set ${owner}, or REDIS_URL instead of both.`
        this.problems.push({ variable, problem })
      }
    }
  }
}

/** Upstash tells of an HTTPS address and a token; the same database speaks Redis at the same name. */
function fromUpstash(variables: Variables): RedisPlace | EnvironmentProblem {
  const address = variables.text('UPSTASH_REDIS_REST_URL') ?? ''
  const { protocol, hostname } = URL.canParse(address) ? new URL(address) : {}
  if (protocol !== 'https:' || hostname === undefined) {
    return { variable: 'UPSTASH_REDIS_REST_URL', problem: 'is not an address that begins with https://.' }
  }
  const password = variables.text('UPSTASH_REDIS_REST_TOKEN')
  if (password === undefined) {
    return {
      variable: 'UPSTASH_REDIS_REST_TOKEN',
      problem: 'is missing. It belongs to UPSTASH_REDIS_REST_URL.',
    }
  }
  const access = { username: 'default', password, isEncrypted: true, database: 0 }
  return { url: urlOf({ host: hostname, port: redisPort, ...access }) }
}

function fromHost(variables: Variables): RedisPlace | EnvironmentProblem {
  const host = variables.text('REDIS_HOST') ?? ''
  if (!isIPv6(host) && !/^[A-Za-z0-9_.-]{1,253}$/.test(host)) {
    return {
      variable: 'REDIS_HOST',
      problem: 'is not the name of a host. For a whole address use REDIS_URL.',
    }
  }
  const port = variables.integer('REDIS_PORT', { least: 1, most: 65_535, otherwise: redisPort })
  return { url: urlOf({ host, port, ...variables.access() }) }
}

function fromSentinels(variables: Variables): RedisPlace | EnvironmentProblem {
  const name = variables.text('REDIS_SENTINEL_NAME')
  if (name === undefined) {
    return {
      variable: 'REDIS_SENTINEL_NAME',
      problem: 'is missing. It is what the servers in REDIS_SENTINELS call the master, such as mymaster.',
    }
  }
  if (!isMasterName(name)) {
    return { variable: 'REDIS_SENTINEL_NAME', problem: 'is not what a master can be called.' }
  }
  const access = variables.access()
  const sentinels = readHosts(variables.text('REDIS_SENTINELS') ?? '', {
    port: sentinelPort,
    isEncrypted: access.isEncrypted,
    ...credentials(variables.text('REDIS_SENTINEL_USERNAME'), variables.text('REDIS_SENTINEL_PASSWORD')),
  })
  if ('problem' in sentinels) return { variable: 'REDIS_SENTINELS', problem: sentinels.problem }
  return { sentinel: { name, urls: sentinels, ...access } }
}

function fromUrl(variables: Variables, variable: string): RedisPlace | EnvironmentProblem {
  const place = readPlace(variables.text(variable) ?? '')
  return 'problem' in place ? { variable, ...place } : place
}
