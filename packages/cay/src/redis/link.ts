import { createClient } from '@redis/client'
import type { Clock, Timer } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { ServerAddress } from './address.ts'
import { clientSettings, commandOptions, reconnectDelayMs, tlsOptions } from './connection.ts'
import { troubleOf } from './trouble.ts'

/** How often a connection is asked whether it is alive. */
const beatMs = 500
/** A connection on which nothing has moved for so long hangs: it is destroyed, and the client connects anew. */
const hungAfterMs = 2_000

export interface LinkSetting {
  readonly connectTimeoutMs: number
  readonly random: Random
  readonly clock: Clock
  /** Whom to trust with TLS, as PEM, instead of the authorities that Node trusts. */
  readonly ca: string | readonly string[] | undefined
  /** How many connections carry commands. */
  readonly pool: number
}

export type Client = ReturnType<typeof newClient>

/** A connection that mends itself. */
export interface Link {
  readonly client: Client
  readonly open: (events: LinkEvents) => void
  readonly close: () => void
}

interface LinkEvents {
  readonly up: () => void
  /** An attempt to connect has failed; why, as a code. */
  readonly failed: (code: string) => void
  readonly down: () => void
}

/**
 * One connection to one server, with a pulse: without one, a connection that is half open looks like a quiet one.
 * @param pulse what it is asked each time. Default: nothing but an answer
 */
export function createLink(
  address: ServerAddress,
  setting: LinkSetting,
  pulse: (client: Client) => Promise<unknown> = (client) => client.ping(),
): Link {
  const { clock } = setting
  const end = new AbortController()
  const client = newClient(address, setting, end.signal)
  let timer: Timer | undefined
  const beat = (): void => {
    // The next one only after its answer: what is written counts as movement. An error is an answer.
    if (client.isReady) pulse(client).then(later, later)
    else later()
  }
  const later = (): void => {
    if (!end.signal.aborted) timer = clock.after(beatMs, beat)
  }
  return {
    client,
    open: ({ up, failed, down }) => {
      let isUp = false
      client.on('ready', () => {
        isUp = true
        up()
      })
      // Emitted for every failed attempt, and when an established connection breaks.
      client.on('error', (error) => {
        if (!isUp) failed(troubleOf(error))
        if (!isUp || client.isReady) return
        isUp = false
        down()
      })
      // Rejects only when closed before it connected: failures on the way are retried and reported as events.
      client.connect().catch(() => undefined)
      later()
    },
    close: () => {
      timer?.cancel()
      client.destroy()
      // An attempt to connect that is under way does not end with `destroy`; its socket ends with the signal.
      end.abort()
    },
  }
}

function newClient(
  { host, port, isEncrypted, ...access }: ServerAddress,
  { connectTimeoutMs, random, ca }: LinkSetting,
  signal: AbortSignal,
) {
  return createClient({
    ...clientSettings,
    ...access,
    commandOptions,
    socket: {
      host,
      port,
      ...tlsOptions(isEncrypted, ca),
      connectTimeout: connectTimeoutMs,
      socketTimeout: hungAfterMs,
      signal,
      reconnectStrategy: (attempt: number) => reconnectDelayMs(attempt, random),
    },
  })
}
