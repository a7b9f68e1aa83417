import type { SharedTierEvents } from '../shared/port.ts'

/** What a tier is started with where nobody listens; a test puts in what it wants to see. */
export const silentEvents: SharedTierEvents = Object.freeze({
  connected: () => undefined,
  failed: () => undefined,
  disconnected: () => undefined,
  message: () => undefined,
  listening: () => undefined,
  deaf: () => undefined,
})
