import { expect, test } from 'vitest'
import { check } from './check.ts'
import { callCount, describeReport, isClean } from './report.ts'

/** What is drawn is the same every time; how the processes take turns is not. */
const seed = 20_260_801

test(
  `no read breaches a guarantee while each fault is inflicted once (npm run check:coherence is the long form; seed ${seed})`,
  { timeout: 180_000 },
  async () => {
    const report = await check({ redis: 'single', length: { rounds: 1 }, seed, readsPerSecond: 20_000 })
    expect(isClean(report), describeReport(report)).toBe(true)
    expect([...report.faults.keys()].sort()).toEqual([...report.planned].sort())
    // Else nothing was learned, and that must not pass for nothing being wrong.
    expect(callCount(report)).toBeGreaterThan(20_000)
    expect(report.tally.covered).toBeGreaterThan(100)
    expect(report.writes.get('door, applied')).toBeGreaterThan(20)
    expect(report.writes.get('killed after the commit')).toBeGreaterThan(0)
    expect(report.served.get('shared')).toBeGreaterThan(100)
  },
)
