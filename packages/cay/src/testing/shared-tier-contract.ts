import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import type { SharedTier } from '../shared/port.ts'
import { silentEvents } from './silent-events.ts'

export interface SharedTierSubject {
  /** A tier that is connected and empty. */
  readonly tier: SharedTier
  /** The tier of another process, on the same server, not started yet. The contract closes it. */
  readonly another: () => SharedTier
  /** Lets time pass for its entries. */
  readonly wait: (ms: number) => Promise<void>
}

/** Registers one test of a runner. */
export type RegisterTest = (name: string, body: () => Promise<void>) => void

/** What every shared tier must do, as tests for any runner: hand it the runner's `test`. */
export function sharedTierContract(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  keepsValues(test, subject)
  settlesClaims(test, subject)
  appliesChanges(test, subject)
  tellsChanges(test, subject)
  spansPartitions(test, subject)
  scansKeys(test, subject)
}

const ttlMs = 60_000

function keepsValues(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  test('gives back the bytes that were set, in the order asked, null where there is nothing', async () => {
    const { tier } = await subject()
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    await tier.setMany([
      { key: 'bytes', value: bytes, ttlMs },
      { key: 'text', value: 'grüße', ttlMs },
      { key: 'empty', value: '', ttlMs },
    ])
    const [text, none, found, empty] = await tier.getMany(['text', 'none', 'bytes', 'empty'])
    deepStrictEqual([text?.toString(), none, found, empty?.length], ['grüße', null, bytes, 0])
  })

  test('setMany replaces, with a new time to live', async () => {
    const { tier, wait } = await subject()
    await tier.setMany([{ key: 'k', value: 'old', ttlMs: 20 }])
    await tier.setMany([{ key: 'k', value: 'new', ttlMs }])
    await wait(40)
    deepStrictEqual(texts(await tier.getMany(['k'])), ['new'])
  })

  test('an entry is gone after its time to live', async () => {
    const { tier, wait } = await subject()
    await tier.setMany([{ key: 'k', value: 'v', ttlMs: 20.4 }])
    await wait(40)
    deepStrictEqual(await tier.getMany(['k']), [null])
  })

  test('extend lets a key live longer, never shorter, and brings none back', async () => {
    const { tier, wait } = await subject()
    // All on their way before the first is answered: on a busy machine the short one would be gone by then.
    await Promise.all([
      tier.setMany([
        { key: 'short', value: 'v', ttlMs: 20 },
        { key: 'long', value: 'v', ttlMs },
      ]),
      tier.extend(['short', 'none'], ttlMs),
      tier.extend(['long'], 20),
    ])
    await wait(40)
    deepStrictEqual(texts(await tier.getMany(['short', 'long', 'none'])), ['v', 'v', null])
  })

  test('deleteMany deletes those, any number of them, and is content with what is not there', async () => {
    const { tier } = await subject()
    const keys = Array.from({ length: 2_500 }, (_, i) => `k${i}`)
    await tier.setMany(keys.map((key) => ({ key, value: 'v', ttlMs })))
    await tier.deleteMany([...keys.slice(1), 'none'])
    await tier.deleteMany([])
    strictEqual((await tier.getMany(keys)).filter((value) => value !== null).length, 1)
  })

  test('what is asked for nothing does nothing', async () => {
    const { tier } = await subject()
    deepStrictEqual(await tier.getMany([]), [])
    deepStrictEqual(await tier.setIfMissing([]), [])
    await tier.setMany([])
    await tier.deleteMany([])
  })

  test('ping is answered', async () => {
    const { tier } = await subject()
    await tier.ping()
  })
}

