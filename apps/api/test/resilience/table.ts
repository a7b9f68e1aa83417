import { latenciesOf } from './latencies.ts'
import type { Outcome } from './scenario.ts'
import { kinds, type Answer, type Kind } from './traffic.ts'

const header = [
  'Redis is',
  'failed',
  'read',
  'list',
  'write',
  'health',
  'noticed in',
  'well again in',
  'reads/s',
]

/**
 * The matrix in Markdown: the run with nothing wrong, then a row for each fault. Latencies are p99 / longest in
 * milliseconds, and the last column is statements a second that read from the database.
 */
export function describeMatrix(outcomes: readonly Outcome[]): string {
  const quiet = outcomes.flatMap((outcome) => outcome.quiet.answers)
  const rows = [
    header,
    header.map((_, column) => (column === 0 ? '---' : '---:')),
    row('well', quiet, ['–', '–', rate(mean(outcomes.map((outcome) => outcome.quiet.originReadsPerSecond)))]),
    ...[...Map.groupBy(outcomes, ({ fault }) => fault.name)].map(([name, rounds]) => brokenRow(name, rounds)),
  ]
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Of several rounds: all requests, and the longest times. */
function brokenRow(name: string, rounds: readonly Outcome[]): readonly string[] {
  const isNoticed = rounds.some(({ opensInMs }) => opensInMs !== undefined)
  return row(
    name,
    rounds.flatMap(({ broken }) => broken.answers),
    [
      milliseconds(longest(rounds.map(({ opensInMs }) => opensInMs))),
      isNoticed || rounds.some(({ fault }) => fault.isAtStart)
        ? milliseconds(longest(rounds.map(({ closesInMs }) => closesInMs)))
        : '–',
      rate(mean(rounds.map(({ broken }) => broken.originReadsPerSecond))),
    ],
  )
}

function row(name: string, answers: readonly Answer[], rest: readonly string[]): readonly string[] {
  const failed = answers.filter(({ failure }) => failure !== undefined).length
  return [name, `${failed} of ${answers.length}`, ...kinds.map((kind) => latency(answers, kind)), ...rest]
}

function latency(answers: readonly Answer[], kind: Kind): string {
  const { p99, longest } = latenciesOf(answers.filter((answer) => answer.kind === kind))
  return `${p99.toFixed(0)} / ${longest.toFixed(0)}`
}

function milliseconds(value: number | undefined): string {
  if (value === undefined) return '–'
  return value < 1_000 ? `${value.toFixed(0)} ms` : `${(value / 1_000).toFixed(1)} s`
}

/** Undefined where one of them is. */
function longest(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (most, value) => (most === undefined || value === undefined ? undefined : Math.max(most, value)),
    0,
  )
}

function rate(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(0)
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length
}
