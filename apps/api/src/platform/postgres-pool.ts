import pg from 'pg'
import { errorCode, isFromDatabase, isSilence } from './database-errors.ts'
import { StartError } from './errors.ts'
import { describeDatabase } from './service-addresses.ts'

/** For a connection, whether it has to be made or to become free. With the one below: no request waits longer than both. */
const connectTimeoutMs = 2_000
/** For an answer. A server that hangs does not keep its own time, nor does one that can't be reached. */
const answerTimeoutMs = 3_000
/** Longer than any query of ours. Shorter than the one above, so that a server that is only slow ends it itself. */
const statementTimeoutMs = 2_500
/** Whoever has begun a transaction and does not go on with it. */
const idleInTransactionTimeoutMs = 10_000
/** At the start: a database that was asleep may wake up. */
const startTimeoutMs = 5_000
/** `pg_current_xact_id`, which the change log rests on. */
const oldestVersion = 13

/** What is needed for every connection. */
export interface PoolOptions {
  readonly url: string
  /** How many it may have open. */
  readonly connections: number
  /** Hears of connections that break while nobody uses them; the pool replaces them by itself. */
  readonly onIdleError: (error: Error) => void
}

/**
 * A pool of connections to a PostgreSQL server; none is made before it is needed. Its sessions are READ ONLY by default:
 * only a transaction that says otherwise writes, and only the door for writes begins one. Whatever the server does, a
 * statement is answered or rejected within 5 seconds.
 */
export function createPool(options: PoolOptions): pg.Pool {
  return newPool(options, {
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: answerTimeoutMs,
    statement_timeout: statementTimeoutMs,
  })
}

/**
 * The same, for what is done before the API serves: on a server that has answered, and with all the time that migrations
 * take.
 * @throws {StartError} which never holds the password
 */
export async function openPatientPool(options: PoolOptions): Promise<pg.Pool> {
  const pool = newPool(options, { connectionTimeoutMillis: startTimeoutMs, statement_timeout: 0 })
  try {
    await assertVersion(pool)
    return pool
  } catch (error) {
    await pool.end()
    throw error instanceof StartError ? error : new StartError(whyNot(error, options.url))
  }
}

function newPool({ url, connections, onIdleError }: PoolOptions, timeouts: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...timeouts,
    max: connections,
    connectionString: readOnlyByDefault(url),
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    // Finds out that the other end is gone, where nothing else would.
    keepAlive: true,
    application_name: 'cay-api',
    types: numbersForInt8(),
  })
  pool.on('error', onIdleError)
  return pool
}

/**
 * Asks the server whether it is there, on a connection of its own. One that answers with a refusal is: it has no place,
 * or does not like us; one that is starting up or shutting down is not.
 */
export async function askServer(url: string, deadlineMs: number): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: deadlineMs,
    query_timeout: deadlineMs,
    application_name: 'cay-api watch',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select')
  } catch (error) {
    if (!isFromDatabase(error) || /^57P/.test(errorCode(error) ?? '')) throw error
  } finally {
    // Nobody waits for a goodbye.
    client.end().catch(() => undefined)
  }
}

/** Gives up the connections that nobody uses: after a silence, any of them may be dead without knowing. */
export function dropIdle(pool: pg.Pool): void {
  // All asked for before anybody else can: who waits is served in order.
  for (let left = pool.idleCount; left > 0; left--) {
    // By callback: between the pool and a promise nobody listens to a connection that breaks.
    pool.connect((_error, client) => {
      client?.release(true)
    })
  }
}

/** The options of an address win over those given beside it, so that is where the setting has to stand. */
function readOnlyByDefault(url: string): string {
  const address = new URL(url)
  const others = address.searchParams.get('options')
  const options = '-c default_transaction_read_only=on'
  address.searchParams.set('options', others === null ? options : `${others} ${options}`)
  return address.href
}

/** 64-bit integers as numbers: ids and counts. One beyond 2^53 is an error, never another number. */
function numbersForInt8(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, parseInt8)
  return types
}

function parseInt8(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  throw new RangeError('An int8 of the database is beyond 2^53.')
}

async function assertVersion(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>(
    "select current_setting('server_version') as version",
  )
  const version = rows[0]?.version ?? ''
  if (Number.parseInt(version, 10) >= oldestVersion) return
  throw new StartError(`DATABASE_URL: PostgreSQL ${version} is too old; ${oldestVersion} or later is needed.`)
}

function whyNot(error: unknown, url: string): string {
  const where = describeDatabase(url)
  const noAnswer = `timeout, no answer within ${startTimeoutMs / 1_000} seconds. Is the address right, and does PostgreSQL run well?`
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there. Is PostgreSQL running?',
    ENOTFOUND: 'there is no host of that name.',
    EAI_AGAIN: 'its host name could not be looked up.',
    '28P01': 'the user or the password is wrong.',
    '28000': 'it does not know this user, or does not let them in from here.',
    '3D000': 'there is no database of that name. Create it with: createdb',
    '53300': 'it has no connection to spare.',
    '57P03': 'it is starting up. Try again in a moment.',
  }
  const reason =
    reasons[errorCode(error) ?? ''] ??
    (isSilence(error) ? noAnswer : error instanceof Error ? firstLine(error.message) : 'unknown')
  return `DATABASE_URL: the database at ${where} can't be used: ${reason}`
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}
