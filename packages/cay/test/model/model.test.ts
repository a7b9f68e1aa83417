import { describe, expect, test } from 'vitest'
import { removals, shortCases } from './configurations.ts'
import { explore, type Model } from './explore.ts'
import { flag, kind, upTo, Words } from './layout.ts'
import { reportCase } from './report.ts'

describe('in every state that can be reached, the protocol keeps its promises', () => {
  test.each(shortCases)('$name', { timeout: 120_000 }, (one) => {
    const { text, isRight } = reportCase(one)
    expect(isRight, text).toBe(true)
  })
})

describe('each safeguard, removed, breaks a promise, and the shortest way to it is told', () => {
  test.each(removals)('$safeguard', ({ createModel, promised, breaks, inSteps }) => {
    const { counterexample } = explore(createModel(), promised)
    expect(counterexample?.property).toBe(breaks)
    expect(counterexample?.steps).toHaveLength(inSteps)
  })
})

describe('the explorer', () => {
  /** A counter that walks by ones, or leaps from 1 to 5, and must not come to 7. */
  const leaper = (most: number): Model => {
    const words = new Words()
    const state = words.part(kind({ hasLeapt: flag, height: upTo(most) }))
    return {
      words: words.taken,
      starts: [{ say: 'On the ground.', set: () => undefined }],
      steps: (take) => {
        if (state.height < most)
          take(
            () => 'walk',
            () => {
              state.height++
            },
          )
        if (state.height === 1)
          take(
            () => 'leap',
            () => {
              state.height = 5
              state.hasLeapt = true
            },
          )
      },
      settle: () => undefined,
      check: (violate) => {
        if (state.height === 7) violate('rest')
      },
    }
  }

  test('visits every state once, by every step', () => {
    // 0 to 6 on foot, 5 and 6 after the leap.
    expect(explore(leaper(6))).toEqual({ states: 9, transitions: 8, counterexample: undefined })
  })

  test('finds the shortest way', () => {
    const steps = ['walk', 'leap', 'walk', 'walk']
    expect(explore(leaper(9)).counterexample).toEqual({ property: 'rest', start: 'On the ground.', steps })
  })

  test('watches only what is promised, and goes on past the rest', () => {
    expect(explore(leaper(9), ['G1', 'G4'])).toMatchObject({ states: 15, counterexample: undefined })
  })

  test('tells a million states apart, though some have the same hash', () => {
    const words = new Words()
    const [east, north] = [words.part(kind({ steps: upTo(999) })), words.part(kind({ steps: upTo(999) }))]
    const walker: Model = {
      words: words.taken,
      starts: [{ say: 'At the corner.', set: () => undefined }],
      steps: (take) => {
        for (const way of [east, north])
          if (way.steps < 999)
            take(
              () => 'walk',
              () => {
                way.steps++
              },
            )
      },
      settle: () => undefined,
      check: () => undefined,
    }
    expect(explore(walker).states).toBe(1_000_000)
  })

  test('a field takes its own values and no other', () => {
    const state = new Words().part(kind({ height: upTo(2) }))
    expect(() => (state.height = 3)).toThrow(RangeError)
  })
})
