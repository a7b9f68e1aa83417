import { systemClock } from 'cay'
import { createClient } from '@redis/client'
import { within } from './deadline.ts'

/** How long anything may take before the server counts as silent, in milliseconds. */
export const deadlineMs = { connect: 2_000, command: 1_000 }

/** A connection that is open, signed in, and at the database of its address. */
export interface Session extends Disposable {
  /** Milliseconds from the first packet to the answer to the signing in. */
  readonly connectMs: number
  /** @throws what the server refuses with; {@link Silence} */
  readonly ask: (...command: readonly string[]) => Promise<unknown>
  /** @throws the same */
  readonly subscribe: (channel: string) => Promise<void>
}

/**
 * One attempt: whoever checks wants to hear of the first failure.
 * @throws what kept it from being opened; {@link Silence}
 */
export async function openSession(url: string): Promise<Session> {
  const end = new AbortController()
  const client = createClient({
    url,
    disableClientInfo: true,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    commandOptions: { timeout: 0 },
    socket: { connectTimeout: deadlineMs.connect, reconnectStrategy: false, signal: end.signal },
  })
  // Whatever breaks, breaks what is being waited for too.
  client.on('error', () => undefined)
  const dispose = (): void => {
    client.destroy()
    // An attempt that is under way does not end with `destroy`.
    end.abort()
  }
  const begun = systemClock.now()
  try {
    await within(deadlineMs.connect, client.connect())
  } catch (error) {
    dispose()
    throw error
  }
  return {
    connectMs: systemClock.now() - begun,
    ask: (...command) => within(deadlineMs.command, client.sendCommand(command)),
    subscribe: (channel) =>
      within(
        deadlineMs.command,
        client.subscribe(channel, () => undefined),
      ),
    [Symbol.dispose]: dispose,
  }
}
