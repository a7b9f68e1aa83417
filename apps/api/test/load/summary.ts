import { latenciesOf } from '../resilience/latencies.ts'
import type { Answer, Progress } from './load.ts'

/** A line of what there is so far. */
export function describeProgress({ seconds, answers }: Progress): string {
  const errors = answers.filter(isError).length
  const { p50, p99 } = latenciesOf(answers.slice(-1_000))
  return `${seconds} s · ${answers.length.toLocaleString('en-US')} requests · ${errors} errors · p50 ${milliseconds(p50)} · p99 ${milliseconds(p99)} ms`
}

/** What became of each endpoint, as lines for people; then why what failed did, each reason once. */
export function describeSummary(answers: readonly Answer[]): string {
  const rows = [
    ['endpoint', 'requests', 'errors', 'p50 ms', 'p99 ms', 'longest'],
    ...byEndpoint(answers).map(([name, ofIt]) => rowOf(name, ofIt)),
    rowOf('all', answers),
  ]
  return [...aligned(rows), ...describeErrors(answers)].join('\n')
}

/** The answers of each endpoint, by its name. */
export function byEndpoint(answers: readonly Answer[]): readonly (readonly [string, readonly Answer[]])[] {
  const groups = Map.groupBy(answers, ({ method, endpoint }) => `${method} ${endpoint}`)
  return [...groups].sort(([one], [other]) => placeOf(one).localeCompare(placeOf(other)))
}

/** By path, and there the reads first. */
function placeOf(name: string): string {
  const [method = '', path = ''] = name.split(' ')
  return `${path} ${method}`
}

export function isError({ failure }: Answer): boolean {
  return failure !== undefined
}

export function milliseconds(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0)
}

function rowOf(name: string, answers: readonly Answer[]): string[] {
  const { count, p50, p99, longest } = latenciesOf(answers)
  return [name, String(count), errorsOf(answers), ...[p50, p99, longest].map(milliseconds)]
}

/** `0`, or how many of each status: `3 (503: 2, no answer: 1)`. */
function errorsOf(answers: readonly Answer[]): string {
  const errors = answers.filter(isError)
  if (errors.length === 0) return '0'
  const statuses = [...Map.groupBy(errors, ({ status }) => status)].map(
    ([status, { length }]) => `${status === 0 ? 'no answer' : status}: ${length}`,
  )
  return `${errors.length} (${statuses.join(', ')})`
}

const shownReasons = 10

function describeErrors(answers: readonly Answer[]): readonly string[] {
  const reasons = new Map<string, number>()
  for (const { method, endpoint, failure } of answers.filter(isError)) {
    // A request's own id makes no reason of its own.
    const reason = `${method} ${endpoint}: ${(failure ?? '').replace(/,"request_id":"[^"]*"/, '')}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const lines = [...reasons].slice(0, shownReasons).map(([reason, count]) => `  ${count} × ${reason}`)
  return lines.length === 0 ? [] : ['', 'Errors:', ...lines]
}

/** In columns: the first to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  )
}
