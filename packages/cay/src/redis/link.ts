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
  /** The client of now: another after each break. */
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
  return new MendingLink(address, setting, pulse)
}

/**
 * Each attempt to connect has a client and a signal of its own. The client's own way to connect again would take one signal for
 * all, without which an attempt does not end with `close`; and Node leaves a listener on it for every socket there was:
 * in an outage of one night a hundred thousand.
 */
class MendingLink implements Link {
  readonly #address: ServerAddress
  readonly #setting: LinkSetting
  readonly #pulse: (client: Client) => Promise<unknown>
  #client: Client
  #attempt = new AbortController()
  #failures = 0
  #isUp = false
  #isClosed = false
  #retry: Timer | undefined
  #beat: Timer | undefined

  constructor(address: ServerAddress, setting: LinkSetting, pulse: (client: Client) => Promise<unknown>) {
    this.#address = address
    this.#setting = setting
    this.#pulse = pulse
    this.#client = newClient(address, setting, this.#attempt.signal)
  }

  get client(): Client {
    return this.#client
  }

  open(events: LinkEvents): void {
    const client = this.#client
    client.on('ready', () => {
      this.#failures = 0
      this.#isUp = true
      events.up()
    })
    client.on('error', (error) => {
      if (client === this.#client && !this.#isClosed) this.#lost(error, events)
    })
    // Whatever it rejects with is told as an error, too.
    client.connect().catch(() => undefined)
    this.#beatLater()
  }

  close(): void {
    this.#isClosed = true
    this.#retry?.cancel()
    this.#giveUp()
  }

  #lost(error: unknown, events: LinkEvents): void {
    const wasUp = this.#isUp
    this.#giveUp()
    this.#attempt = new AbortController()
    this.#client = newClient(this.#address, this.#setting, this.#attempt.signal)
    this.#retry = this.#setting.clock.after(reconnectDelayMs(this.#failures++, this.#setting.random), () => {
      this.open(events)
    })
    if (wasUp) events.down()
    else events.failed(troubleOf(error))
  }

  #giveUp(): void {
    this.#isUp = false
    this.#beat?.cancel()
    this.#client.destroy()
    // What is under way in it does not end with `destroy`.
    this.#attempt.abort()
  }

  #beatLater(): void {
    const client = this.#client
    // The next one only after its answer: what is written counts as movement. An error is an answer.
    const later = (): void => {
      if (client === this.#client && !this.#isClosed) this.#beatLater()
    }
    this.#beat = this.#setting.clock.after(beatMs, () => {
      if (client.isReady) this.#pulse(client).then(later, later)
      else later()
    })
  }
}

function newClient(
  { host, port, isEncrypted, ...access }: ServerAddress,
  { connectTimeoutMs, ca }: LinkSetting,
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
      reconnectStrategy: false,
    },
  })
}
