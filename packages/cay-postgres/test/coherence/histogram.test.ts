import { expect, test } from 'vitest'
import { Histogram } from './histogram.ts'

test('quantiles are right to two percent, whatever the order, and the largest is exact', () => {
  const histogram = new Histogram()
  for (let i = 1; i <= 1_000; i++) histogram.add(((i * 7_919) % 1_000) + 0.5)
  expect(histogram.count).toBe(1_000)
  expect(histogram.largestMs).toBe(999.5)
  for (const share of [0.01, 0.5, 0.99, 1]) {
    const exact = share * 1_000
    expect(histogram.quantileMs(share)).toBeGreaterThanOrEqual(exact - 1)
    expect(histogram.quantileMs(share)).toBeLessThanOrEqual(exact * 1.02)
  }
})

test('nothing was counted: nothing was long', () => {
  const empty = new Histogram()
  expect([empty.quantileMs(0.99), empty.largestMs]).toEqual([0, 0])
})

test('a time too short to be measured is one of the shortest', () => {
  const histogram = new Histogram()
  histogram.add(0)
  expect(histogram.quantileMs(1)).toBe(0)
})
