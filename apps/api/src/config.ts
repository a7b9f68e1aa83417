import { isIP, isIPv6 } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { redisFromEnvironment, type RedisPlace } from './platform/cache.ts'
import type { DatabaseConfig } from './platform/database.ts'
import { StartError } from './platform/errors.ts'
import { secretToken } from './platform/random.ts'
import type { TrustProxy } from './platform/http-server.ts'
import { databaseUrlProblem } from './platform/service-addresses.ts'

/** How the API runs: read once, checked, and handed on. */
export interface Config {
  readonly environment: (typeof environments)[number]
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  readonly logLevel: string
  readonly database: DatabaseConfig
  /** Undefined: memory alone. */
  readonly redis: RedisPlace | undefined
  readonly jwtSecret: string
  readonly caySecret: string | undefined
  /** `strong` switches the cache off. */
  readonly cacheRead: ReadLevel
  readonly seedDemo: boolean
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustProxy: TrustProxy
  /** The folder of the pictures that people upload. */
  readonly avatarFolder: string
  /** From one address; 0: any number. */
  readonly registrationsPerHour: number
  /** What is not wrong, and should be known. */
  readonly warnings: readonly string[]
}

export type Env = Readonly<Record<string, string | undefined>>

const environments = ['development', 'test', 'production'] as const
const readLevels = ['cached', 'fresh', 'strong'] as const
type ReadLevel = (typeof readLevels)[number]
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const shortestSecret = 32
const makeSecret = 'Make one with: openssl rand -base64 48'

/**
 * The configuration, from the environment. A variable that is empty counts as absent.
 * @throws {StartError} naming every variable that is wrong, how, and what to do; never the value of a secret
 */
export function readConfig(env: Env = process.env): Config {
  const settings = new Settings(env)
  const environment = settings.oneOf('NODE_ENV', environments, 'development')
  const isProduction = environment === 'production'
  const config = {
    environment,
    host: settings.host(),
    port: settings.integer('PORT', { least: 0, most: 65_535, otherwise: 3000 }),
    logLevel: settings.oneOf('LOG_LEVEL', logLevels, 'info'),
    database: database(settings),
    redis: redis(settings, env),
    jwtSecret: jwtSecret(settings, isProduction),
    caySecret: caySecret(settings, isProduction),
    cacheRead: settings.oneOf('CAY_READ', readLevels, 'cached'),
    seedDemo: seedDemo(settings, isProduction),
    trustProxy: trustProxy(settings),
    avatarFolder: resolve(settings.text('AVATAR_DIR') ?? join(dataFolder(settings), 'avatars')),
    registrationsPerHour: settings.integer('REGISTRATIONS_PER_HOUR', {
      least: 0,
      most: 1_000_000,
      otherwise: 20,
    }),
  }
  if (config.seedDemo && !isLoopback(config.host)) {
    settings.warnings.push(
      `SEED_DEMO is true and HOST is ${config.host}: other machines can sign in to the demonstration, whose password is known.`,
    )
  }
  settings.assertNone()
  return { ...config, warnings: settings.warnings }
}

/** The variables, with what is wrong about them. */
class Settings {
  readonly warnings: string[] = []
  readonly #env: Env
  readonly #problems: string[] = []

  constructor(env: Env) {
    this.#env = env
  }

  text(name: string): string | undefined {
    const value = this.#env[name]?.trim()
    return value === '' ? undefined : value
  }

  problem(name: string, what: string): void {
    this.#problems.push(`${name} ${what}`)
  }

