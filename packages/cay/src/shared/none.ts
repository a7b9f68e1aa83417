import type { Shared } from './guard.ts'

/** No shared tier: memory alone. It is never trusted, so the paths never ask it; what changes has nothing to reach. */
export const noShared: Shared = Object.freeze({
  backend: 'memory',
  mode: 'closed',
  isTrusted: false,
  trustedForMs: 0,
  reason: undefined,
  generation: 0,
  start: () => undefined,
  close: () => Promise.resolve(),
  latencyMs: () => Promise.resolve(undefined),
  read: () => Promise.resolve(undefined),
  claim: () => Promise.resolve(undefined),
  write: () => Promise.resolve(false),
  remove: () => Promise.resolve(false),
  scan: async function* () {
    // Nothing is held.
  },
  identity: () => Promise.resolve(''),
  marks: () => Promise.resolve([]),
  apply: () => Promise.resolve([]),
  believe: () => undefined,
  distrust: () => undefined,
  trip: () => undefined,
  probe: () => undefined,
})
