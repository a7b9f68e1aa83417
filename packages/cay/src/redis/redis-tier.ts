import { createClient, RESP_TYPES } from '@redis/client'
import { CayError } from '../errors.ts'
import { durationMs, type Duration } from '../model/duration.ts'
import { systemRandom, jittered } from '../runtime/random.ts'
import type { SharedEntry, SharedTier, SharedTierEvents } from '../shared/port.ts'

export interface RedisTierOptions {
  /** `redis://[user[:password]@]host[:port][/database]`, or `rediss://` for TLS with the certificate verified. */
  readonly url: string
  /** How long one attempt to connect may take. Default 2 seconds. */
  readonly connectTimeout?: Duration
}

/** The waits between attempts to connect: soon at first, never long, so that a server that is back is seen at once. */
const reconnectMs = { first: 50, longest: 500 }
const unlinkAtOnce = 1_000

/**
 * The shared tier on Redis 7 or later (SET with NX and GET), or Valkey.
 * @throws {CayError} CAY_OPTION_INVALID for an address that can't be one; the message never holds the address
 */
export function redisTier({ url, connectTimeout = '2s' }: RedisTierOptions): SharedTier {
  assertRedisUrl(url)
  const random = systemRandom()
  const client = createClient({
    url,
    // Nothing may wait for a connection: what can't be sent now fails now, and the read goes on without Redis.
    disableOfflineQueue: true,
    // The guard has its own deadlines; the client's would cost an AbortSignal per command and cover only its queue.
    commandOptions: { timeout: 0, typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: durationMs(connectTimeout, 'connectTimeout'),
      reconnectStrategy: (attempt) =>
        jittered(Math.min(reconnectMs.first * 2 ** attempt, reconnectMs.longest), 0.2, random),
    },
  })
  return {
    backend: 'redis',
    start: (events) => {
      listen(client, events)
      // Rejects only when closed before it connected: failures on the way are retried and reported as events.
      client.connect().catch(() => undefined)
    },
    close: () => {
      client.destroy()
      return Promise.resolve()
    },
    ping: async () => {
      await client.ping()
    },
    getMany: (keys) => client.mGet([...keys]),
    setIfMissing: (entries) => Promise.all(entries.map((entry) => claim(entry))),
    setMany: async (entries) => {
      await Promise.all(
        entries.map(({ key, value, ttlMs }) => client.set(key, value, { expiration: px(ttlMs) })),
      )
    },
    deleteMany: async (keys) => {
      for (let i = 0; i < keys.length; i += unlinkAtOnce) await client.unlink(keys.slice(i, i + unlinkAtOnce))
    },
  }

  async function claim({ key, value, ttlMs }: SharedEntry): Promise<string> {
    const standing = await client.set(key, value, { condition: 'NX', GET: true, expiration: px(ttlMs) })
    return String(standing ?? value)
  }
}

function listen(
  client: { on: (event: string, listener: () => void) => unknown },
  events: SharedTierEvents,
): void {
  let isConnected = false
  client.on('ready', () => {
    isConnected = true
    events.connected()
  })
  // Emitted for every failed attempt, and when an established connection breaks.
  client.on('error', () => {
    if (!isConnected) return
    isConnected = false
    events.disconnected()
  })
}

function px(ttlMs: number): { type: 'PX'; value: number } {
  return { type: 'PX', value: Math.max(1, Math.round(ttlMs)) }
}

function assertRedisUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed && (parsed.protocol === 'redis:' || parsed.protocol === 'rediss:') && parsed.hostname !== '')
    return
  throw new CayError(
    'CAY_OPTION_INVALID',
    'redisTier: url is not of the form redis://[user:password@]host[:port][/database] or rediss://…',
  )
}
