import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HotKeys } from '../../src/runtime/hot-keys.ts'

test('Space-Saving: the true number of uses is between count - error and count, and the frequent are all there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(30), { maxLength: 500 }),
      fc.integer({ min: 1, max: 12 }),
      (uses, capacity) => {
        const hot = new HotKeys<number>(capacity)
        const truth = new Map<number, number>()
        for (const key of uses) {
          hot.used(key)
          truth.set(key, (truth.get(key) ?? 0) + 1)
        }
        const top = hot.top(capacity)
        for (const { key, count, error } of top) {
          expect(count).toBeGreaterThanOrEqual(truth.get(key) ?? 0)
          expect(count - error).toBeLessThanOrEqual(truth.get(key) ?? 0)
        }
        for (const [key, times] of truth) {
          if (times > uses.length / capacity) expect(top.map((each) => each.key)).toContain(key)
        }
        expect(top.map(({ count }) => count)).toEqual(top.map(({ count }) => count).sort((a, b) => b - a))
      },
    ),
  )
})
