import { ErrorReply } from '@redis/client'
import { orRefusal } from './or-refusal.ts'
import type { Session } from './session.ts'

const modes = ['standalone', 'cluster', 'sentinel'] as const

/** What a server says of itself. */
export interface ServerFacts {
  readonly product: 'Redis' | 'Valkey'
  readonly version: string
  readonly mode: (typeof modes)[number]
  readonly role: 'primary' | 'replica'
  readonly usedBytes: number
  /** 0: no limit. */
  readonly maxBytes: number
  readonly policy: string
  readonly persistence: Persistence
}

interface Persistence {
  /** Whether it saves snapshots; undefined where CONFIG may not be asked. */
  readonly snapshots: boolean | undefined
  /** When the append-only file is flushed to disk; `unknown` where CONFIG may not be asked. */
  readonly appendOnly: 'off' | 'always' | 'everysec' | 'no' | 'unknown'
  /** The last save failed. */
  readonly isFailing: boolean
}

/** Undefined where the user may not ask. */
export async function askForFacts(session: Session): Promise<ServerFacts | undefined> {
  const info = await orRefusal(session.ask('INFO'))
  if (info instanceof ErrorReply) return undefined
  const field = fieldsOf(String(info))
  const config = async (name: string): Promise<string | undefined> =>
    valueOf(await orRefusal(session.ask('CONFIG', 'GET', name)), name)
  const valkey = field('valkey_version')
  const save = await config('save')
  return {
    product: valkey === undefined ? 'Redis' : 'Valkey',
    version: valkey ?? field('redis_version') ?? 'unknown',
    mode: modes.find((mode) => mode === field('redis_mode')) ?? 'standalone',
    role: (field('role') ?? 'master') === 'master' ? 'primary' : 'replica',
    usedBytes: Number(field('used_memory') ?? 0),
    maxBytes: Number(field('maxmemory') ?? 0),
    policy: field('maxmemory_policy') ?? 'unknown',
    persistence: {
      snapshots: save === undefined ? undefined : save !== '',
      appendOnly: field('aof_enabled') === '1' ? flushing(await config('appendfsync')) : 'off',
      isFailing: [field('rdb_last_bgsave_status'), field('aof_last_write_status')].includes('err'),
    },
  }
}

function fieldsOf(info: string): (name: string) => string | undefined {
  const fields = new Map(
    Array.from(info.matchAll(/^(\w+):(.*?)\r?$/gm), ([, name = '', value = '']) => [name, value]),
  )
  return (name) => fields.get(name)
}

/** RESP3 answers with a map, which the client makes an object; RESP2 with a list of names and values. */
function valueOf(reply: unknown, name: string): string | undefined {
  if (typeof reply !== 'object' || reply === null || reply instanceof Error) return undefined
  const value: unknown = Array.isArray(reply)
    ? reply[1]
    : Object.entries(reply).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}

function flushing(appendfsync: string | undefined): Persistence['appendOnly'] {
  const known = ['always', 'everysec', 'no'] as const
  return known.find((each) => each === appendfsync) ?? 'unknown'
}
