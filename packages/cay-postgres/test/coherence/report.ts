import { readKinds, readLevels, type Failure } from './frames.ts'
import type { History } from './history.ts'
import type { Breach } from './judge.ts'
import { origins, type Finding, type Tally } from './observer.ts'
import { absent, describeRegister } from './registers.ts'
import { writeKinds } from './writes.ts'

/** What a check found. */
export interface Report {
  readonly seconds: number
  readonly tally: Tally
  readonly writes: ReadonlyMap<string, number>
  /** From where reads were served. */
  readonly served: ReadonlyMap<string, number>
  readonly faults: ReadonlyMap<string, number>
  /** All that there are, inflicted or not. */
  readonly planned: readonly string[]
  /** Reads that failed though the database was there. */
  readonly failures: readonly Failure[]
  /** Reads that failed while it was not. */
  readonly excused: readonly Failure[]
  readonly findings: readonly Finding[]
  readonly faultsBetween: (from: number, to: number) => readonly string[]
}

/** What no run may have a single one of. */
const forbidden: readonly Breach[] = ['G1', 'G2', 'G3', 'G4', 'strong', 'impossible']

export function breachCount({ tally }: Report, breaches: readonly Breach[] = forbidden): number {
  return breaches.reduce((sum, breach) => sum + (tally.breaches.get(breach) ?? 0), 0)
}

function failureCount(failures: readonly Failure[]): number {
  return failures.reduce((sum, { count }) => sum + count, 0)
}

export function callCount({ tally }: Pick<Report, 'tally'>): number {
  return tally.calls.flat().reduce((sum, count) => sum + count, 0)
}

export function isClean(report: Report): boolean {
  const { tally, failures } = report
  return breachCount(report) === 0 && failureCount(failures) === 0 && tally.quietStale === 0
}