  integer(
    name: string,
    { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
  ): number {
    const text = this.text(name)
    if (text === undefined) return otherwise
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN
    if (value >= least && value <= most) return value
    this.problem(name, `is ${shown(text)}. Give a whole number from ${least} to ${most}.`)
    return otherwise
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
    const text = this.text(name)
    if (text === undefined) return otherwise
    const found = allowed.find((value) => value === text)
    if (found === undefined) this.problem(name, `is ${shown(text)}. Give one of: ${allowed.join(', ')}.`)
    return found ?? otherwise
  }

  secret(name: string): string | undefined {
    const text = this.text(name)
    if (text === undefined || text.length >= shortestSecret) return text
    this.problem(name, `has ${text.length} characters. Give at least ${shortestSecret}. ${makeSecret}`)
    return undefined
  }

  host(): string {
    const text = this.text('HOST') ?? '127.0.0.1'
    if (!/^[A-Za-z0-9_.:-]{1,253}$/.test(text)) {
      this.problem('HOST', `is ${shown(text)}. Give an address to listen on: 127.0.0.1, or 0.0.0.0 for all.`)
    }
    return text
  }

  /** @throws {StartError} */
  assertNone(): void {
    if (this.#problems.length === 0) return
    const count = this.#problems.length === 1 ? 'one setting is' : `${this.#problems.length} settings are`
    throw new StartError(
      [`The API can't start: ${count} wrong.`, ...this.#problems.map((problem) => `  - ${problem}`)].join(
        '\n',
      ),
    )
  }
}

const longestShown = 60

/** A value that is no secret, on one line. */
function shown(value: string): string {
  return JSON.stringify(value.length <= longestShown ? value : `${value.slice(0, longestShown)}…`)
}

/** Where the embedded database, and what people upload, is kept unless told: in the repository, which ignores it. */
const defaultFolder = fileURLToPath(new URL('../../../.data', import.meta.url))

function dataFolder(settings: Settings): string {
  return resolve(settings.text('DATA_DIR') ?? defaultFolder)
}

function database(settings: Settings): DatabaseConfig {
  const url = settings.text('DATABASE_URL')
  if (url === undefined) {
    return { kind: 'embedded', folder: dataFolder(settings) }
  }
  const problem = databaseUrlProblem(url)
  if (problem !== undefined) settings.problem('DATABASE_URL', problem)
  return { kind: 'postgres', url }
}

const mostProxies = 16

/** A number of proxies, or the addresses they have; nobody is believed where nothing is given. */
function trustProxy(settings: Settings): TrustProxy {
  const text = settings.text('TRUST_PROXY')
  if (text === undefined) return undefined
  const hops = /^\d{1,2}$/.test(text) ? Number(text) : undefined
  const addresses = text.split(',').map((address) => address.trim())
  const isRight = hops === undefined ? addresses.every(isNetwork) : hops >= 1 && hops <= mostProxies
  if (isRight) return hops ?? addresses
  settings.problem(
    'TRUST_PROXY',
    `is ${shown(text)}. Give the number of proxies in front (1 to ${mostProxies}), or their addresses: 10.0.0.5,10.1.0.0/16.`,
  )
  return undefined
}

/** An IP address, or a range of them: `10.0.0.0/8`. Not all there are: that would be to believe anyone. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  if (isIP(address) === 0 || rest.length > 0) return false
  if (prefix === undefined) return true
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : 0
  return bits >= 1 && bits <= (isIPv6(address) ? 128 : 32)
}

function redis(settings: Settings, env: Env): RedisPlace | undefined {
  const { place, problems } = redisFromEnvironment(env)
  for (const { variable, problem } of problems) settings.problem(variable, problem)
  return place
}

function jwtSecret(settings: Settings, isProduction: boolean): string {
  const isGiven = settings.text('JWT_SECRET') !== undefined
  const secret = settings.secret('JWT_SECRET')
  if (secret !== undefined) return secret
  if (isProduction && !isGiven) {
    settings.problem(
      'JWT_SECRET',
      `is missing. Production needs one, the same on every instance. ${makeSecret}`,
    )
  }
  if (!isProduction)
    settings.warnings.push('JWT_SECRET is not set: everyone has to sign in again after a restart.')
  return secretToken(48)
}

function caySecret(settings: Settings, isProduction: boolean): string | undefined {
  const secret = settings.secret('CAY_SECRET')
  if (isProduction && settings.text('CAY_SECRET') === undefined) {
    settings.warnings.push(
      `CAY_SECRET is not set: whoever can read Redis can find out whether an e-mail or phone number they guess has an ` +
        `account. ${makeSecret}`,
    )
  }
  return secret
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function seedDemo(settings: Settings, isProduction: boolean): boolean {
  const isWanted = settings.oneOf('SEED_DEMO', ['true', 'false'], 'false') === 'true'
  if (isWanted && isProduction) {
    settings.problem(
      'SEED_DEMO',
      'is true in production. The demonstration has accounts with a known password.',
    )
  }
  return isWanted
}
