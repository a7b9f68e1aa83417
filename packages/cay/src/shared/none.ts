import type { Shared } from './guard.ts'

/** No shared tier: memory alone. It is never trusted, so the paths never ask it. */
export const noShared: Shared = Object.freeze({
  backend: 'memory',
  mode: 'closed',
  isTrusted: false,
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
  invalidate: () => Promise.resolve('applied' as const),
})
