import type { Clock } from '../runtime/clock.ts'
import type { SharedTier, SharedTierEvents } from '../shared/port.ts'

/**
 * What a faulty tier does with a call. `silent`: it never settles, as on a hung server, and what it asks for is not
 * done. `lost`: it is done, and the reply never comes. `failing`: it rejects. `{ slowMs }`: it is done and answered
 * later. `{ refuses }`: it answers PING, and refuses everything else, or only to store, with this code.
 */
export type Fault =
  | 'none'
  | 'silent'
  | 'lost'
  | 'failing'
  | { readonly slowMs: number }
  | { readonly refuses: string; readonly what: 'storing' | 'everything' }

/** How a tier that refuses rejects. */
class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string

  constructor(code: string) {
    super(`${code} the test says so`)
    this.code = code
  }
}

/** A tier with faults on demand. */
export interface FaultyTier extends SharedTier {
  readonly behave: (fault: Fault) => void
  /** The connection breaks: calls fail, and the cache is told. */
  readonly disconnect: () => void
  /** Whether the messages of other processes arrive, as they do at first; and whether the cache is told of the change. */
  readonly hear: (hears: boolean, isTold?: boolean) => void
  /** How many calls were made, whatever became of them. */
  readonly attempts: () => number
  /** It is there again: calls work, and the cache is told. */
  readonly connect: () => void
}

/** Wraps a tier. Started while it is disconnected, it reports no connection until it is connected. */
export function faultyTier<T extends SharedTier>(tier: T, clock: Clock): T & FaultyTier {
  const listeners = new Set<SharedTierEvents>()
  let fault: Fault = 'none'
  let isConnected = true
  let isHeard = true
  let attempts = 0

  const suffer = async <R>(call: () => Promise<R>, kind: CallKind = 'asking'): Promise<R> => {
    attempts++
    if (fault === 'silent') return forever()
    if (fault === 'failing' || !isConnected) throw new Error('a fault of the test')
    return afflicted(fault, kind, call, clock)
  }
  const tell = (event: Exclude<keyof SharedTierEvents, 'message' | 'failed'>): void => {
    for (const listener of listeners) listener[event]()
  }
  return {
    ...tier,
    start: (events) => {
      listeners.add(events)
      tier.start({
        ...events,
        connected: () => {
          if (isConnected) events.connected()
        },
        message: (message) => {
          if (isHeard) events.message(message)
        },
      })
    },
    ping: () => suffer(() => tier.ping(), 'ping'),
    refusal: (error) => (error instanceof Refusal ? error.code : tier.refusal(error)),
    identity: () => suffer(() => tier.identity()),
    getMany: (keys) => suffer(() => tier.getMany(keys)),
    setIfMissing: (entries) => suffer(() => tier.setIfMissing(entries), 'storing'),
    setMany: (entries) => suffer(() => tier.setMany(entries), 'storing'),
    extend: (keys, ttlMs) => suffer(() => tier.extend(keys, ttlMs), 'storing'),
    deleteMany: (keys) => suffer(() => tier.deleteMany(keys)),
    apply: (changes) => suffer(() => tier.apply(changes)),
    behave: (next) => {
      fault = next
    },
    hear: (hears, isTold = false) => {
      isHeard = hears
      if (isTold) tell(hears ? 'listening' : 'deaf')
    },
    attempts: () => attempts,
    disconnect: () => {
      isConnected = false
      tell('disconnected')
    },
    connect: () => {
      isConnected = true
      fault = 'none'
      tell('connected')
    },
  }
}

type CallKind = 'ping' | 'asking' | 'storing'

async function afflicted<R>(fault: Fault, kind: CallKind, call: () => Promise<R>, clock: Clock): Promise<R> {
  assertNotRefused(fault, kind)
  const reply = await call()
  if (fault === 'lost') return forever()
  if (typeof fault === 'object' && 'slowMs' in fault) await waited(clock, fault.slowMs)
  return reply
}

/** @throws {Refusal} */
function assertNotRefused(fault: Fault, kind: CallKind): void {
  if (typeof fault !== 'object' || !('refuses' in fault) || kind === 'ping') return
  if (fault.what === 'everything' || kind === 'storing') throw new Refusal(fault.refuses)
}

function forever(): Promise<never> {
  return new Promise(() => undefined)
}

function waited(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}
