import { RESP_TYPES } from '@redis/client'
import { jittered, type Random } from '../runtime/random.ts'
import type { SharedTierEvents } from '../shared/port.ts'

/** What the tier asks of a client, of one server or of a Cluster. */
export interface Commands {
  readonly mGet: (keys: string[]) => Promise<readonly (Buffer | null)[]>
  readonly set: (key: string, value: Buffer | string, options: SetOptions) => Promise<Buffer | string | null>
  readonly pExpire: (key: string, ms: number, mode: 'GT') => Promise<number>
  readonly unlink: (keys: string[]) => Promise<number>
  readonly eval: (script: string, given: ScriptInput) => Promise<unknown>
  readonly evalSha: (sha: string, given: ScriptInput) => Promise<unknown>
  /** One step. On a Cluster the client goes from master to master behind a cursor of its own. */
  readonly scan: (
    cursor: Buffer | string,
    options: { readonly MATCH: string; readonly COUNT: number },
  ) => Promise<{ readonly cursor: Buffer | string; readonly keys: readonly (Buffer | string)[] }>
}

interface ScriptInput {
  readonly keys: string[]
  readonly arguments: string[]
}

interface SetOptions {
  readonly condition?: 'NX'
  readonly GET?: true
  readonly expiration: { readonly type: 'PX'; readonly value: number }
}

/** A way to Redis that mends itself. */
export interface Connection {
  /** See {@link SharedTier}. */
  readonly partitions: number
  readonly start: (events: SharedTierEvents) => void
  readonly close: () => void
  /** Resolves when every server there is has answered. */
  readonly ping: () => Promise<unknown>
  /** What each server there is says of itself. */
  readonly info: () => Promise<readonly string[]>
  /** Rejects at once while there is no connection. */
  readonly ask: <T>(work: (commands: Commands) => Promise<T>) => Promise<T>
}

/** Asks a server which one it is, and what. */
export const infoCommand = ['INFO', 'server', 'replication']

/** The waits between attempts to connect: soon at first, never long, so that a server that is back is seen at once. */
const reconnectMs = { first: 50, longest: 500 }

export function reconnectDelayMs(attempt: number, random: Random): number {
  return jittered(Math.min(reconnectMs.first * 2 ** attempt, reconnectMs.longest), 0.2, random)
}

/** Of every client. */
export const clientSettings = {
  // Nothing may wait for a connection: what can't be sent now fails now, and the read goes on without Redis.
  disableOfflineQueue: true,
  maintNotifications: 'disabled',
} as const

/** Of every command. The guard has its own deadlines; the client's would cost an AbortSignal per command and cover only its queue. */
export const commandOptions = { timeout: 0, typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } }

/** Of a socket. Nothing switches the verifying of certificates off. */
export function tlsOptions(
  isEncrypted: boolean,
  ca: string | readonly string[] | undefined,
): { readonly tls?: true; readonly ca?: string[] } {
  if (!isEncrypted) return {}
  return { tls: true, ...(ca === undefined ? {} : { ca: [ca].flat() }) }
}
