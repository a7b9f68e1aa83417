import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import type { SharedTier } from '../shared/port.ts'

export interface SharedTierSubject {
  /** A tier that is connected and empty. */
  readonly tier: SharedTier
  /** Lets time pass for its entries. */
  readonly wait: (ms: number) => Promise<void>
}

/** Registers one test of a runner. */
export type RegisterTest = (name: string, body: () => Promise<void>) => void

/** What every shared tier must do, as tests for any runner: hand it the runner's `test`. */
export function sharedTierContract(test: RegisterTest, subject: () => Promise<SharedTierSubject>): void {
  const ttlMs = 60_000
  const texts = (values: readonly (Buffer | null)[]): (string | null)[] =>
    values.map((value) => value?.toString() ?? null)

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

  test('deleteMany deletes those, any number of them, and is content with what is not there', async () => {
    const { tier } = await subject()
    const keys = Array.from({ length: 2_500 }, (_, i) => `k${i}`)
    await tier.setMany(keys.map((key) => ({ key, value: 'v', ttlMs })))
    await tier.deleteMany([...keys.slice(1), 'none'])
    await tier.deleteMany([])
    strictEqual((await tier.getMany(keys)).filter((value) => value !== null).length, 1)
  })

  test('ping is answered', async () => {
    const { tier } = await subject()
    await tier.ping()
  })
}
