import pg from 'pg'
import { errorCode } from './database-errors.ts'
import { StartError } from './errors.ts'
import { describeDatabase } from './service-addresses.ts'

const mostConnections = 10
const connectTimeoutMs = 4_000
/** Longer than any query of ours; shorter than a user waits. */
const statementTimeoutMs = 10_000
/** `pg_current_xact_id`, which the change log rests on. */
const oldestVersion = 13

/**
 * A pool on a PostgreSQL server that has answered. Its sessions are READ ONLY by default: only a transaction that says
 * otherwise writes, and only the door for writes begins one.
 * @param connections how many it may have open. Default 10
 * @param onIdleError hears of connections that break while nobody uses them; the pool replaces them by itself
 * @throws {StartError} which never holds the password
 */
export async function openPool(
  url: string,
  onIdleError: (error: Error) => void,
  connections = mostConnections,
): Promise<pg.Pool> {
  const pool = new pg.Pool({
    max: connections,
    connectionString: readOnlyByDefault(url),
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    application_name: 'cay-api',
    types: numbersForInt8(),
  })
  pool.on('error', onIdleError)
  try {
    await assertVersion(pool)
    return pool
  } catch (error) {
    await pool.end()
    throw error instanceof StartError ? error : new StartError(whyNot(error, url))
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
    reasons[errorCode(error) ?? ''] ?? (error instanceof Error ? firstLine(error.message) : 'unknown')
  return `DATABASE_URL: the database at ${where} can't be used: ${reason}`
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}