function settlesClaims(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  test('setIfMissing returns what stands: the first value, whoever set it', async () => {
    const { tier } = await subject()
    deepStrictEqual(await tier.setIfMissing([{ key: 'v', value: 'first', ttlMs }]), ['first'])
    const entries = ['v', 'w'].map((key) => ({ key, value: 'second', ttlMs }))
    deepStrictEqual(await tier.setIfMissing(entries), ['first', 'second'])
    deepStrictEqual(texts(await tier.getMany(['v', 'w'])), ['first', 'second'])
  })

  test('of many who set a missing key at once, all learn the same value', async () => {
    const { tier } = await subject()
    const tries = Array.from({ length: 20 }, (_, i) =>
      tier.setIfMissing([{ key: 'v', value: `try-${i}`, ttlMs }]),
    )
    strictEqual(new Set((await Promise.all(tries)).flat()).size, 1)
  })
}

const markKey = 'cay:{p}:w'

function appliesChanges(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  const keys = ['cay:{p}:v:a', 'cay:{p}:v:b', 'cay:{p}:v:c']
  const filled = async (): Promise<SharedTierSubject> => {
    const given = await subject()
    await given.tier.setMany(keys.map((key) => ({ key, value: 'v', ttlMs })))
    return given
  }

  test('apply without a move deletes the keys and leaves the mark alone', async () => {
    const { tier } = await filled()
    deepStrictEqual(await tier.apply([{ keys: keys.slice(1), message: '', mark: { key: markKey } }]), [true])
    deepStrictEqual(texts(await tier.getMany([...keys, markKey])), ['v', null, null, null])
  })

  test('apply with a move does nothing unless the mark is as expected, missing included', async () => {
    const { tier } = await filled()
    const move = (from: string | null, to: string): Promise<readonly boolean[]> =>
      tier.apply([{ keys, message: '', mark: { key: markKey, move: { from, to } } }])
    deepStrictEqual(await move('1', '2'), [false])
    deepStrictEqual(texts(await tier.getMany([...keys, markKey])), ['v', 'v', 'v', null])
    deepStrictEqual(await move(null, '1'), [true])
    deepStrictEqual(texts(await tier.getMany([...keys, markKey])), [null, null, null, '1'])
    deepStrictEqual(
      [await move(null, '2'), await move('0', '2'), await move('1', '2')],
      [[false], [false], [true]],
    )
    deepStrictEqual(texts(await tier.getMany([markKey])), ['2'])
  })
}

function tellsChanges(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  test('a mark moves without any keys, and stays past every time to live', async () => {
    const { tier, wait } = await subject()
    await tier.apply([{ keys: [], message: '', mark: { key: markKey, move: { from: null, to: '1' } } }])
    await tier.apply([{ keys: [], message: '', mark: { key: markKey, move: { from: '1', to: '2' } } }])
    await wait(40)
    deepStrictEqual(texts(await tier.getMany([markKey])), ['2'])
  })

  test('apply takes any number of keys, and changes of many partitions at once', async () => {
    const { tier } = await subject()
    const many = Array.from({ length: 2_500 }, (_, i) => `cay:{p}:v:${i}`)
    const others = spread(64)
    await tier.setMany([...many, ...others].map((key) => ({ key, value: 'v', ttlMs })))
    const changes = others.map((key) => ({ keys: [key], message: '', mark: { key: `${key}:w` } }))
    const applied = await tier.apply([{ keys: many, message: '', mark: { key: markKey } }, ...changes])
    strictEqual(applied.length, 65)
    strictEqual((await tier.getMany([...many, ...others])).filter((value) => value !== null).length, 0)
  })

  test('whoever listens hears the message of a change that was applied, and of no other', async () => {
    const { tier, another } = await subject()
    const heard: string[] = []
    const listener = another()
    const isListening = Promise.withResolvers<undefined>()
    const hasHeard = Promise.withResolvers<undefined>()
    listener.start({
      ...silentEvents,
      listening: () => {
        isListening.resolve(undefined)
      },
      message: (message) => {
        heard.push(message)
        if (message === 'last') hasHeard.resolve(undefined)
      },
    })
    await isListening.promise
    const say = (message: string, from?: string): Promise<readonly boolean[]> =>
      tier.apply([
        {
          keys: ['cay:{p}:v:a'],
          message,
          mark: { key: markKey, ...(from === undefined ? {} : { move: { from, to: '9' } }) },
        },
      ])
    await say('grüße')
    await say('')
    await say('not applied', '8')
    await say('last')
    await hasHeard.promise
    if (listener !== tier) await listener.close()
    deepStrictEqual(heard, ['grüße', 'last'])
  })
}

