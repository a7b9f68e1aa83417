import { beforeEach, describe, expect, test } from 'vitest'
import type { Api } from './api.ts'

/** What is cached: how it is read, what changes it, and what does not. */
export interface CachedFamily {
  readonly api: () => Api
  /** Its name. */
  readonly family: string
  /** Reads it through a route; answers what can be seen of it. */
  readonly read: () => Promise<unknown>
  /** Everything it depends on, changed: by each route, and past the application (`psql`). Each changes what is read. */
  readonly changes: Readonly<Record<string, () => Promise<unknown>>>
  /** Changes of other things, some of them of the same tables, that have to leave it cached. */
  readonly unrelated: Readonly<Record<string, () => Promise<unknown>>>
}

/** Shows that a family is cached, that whatever it depends on is seen at once, and that nothing else makes it forget. */
export function describeCached({ api, family, read, changes, unrelated }: CachedFamily): void {
  describe(`${family} is cached`, () => {
    // A fence tells the application of its own last writes once more: one that came in the middle of a test would drop
    // what a missing tag had left.
    beforeEach(async () => {
      await api().fence()
    })

    const loadsOf = async (work: () => Promise<unknown>): Promise<number> => {
      const before = api().loads(family)
      await work()
      return api().loads(family) - before
    }

    test('and read from memory the second time', async () => {
      const first = await read()
      let second: unknown
      expect(await loadsOf(async () => (second = await read()))).toBe(0)
      expect(second).toEqual(first)
    })

    test.each(Object.entries(changes))('and shows at once: %s', async (_, change) => {
      const before = await read()
      await change()
      const after = await read()
      expect(after).not.toEqual(before)
    })

    test.each(Object.entries(unrelated))('and stays cached over: %s', async (_, change) => {
      const before = await read()
      let after: unknown
      expect(
        await loadsOf(async () => {
          await change()
          after = await read()
        }),
      ).toBe(0)
      expect(after).toEqual(before)
    })
  })
}