const number = (value: number): string => value.toLocaleString('en')
const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`

/** While it runs: how far it has come, and what it has found since the last time. */
export function describeProgress(report: Report, findingsBefore: number): string {
  const { findings } = report
  return [progressLine(report), ...findingsOf({ ...report, findings: findings.slice(findingsBefore) })].join(
    '\n',
  )
}

function progressLine({ seconds, tally, faults }: Report): string {
  const injected = [...faults.values()].reduce((sum, count) => sum + count, 0)
  const found = forbidden.map((breach) => `${breach} ${number(tally.breaches.get(breach) ?? 0)}`).join(', ')
  return `${seconds.toFixed(0)} s: ${number(callCount({ tally }))} reads judged, ${injected} faults, breaches: ${found}`
}

/** What was breached, and one example of it. */
export function describeBreaches(report: Report): string {
  const { findings, tally } = report
  const found = forbidden.flatMap((breach) => {
    const count = tally.breaches.get(breach)
    return count === undefined ? [] : [`${breach} ${number(count)}`]
  })
  const line = `Stale reads found: ${found.join(', ') || 'none'}; of ${number(callCount(report))} reads judged`
  const example = findings.find(({ verdict }) =>
    verdict.breaches.some((breach) => forbidden.includes(breach)),
  )
  return [line, ...findingsOf({ ...report, findings: example === undefined ? [] : [example] })].join('\n')
}

export function describeReport(report: Report): string {
  return [...countsOf(report), ...stalenessOf(report), ...eventsOf(report), ...findingsOf(report)].join('\n')
}

function countsOf(report: Report): readonly string[] {
  const { tally, seconds } = report
  const calls = callCount(report)
  const rows = readLevels.map((level, i) => {
    const counts = tally.calls[i] ?? []
    return [level, ...[...counts, counts.reduce((sum, count) => sum + count, 0)].map(number)]
  })
  return [
    `Reads judged: ${number(calls)} with ${number(tally.values)} values, ${number(Math.round(calls / seconds))} reads a second`,
    ...table([['', ...readKinds, 'all'], ...rows]),
    '',
    'Breaches',
    ...table([
      ...forbidden.map((breach) => [breach, number(tally.breaches.get(breach) ?? 0)]),
      ['stale once quiet', `${number(tally.quietStale)} of ${number(tally.quiet)}`],
      ['failed reads', number(failureCount(report.failures))],
    ]),
    '',
    'Not promised, counted',
    ...table([
      ['G2 after Redis had lost the write', number(tally.breaches.get('G2 after a loss') ?? 0)],
      ['alias found at its last holder but one', number(tally.breaches.get('alias, last but one') ?? 0)],
      ['alias handed on under the read', number(tally.breaches.get('torn') ?? 0)],
      ['failed while PostgreSQL was out of reach', number(failureCount(report.excused))],
    ]),
    '',
  ]
}

function stalenessOf({ tally }: Report): readonly string[] {
  const rows = origins.map((origin) => {
    const times = tally.staleness.get(origin)
    return [
      origin,
      number(times?.count ?? 0),
      ...[0.5, 0.99].map((share) => milliseconds(times?.quantileMs(share) ?? 0)),
      milliseconds(times?.largestMs ?? 0),
    ]
  })
  return [
    `Stale elsewhere, within the bound: ${number(tally.stale)} of ${number(tally.values)} values; commits covered by the watermark: ${number(tally.covered)}`,
    ...table([['behind', 'values', 'p50', 'p99', 'most'], ...rows]),
    '',
  ]
}

function eventsOf({ writes, served, faults, failures, excused }: Report): readonly string[] {
  const entries = (counts: ReadonlyMap<string, number>): readonly string[][] =>
    [...counts].sort().map(([name, count]) => [name, number(count)])
  const reasons = new Map<string, number>()
  for (const { level, reason, count } of failures) {
    const key = `${level} ${reason}`
    reasons.set(key, (reasons.get(key) ?? 0) + count)
  }
  const excusedReasons = new Map<string, number>()
  for (const { reason, count } of excused)
    excusedReasons.set(reason, (excusedReasons.get(reason) ?? 0) + count)
  return [
    'Writes',
    ...table(entries(writes)),
    '',
    'Served from',
    ...table(entries(served)),
    '',
    'Faults',
    ...table(entries(faults)),
    '',
    ...(reasons.size === 0 ? [] : ['Reads failed', ...table(entries(reasons)), '']),
    ...(excusedReasons.size === 0
      ? []
      : ['Reads failed while PostgreSQL was out of reach', ...table(entries(excusedReasons)), '']),
  ]
}

function findingsOf({ findings, faultsBetween }: Report): readonly string[] {
  return findings.filter(isForbidden).flatMap(({ read, life, verdict, history }) => {
    const { begunAt, endedAt, seen } = read
    const what = `${readLevels[read.level] ?? '?'} ${readKinds[read.kind] ?? '?'} of ${describeRegister(read.register)}`
    const found = seen === absent ? 'nothing' : `version ${seen}`
    return [
      `${verdict.breaches.join(', ')}: ${what} by instance ${life} from ${begunAt.toFixed(3)} to ${endedAt.toFixed(3)} found ${found}, stale by ${milliseconds(verdict.stalenessMs)}`,
      ...versionsAbout(history, begunAt, endedAt, seen),
      ...faultsBetween(begunAt - 5_000, endedAt).map((fault) => `    fault: ${fault}`),
    ]
  })
}

function isForbidden({ verdict }: Finding): boolean {
  return verdict.breaches.some((breach) => forbidden.includes(breach))
}

const versionsShown = 6

function versionsAbout(history: History, from: number, to: number, seen: number): readonly string[] {
  const required = history.newestCommittedBy(from)
  const first = seen > 0 ? seen : required - 2
  const last = Math.min(history.last, required + 2, first + versionsShown)
  const lines: string[] = []
  for (let version = Math.max(2, first); version <= last; version++) {
    const write = history.writeOf(version)
    if (write === undefined || write.begunAt > to + 1_000) continue
    const { life, kind, begunAt, committedAt, acknowledgedAt, isApplied, coveredAt, isOrphan } = write
    const writer = life === undefined ? 'plain SQL' : `instance ${life}${isOrphan ? ', killed' : ''}`
    const times = [
      ['begun', begunAt],
      ['committed', committedAt],
      ['acknowledged', acknowledgedAt],
      ['covered', coveredAt],
    ] as const
    const told = times.map(([word, time]) => `${word} ${time.toFixed(3)}`).join(', ')
    lines.push(
      `    version ${version}: ${writeKinds[kind] ?? '?'} by ${writer}: ${told}${isApplied ? ', applied' : ''}`,
    )
  }
  return lines
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)).concat(all.slice(row.length)),
    [],
  )
  return rows.map(
    (row) =>
      `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}`,
  )
}
