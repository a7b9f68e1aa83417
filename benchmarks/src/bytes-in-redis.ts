import { startRedis } from '@cay/servers'
import { cayOn, rawRedis, type RawRedis } from './clients.ts'
import type { Result } from './result.ts'
import { rounded } from './turns.ts'
import { firstId, idsFrom, rowOf, userFields, type RowOfUser } from './user.ts'

type Alias = 'email' | 'username' | 'phone'

const ids = idsFrom(firstId, 1_000)
const aliases = ['email', 'username', 'phone'] as const

/** What stands in Redis for 1,000 users, each found by id, e-mail, username and phone, and what it takes there. */
export async function bytesInRedis(): Promise<Result> {
  await using redis = await startRedis()
  const client = await rawRedis(redis.url)
  try {
    const plain = await measured(client, () => storePlain(client, ['id']))
    const copies = await measured(client, () => storePlain(client, ['id', ...aliases]))
    const cay = await measured(client, () => fillCay(redis.url))
    return {
      rows: [
        ...rowsOf('JSON in a plain key, by id alone', plain),
        ...rowsOf('JSON, a copy under each alias', copies),
        ...rowsOf('Cay', cay),
      ],
    }
  } finally {
    client.destroy()
  }
}

interface Measured {
  /** By kind of key. */
  readonly kinds: ReadonlyMap<string, Kind>
  /** What the server's memory grew by: the tables of keys and of expiry times with it. */
  readonly usedMemory: number
}

interface Kind {
  keys: number
  keyBytes: number
  valueBytes: number
  /** Redis' own MEMORY USAGE: key, value and what holds them. */
  memory: number
}

async function measured(client: RawRedis, fill: () => Promise<void>): Promise<Measured> {
  await client.flushAll('SYNC')
  const before = await usedMemory(client)
  await fill()
  const used = (await usedMemory(client)) - before
  const kinds = new Map<string, Kind>()
  for await (const keys of client.scanIterator({ COUNT: 1_000 })) {
    for (const key of keys) {
      const kind = kinds.get(kindOf(key)) ?? { keys: 0, keyBytes: 0, valueBytes: 0, memory: 0 }
      kinds.set(kindOf(key), kind)
      kind.keys++
      kind.keyBytes += Buffer.byteLength(key)
      kind.valueBytes += await client.strLen(key)
      kind.memory += (await client.memoryUsage(key)) ?? NaN
    }
  }
  return { kinds, usedMemory: used }
}

function rowsOf(variant: string, { kinds, usedMemory: used }: Measured): Result['rows'] {
  const sorted = [...kinds].sort(([a], [b]) => a.localeCompare(b))
  const row = (what: string, { keys, keyBytes, valueBytes, memory }: Kind): Result['rows'][number] => ({
    variant,
    what,
    keys,
    key_bytes_per_user: rounded(keyBytes / ids.length, 1),
    value_bytes_per_user: rounded(valueBytes / ids.length, 1),
    memory_usage_per_user: rounded(memory / ids.length, 1),
    used_memory_per_user: '',
  })
  const all = [...kinds.values()].reduce((a, b) => ({
    keys: a.keys + b.keys,
    keyBytes: a.keyBytes + b.keyBytes,
    valueBytes: a.valueBytes + b.valueBytes,
    memory: a.memory + b.memory,
  }))
  return [
    ...(sorted.length > 1 ? sorted.map(([what, kind]) => row(what, kind)) : []),
    { ...row('all keys', all), used_memory_per_user: rounded(used / ids.length, 1) },
  ]
}

/** `cay:{cay}:d:user.email:…` → a pointer; what tells one user from another is left out. */
function kindOf(key: string): string {
  const [, , kind, tag = ''] = key.split(':')
  if (kind === 'v') return key.endsWith(':*') ? 'version of the table' : `version of ${tag}`
  if (kind === 'd') return tag.includes('.') ? `pointer of ${tag}` : `entry of ${tag}`
  return 'user'
}

async function storePlain(client: RawRedis, keys: readonly ('id' | Alias)[]): Promise<void> {
  for (const row of ids.map(rowOf)) {
    const value = JSON.stringify(row)
    for (const key of keys)
      await client.set(`cache:user:${key}:${row[key]}`, value, { expiration: { type: 'PX', value: 300_000 } })
  }
}

async function fillCay(url: string): Promise<void> {
  await using cay = await cayOn(url)
  const rows = ids.map(rowOf)
  const by =
    (alias: Alias) =>
    (values: readonly string[]): Promise<RowOfUser[]> =>
      Promise.resolve(rows.filter((row) => values.includes(row[alias])))
  const asIs = (value: string): string => value
  const users = cay.record({
    name: 'user',
    ttl: '5m',
    fields: userFields,
    id: 'id',
    aliases: { email: asIs, username: asIs, phone: asIs },
    load: (wanted) => Promise.resolve(wanted.map(rowOf)),
    find: { email: by('email'), username: by('username'), phone: by('phone') },
  })
  await users.getMany(ids)
  for (const alias of aliases) {
    await users.getManyBy(
      alias,
      rows.map((row) => row[alias]),
    )
  }
}

async function usedMemory(client: RawRedis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1])
}
