import { AsyncLocalStorage } from 'node:async_hooks'

/** A load, and the load it is part of: a loader may read through the same cache. */
export interface LoadScope {
  readonly family: object
  readonly keys: ReadonlySet<unknown>
  readonly outer: LoadScope | undefined
}

const current = new AsyncLocalStorage<LoadScope>()

/** Runs a loader, so that reads it makes through the same cache know that they are part of it. */
export function runAsLoad<T>(scope: LoadScope, load: () => Promise<T>): Promise<T> {
  return current.run(scope, load)
}

/** The load that the code running now is part of. */
export function currentLoad(): LoadScope | undefined {
  return current.getStore()
}

/** Whether the scope is part of the load of this very key: to wait for it would be to wait for oneself. */
export function isPartOfLoad(scope: LoadScope | undefined, family: object, key: unknown): boolean {
  for (let at = scope; at !== undefined; at = at.outer)
    if (at.family === family && at.keys.has(key)) return true
  return false
}