function spansPartitions(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  test('one call takes keys of many partitions, and answers in the order asked', async () => {
    const { tier } = await subject()
    const keys = spread(500)
    const entries = keys.map((key) => ({ key, value: `of ${key}`, ttlMs }))
    await tier.setMany(entries.slice(0, 250))
    deepStrictEqual(
      await tier.setIfMissing(entries),
      keys.map((key) => `of ${key}`),
    )
    const others = keys.slice(0, 400)
    await tier.deleteMany(keys.slice(400))
    const asked = [...keys].reverse()
    deepStrictEqual(
      texts(await tier.getMany(asked)),
      asked.map((key) => (others.includes(key) ? `of ${key}` : null)),
    )
  })

  test('of many who set keys of many partitions at once, all learn the same values', async () => {
    const { tier } = await subject()
    const tries = Array.from({ length: 10 }, (_, i) =>
      tier.setIfMissing(spread(100).map((key) => ({ key, value: `try-${i}`, ttlMs }))),
    )
    const [first, ...others] = await Promise.all(tries)
    for (const other of others) deepStrictEqual(other, first)
  })
}

function scansKeys(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  test('scan finds the keys that begin with one of the prefixes, in every partition, and no others', async () => {
    const { tier } = await subject()
    const wanted = spread(3_000, 'v:a:')
    const others = [...spread(200, 'v:b:'), ...spread(200, 'd:a:'), 'v:a:', 'a']
    await tier.setMany([...wanted, ...others].map((key) => ({ key, value: 'v', ttlMs })))
    const prefixes = partitionNames.map((partition) => `${partition}:v:a:`)
    deepStrictEqual(await found(tier, prefixes), new Set(wanted))
    const some = prefixes.slice(0, 2)
    deepStrictEqual(
      await found(tier, some),
      new Set(wanted.filter((key) => some.some((prefix) => key.startsWith(prefix)))),
    )
    deepStrictEqual(await found(tier, ['none']), new Set())
  })

  test('scan takes a prefix for what it is, whatever its characters', async () => {
    const { tier } = await subject()
    const keys = [
      '{p}:a*b',
      '{p}:aXb',
      '{p}:[ab]',
      '{p}:a',
      '{p}:b?',
      '{p}:\\a',
      '{p}:{q}1',
      '{p}:{r}1',
      '{p}:ü',
    ]
    await tier.setMany(keys.map((key) => ({ key, value: 'v', ttlMs })))
    for (const key of keys) {
      const alike = keys.filter((other) => other.startsWith(key))
      deepStrictEqual(await found(tier, [key]), new Set(alike))
    }
  })

  test('scan passes over what has expired', async () => {
    const { tier, wait } = await subject()
    await tier.setMany([
      { key: 'k1', value: 'v', ttlMs: 20 },
      { key: 'k2', value: 'v', ttlMs },
    ])
    await wait(40)
    deepStrictEqual(await found(tier, ['k']), new Set(['k2']))
  })
}

const partitionNames = Array.from({ length: 64 }, (_, i) => `cay:{cay:${String(i).padStart(2, '0')}}`)

/** So many keys, in all partitions a Cluster has. */
function spread(count: number, name = 'k:'): string[] {
  return Array.from(
    { length: count },
    (_, i) => `${partitionNames[i % partitionNames.length] ?? ''}:${name}${i}`,
  )
}

async function found(tier: SharedTier, prefixes: readonly string[]): Promise<Set<string>> {
  const keys = new Set<string>()
  for await (const step of tier.scan(prefixes)) for (const key of step) keys.add(key)
  return keys
}

function texts(values: readonly (Buffer | null)[]): (string | null)[] {
  return values.map((value) => value?.toString() ?? null)
}
