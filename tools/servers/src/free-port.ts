import { randomInt } from 'node:crypto'
import { PortTaken } from './server-process.ts'

// Below the ports that Linux hands to outgoing connections (from 32768), so that a server that is restarted
// does not find its port in use by somebody's connection.
const lowestPort = 20_000
const highestPort = 32_000
const attempts = 20

/**
 * Starts a server on a free port. Asking first which port is free would be a race;
 * the server's own bind is the test, and the next port is tried when it fails.
 */
export async function withFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(randomInt(lowestPort, highestPort))
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === attempts) throw error
    }
  }
}
