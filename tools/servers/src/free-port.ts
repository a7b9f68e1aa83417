import { randomInt } from 'node:crypto'
import { PortTaken } from './server-process.ts'

// Below the ports that Linux hands to outgoing connections (from 32768), so that a server that is restarted
// does not find its port in use by somebody's connection.
const lowestPort = 20_000
const highestPort = 32_000
const attempts = 20

// Test files that run at the same time have ports of their own, by the worker they run in. A Sentinel remembers the port of
// a server that died: were another test's Redis started on it, the Sentinel would take that one for its replica.
const shares = 4
const share = Number(process.env['VITEST_POOL_ID'] ?? 0) % shares
const ports = (highestPort - lowestPort) / shares
const firstPort = lowestPort + share * ports

/**
 * Starts a server on a free port. Asking first which port is free would be a race;
 * the server's own bind is the test, and the next port is tried when it fails.
 */
export async function withFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(randomInt(firstPort, firstPort + ports))
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === attempts) throw error
    }
  }
}
