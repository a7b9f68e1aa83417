import { expect, test } from 'vitest'
import { startCountingPostgres } from '../resilience/stage.ts'
import { play } from './compare.ts'
import { isError } from './summary.ts'

test(
  'on two processes nothing fails, with the cache or without, and with it the database is asked less',
  { timeout: 120_000 },
  async () => {
    await using postgres = await startCountingPostgres()
    const run = { postgres, rate: 60, seconds: 5, people: 6, seed: 3 }
    const cached = await play({ ...run, isCached: true })
    const strong = await play({ ...run, isCached: false })
    for (const { answers } of [cached, strong]) {
      expect(answers.filter(isError)).toEqual([])
      expect(answers).toHaveLength(300)
    }
    expect(cached.hits).toBeGreaterThan(cached.misses)
    expect(cached.reads).toBeGreaterThan(0)
    expect(cached.reads).toBeLessThan(strong.reads / 2)
  },
)
