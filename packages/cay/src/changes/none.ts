import type { Changes } from './port.ts'

/** No change log: only explicit invalidation. */
export const noChanges: Changes = Object.freeze({
  attach: () => undefined,
  close: () => Promise.resolve(),
})
