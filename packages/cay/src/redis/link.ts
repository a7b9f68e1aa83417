import { createClient } from '@redis/client'
import type { Clock, Timer } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import { clientSettings, commandOptions, reconnectDelayMs } from './connection.ts'
import { troubleOf } from './trouble.ts'

/** How often a connection is asked whether it is alive. */
const beatMs = 500
/** A connection on which nothing has moved for so long hangs: it is destroyed, and the client connects anew. */
const hungAfterMs = 2_000

export interface LinkSetting {
  readonly connectTimeoutMs: number
  readonly random: Random
  readonly clock: Clock
}

/** A connection that mends itself. */
export interface Link {
  readonly client: ReturnType<typeof newClient>
  readonly open: (events: LinkEvents) => void
  readonly close: () => void
}

interface LinkEvents {
  readonly up: () => void
  /** An attempt to connect has failed; why, as a code. */
  readonly failed: (code: string) => void
  readonly down: () => void
}

/** Where to connect: an address, or the host and port of a node with the credentials of its Cluster. */
export type LinkTarget = Pick<
  NonNullable<Parameters<typeof createClient>[0]>,
  'url' | 'username' | 'password'
> & { readonly socket?: { readonly host: string; readonly port: number; readonly tls?: true } }

/** One connection to one server, with a pulse: without one, a connection that is half open looks like a quiet one. */
export function createLink(target: LinkTarget, { connectTimeoutMs, random, clock }: LinkSetting): Link {
  const end = new AbortController()
  const client = newClient(target, { connectTimeoutMs, random, signal: end.signal })
  let timer: Timer | undefined
  const beat = (): void => {
    // The next one only after its answer: what is written counts as movement. An error is an answer.
    if (client.isReady) client.ping().then(later, later)
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

interface ClientSetting {
  readonly connectTimeoutMs: number
  readonly random: Random
  readonly signal: AbortSignal
}

function newClient({ socket, ...target }: LinkTarget, { connectTimeoutMs, random, signal }: ClientSetting) {
  return createClient({
    ...clientSettings,
    ...target,
    commandOptions,
    socket: {
      ...socket,
      connectTimeout: connectTimeoutMs,
      socketTimeout: hungAfterMs,
      signal,
      reconnectStrategy: (attempt: number) => reconnectDelayMs(attempt, random),
    },
  })
}
