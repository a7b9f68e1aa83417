import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Cay, SharedTier } from 'cay'
import { manualClock, type ManualClock } from 'cay/testing'
import type { InjectOptions } from 'fastify'
import pg from 'pg'
import { createApp } from '../src/app.ts'
import { readConfig, type Config, type Env } from '../src/config.ts'
import type { DatabaseConfig } from '../src/platform/database.ts'
import type { App } from '../src/platform/http.ts'

/** An answer, with its body as it was read. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: unknown
}

/** The application under test, and whoever asks it something. */
export interface Api extends AsyncDisposable {
  readonly app: App
  /** The folder of what is uploaded. */
  readonly avatars: string
  readonly clock: ManualClock
  /** What it has logged. */
  readonly log: () => string
  readonly ask: (method: Method, url: string, options?: AskOptions) => Promise<Answer>
  /**
   * Runs a statement past the application, as psql would, and answers its rows when the log has told the application of
   * it. On PostgreSQL only.
   */
  readonly psql: <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>
  /** Waits until the application has heard from the log of whatever has been written. */
  readonly fence: () => Promise<void>
  /** The names of all that is cached. */
  readonly families: () => readonly string[]
  /** How often the loader of a family was called so far. */
  readonly loads: (family: string) => number
  /** The statements that the work reads the database with. */
  readonly statementsOf: (work: () => Promise<unknown>) => Promise<string[]>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'

export interface AskOptions {
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Record<string, string>
  /** Sent as it is, instead of a body. */
  readonly payload?: string | Buffer
}

export interface ApiOptions {
  /** Default: embedded, in memory. */
  readonly database?: DatabaseConfig
  readonly env?: Env
  readonly sharedTier?: SharedTier
}

export const jwtSecret = 'a secret for tests that is long enough'

function testConfig({ database, env }: ApiOptions, avatars: string): Config {
  const config = readConfig({
    NODE_ENV: 'test',
    JWT_SECRET: jwtSecret,
    REGISTRATIONS_PER_HOUR: '0',
    AVATAR_DIR: avatars,
    ...env,
  })
  return { ...config, database: database ?? { kind: 'embedded', folder: undefined } }
}

/** An application of one's own: a database of its own, a clock that stands still. */
export async function startApi(options: ApiOptions = {}): Promise<Api> {
  const clock = manualClock()
  const lines: string[] = []
  const logStream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  const { sharedTier } = options
  const avatars = await mkdtemp(join(tmpdir(), 'cay-avatars-'))
  const config = testConfig(options, avatars)
  const opened: { cay?: Cay } = {}
  const app = await createApp(config, {
    clock,
    logStream,
    ...(sharedTier === undefined ? {} : { sharedTier }),
    onOpen: ({ cay }) => {
      opened.cay = cay
    },
  })
  const { cay } = opened
  if (cay === undefined) throw new Error('The application has opened nothing.')
  const psql = outsider(config.database)
  return {
    ...{ app, clock },
    avatars: config.avatarFolder,
    log: () => lines.join(''),
    ask: (method, url, given) => ask(app, method, url, given),
    psql: async (text, values) => {
      const rows = await psql.query(text, values)
      await cay.fence()
      return rows as never
    },
    fence: () => cay.fence(),
    families: () => Object.keys(cay.stats().families),
    loads: (family) => cay.stats().families[family]?.loads ?? 0,
    statementsOf,
    [Symbol.asyncDispose]: async () => {
      await psql.end()
      await app.close()
      await rm(avatars, { recursive: true, force: true })
    },
  }
}

interface Outsider {
  readonly query: (text: string, values?: readonly unknown[]) => Promise<object[]>
  readonly end: () => Promise<void>
}

/** A connection of somebody else's, made when it is needed. */
function outsider(database: DatabaseConfig): Outsider {
  let client: pg.Client | undefined
  return {
    query: async (text, values = []) => {
      if (database.kind !== 'postgres') throw new Error('Only PostgreSQL lets anybody else in.')
      if (client === undefined) {
        client = new pg.Client({ connectionString: database.url, types: numbersForInt8 })
        await client.connect()
      }
      return (await client.query<object>(text, [...values])).rows
    },
    end: async () => client?.end(),
  }
}

/** As the application reads them. */
const numbersForInt8 = new pg.TypeOverrides()
numbersForInt8.setTypeParser(pg.types.builtins.INT8, Number)

async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = []
  const note = (message: unknown): void => {
    texts.push((message as { readonly text: string }).text)
  }
  subscribe('api:statement', note)
  try {
    await work()
  } finally {
    unsubscribe('api:statement', note)
  }
  return texts
}

async function ask(app: App, method: Method, url: string, options: AskOptions = {}): Promise<Answer> {
  const { body, token, headers = {}, payload } = options
  const sent = payload ?? (body === undefined ? undefined : JSON.stringify(body))
  const request: InjectOptions = {
    method,
    url,
    headers: {
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(sent === undefined ? {} : { payload: sent }),
  }
  const answer = await app.inject(request)
  const isJson = String(answer.headers['content-type']).startsWith('application/json')
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    body: isJson ? answer.json() : undefined,
  }
}

export const goodPassword = 'sapodilla season'

/** Someone who has registered. */
export interface Person {
  readonly id: number
  readonly email: string
  readonly username: string
  readonly phone: string
  readonly token: string
  readonly refreshToken: string
}

let people = 0

/** What someone registers with whom nobody else is. */
export function newcomer(): Omit<Person, 'id' | 'token' | 'refreshToken'> & Record<string, unknown> {
  people++
  const username = `person${people}`
  return {
    email: `${username}@example.org`,
    username,
    phone: `+1242556${String(people).padStart(4, '0')}`,
    first_name: 'Ann',
    last_name: 'Rolle',
    password: goodPassword,
  }
}

export async function registerSomeone(
  api: Pick<Api, 'ask'>,
  more: Record<string, unknown> = {},
): Promise<Person> {
  const given = { ...newcomer(), ...more }
  const answer = await api.ask('POST', '/api/auth/register', { body: given })
  if (answer.status !== 201) throw new Error(`Registering failed: ${answer.text}`)
  const { access_token, refresh_token, user } = signedIn(answer)
  const { email, username, phone } = given
  return { id: user.id, email, username, phone, token: access_token, refreshToken: refresh_token }
}

export interface SignedIn {
  readonly access_token: string
  readonly refresh_token: string
  readonly user: { readonly id: number }
}

/** The tokens in an answer that holds some. */
export function signedIn({ body, text }: Answer): SignedIn {
  if (isSignedIn(body)) return body
  throw new Error(`No tokens in: ${text}`)
}

function isSignedIn(body: unknown): body is SignedIn {
  return typeof body === 'object' && body !== null && 'access_token' in body && 'refresh_token' in body
}

/** The code of a refusal. */
export function codeOf({ body, text }: Answer): string {
  if (typeof body === 'object' && body !== null && 'error' in body) {
    const { error } = body
    if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code)
  }
  throw new Error(`No refusal: ${text}`)
}
