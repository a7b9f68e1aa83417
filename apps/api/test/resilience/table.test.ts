import { expect, test } from 'vitest'
import { latenciesOf } from './latencies.ts'
import type { Outcome } from './scenario.ts'
import { describeMatrix } from './table.ts'
import type { Answer } from './traffic.ts'

function answer(ms: number, failure?: string): Answer {
  return { kind: 'list', path: '/', dueAt: 0, ms, status: 200, failure }
}

function outcome(name: string, closesInMs: number | undefined): Outcome {
  return {
    fault: { name, inflict: () => Promise.reject(new Error('not inflicted')) },
    quiet: { answers: [answer(1)], originReadsPerSecond: 10 },
    broken: { answers: [answer(2), answer(30, '500')], originReadsPerSecond: 20 },
    opensInMs: 7,
    closesInMs,
  }
}

test('of a hundred the second longest is the 99th percentile, and of few the longest', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => ({ ms: 100 - i }))
  expect(latenciesOf(hundred)).toEqual({ count: 100, p50: 50, p99: 99, longest: 100 })
  expect(latenciesOf([{ ms: 3 }, { ms: 5 }])).toMatchObject({ p99: 5, longest: 5 })
})

test('a fault has one row, with the requests of all rounds and the longest times', () => {
  const rows = describeMatrix([outcome('killed', 200), outcome('slow', 5), outcome('killed', 1_500)]).split(
    '\n',
  )
  expect(rows.slice(2).map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))).toEqual([
    ['well', '0 of 3', '0 / 0', '1 / 1', '0 / 0', '0 / 0', '–', '–', '10'],
    ['killed', '2 of 4', '0 / 0', '30 / 30', '0 / 0', '0 / 0', '7 ms', '1.5 s', '20'],
    ['slow', '1 of 2', '0 / 0', '30 / 30', '0 / 0', '0 / 0', '7 ms', '5 ms', '20'],
  ])
})

test('a fault after which it was not well again even once has no time for it', () => {
  const rows = describeMatrix([outcome('killed', 200), outcome('killed', undefined)]).split('\n')
  expect(rows.at(-1)).toContain('| 7 ms | – |')
})
