import { latenciesOf } from './latencies.ts'
import type { AtRest, Soak } from './soak.ts'

/** How much more a process may hold at rest after the run than before it. */
const allowed = {
  heapShare: 1.2,
  heapBytes: 8 * 1024 * 1024,
  // A connection of the pool more or less, and what belongs to it.
  descriptors: 3,
  sockets: 3,
  timers: 10,
} as const

type Process = Soak['processes'][number]

/** What is wrong with it; empty where nothing is. */
export function complaintsOf({ failures, closesInMs, processes, answers }: Soak): readonly string[] {
  return [
    ...(answers.length > 0 ? [] : ['nothing was asked']),
    ...(failures.length === 0 ? [] : [`${failures.length} requests failed`]),
    ...(closesInMs === undefined ? ['once, all was not well again for a minute after the mend'] : []),
    ...processes.flatMap(leaksOf),
  ]
}

function leaksOf({ before, after }: Process): readonly string[] {
  const heapLimit = Math.max(before.heapBytes * allowed.heapShare, before.heapBytes + allowed.heapBytes)
  const counted = (['descriptors', 'sockets', 'timers'] as const).filter(
    (what) => (after[what] ?? 0) > (before[what] ?? 0) + allowed[what],
  )
  return [
    ...(after.heapBytes > heapLimit ? [`process ${after.pid} holds more memory than before`] : []),
    ...counted.map((what) => `process ${after.pid} holds more ${what} than before`),
  ]
}

/** For people: what was done, what became of it, what is held before and after. */
export function describeSoak(soak: Soak): string {
  const { faults, answers, failures, excused, closesInMs } = soak
  const { p99, longest } = latenciesOf(answers)
  const complaints = complaintsOf(soak)
  const inflicted = [...faults.values()].reduce((sum, count) => sum + count, 0)
  return [
    `${inflicted} faults: ${[...faults].map(([name, count]) => `${name} ${count}`).join(', ')}`,
    `${answers.length} requests: ${failures.length} failed; ${excused.length} refused with 503 while the database was away`,
    `p99 ${p99.toFixed(0)} ms, longest ${longest.toFixed(0)} ms; well again at most ${closesInMs?.toFixed(0) ?? 'more than 60,000'} ms after a mend`,
    ...failures
      .slice(0, 10)
      .map(({ kind, ms, failure }) => `  ${kind} after ${ms.toFixed(0)} ms: ${failure ?? ''}`),
    ...soak.processes.map(({ before, after }) => `process ${after.pid} at rest: ${holdings(before, after)}`),
    complaints.length === 0 ? 'All is well.' : `Not well: ${complaints.join('; ')}`,
  ].join('\n')
}

function holdings(before: AtRest, after: AtRest): string {
  const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`
  return [
    `heap ${megabytes(before.heapBytes)} → ${megabytes(after.heapBytes)}`,
    `buffers ${megabytes(before.externalBytes)} → ${megabytes(after.externalBytes)}`,
    ...(['descriptors', 'sockets', 'timers', 'promises'] as const).map(
      (what) => `${what} ${before[what] ?? '?'} → ${after[what] ?? '?'}`,
    ),
  ].join(', ')
}
