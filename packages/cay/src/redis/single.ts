import { createClient } from '@redis/client'
import type { Random } from '../runtime/random.ts'
import { assertRedisUrl, type RedisUrl } from './address.ts'
import { clientSettings, commandOptions, reconnectDelayMs, type Connection } from './connection.ts'

/** A connection to one server. */
export function singleConnection(
  url: RedisUrl,
  { connectTimeoutMs, random }: { readonly connectTimeoutMs: number; readonly random: Random },
): Connection {
  assertRedisUrl(url)
  const end = new AbortController()
  const client = createClient({
    ...clientSettings,
    url,
    commandOptions,
    socket: {
      connectTimeout: connectTimeoutMs,
      signal: end.signal,
      reconnectStrategy: (attempt) => reconnectDelayMs(attempt, random),
    },
  })
  return {
    partitions: 1,
    start: ({ connected, disconnected }) => {
      let isConnected = false
      client.on('ready', () => {
        isConnected = true
        connected()
      })
      // Emitted for every failed attempt, and when an established connection breaks.
      client.on('error', () => {
        if (!isConnected) return
        isConnected = false
        disconnected()
      })
      // Rejects only when closed before it connected: failures on the way are retried and reported as events.
      client.connect().catch(() => undefined)
    },
    close: () => {
      client.destroy()
      // An attempt to connect that is under way does not end with `destroy`; its socket ends with the signal.
      end.abort()
    },
    ping: () => client.ping(),
    ask: (work) => work(client),
  }
}
