import { styleText } from 'node:util'
import type { Operation } from './exercise.ts'
import { megabytes, milliseconds } from './figures.ts'
import type { Finding, Severity } from './finding.ts'
import type { ServerReport } from './server.ts'

/** What it comes to. */
export type Verdict = 'well' | 'usable' | 'unusable'

export const exitCodes: Readonly<Record<Verdict, number>> = { well: 0, usable: 1, unusable: 2 }

export function verdictOf(reports: readonly ServerReport[]): Verdict {
  const severities = new Set(reports.flatMap(({ findings }) => findings.map(({ severity }) => severity)))
  if (severities.has('error')) return 'unusable'
  return severities.has('warning') ? 'usable' : 'well'
}

/** One object, whose names stay. What could not be learned is null. */
export function asJson(reports: readonly ServerReport[]): string {
  const status = verdictOf(reports)
  return `${JSON.stringify({ status, exit_code: exitCodes[status], servers: reports.map(serverAsJson) }, null, 2)}\n`
}

function serverAsJson({ target, facts, connectMs, exercise, findings }: ServerReport): object {
  return {
    address: addressOf(target),
    tls: target.isEncrypted,
    product: facts?.product.toLowerCase() ?? null,
    version: facts?.version ?? null,
    mode: facts?.mode ?? (target.isSentinel ? 'sentinel' : null),
    role: facts?.role ?? null,
    used_memory_bytes: facts?.usedBytes ?? null,
    max_memory_bytes: facts?.maxBytes ?? null,
    eviction_policy: facts?.policy ?? null,
    connect_ms: connectMs === undefined ? null : rounded(connectMs),
    rounds: exercise?.rounds ?? null,
    ...Object.fromEntries(
      operations.map(([operation]) => {
        const timing = exercise?.timings[operation]
        const figures = timing && { median_ms: rounded(timing.median), worst_ms: rounded(timing.worst) }
        return [operation, figures ?? null]
      }),
    ),
    findings: findings.map(({ severity, code, found, advice }) => ({ severity, code, found, advice })),
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}

const operations: readonly (readonly [Operation, string])[] = [
  ['set', 'SET'],
  ['get', 'GET'],
  ['delete', 'DELETE'],
]

interface TextOptions {
  readonly targetMs: number
  readonly isColored: boolean
}

/** For people. */
export function asText(reports: readonly ServerReport[], options: TextOptions): string {
  const verdicts: Readonly<Record<Verdict, string>> = {
    well: 'All is well.',
    usable: 'Cay can use it. See the warnings.',
    unusable: 'Cay can’t use it as it is. See the errors.',
  }
  const servers = reports.map((report) => serverAsText(report, options))
  return [...servers, verdicts[verdictOf(reports)], ''].join('\n')
}

function serverAsText(
  { target, facts, connectMs, exercise, findings }: ServerReport,
  options: TextOptions,
): string {
  const name = target.isSentinel ? 'Sentinel' : 'Redis'
  const lines = [`${name} at ${addressOf(target)}${target.isEncrypted ? ', with TLS' : ''}`]
  if (facts !== undefined) {
    const { product, version, role, usedBytes, maxBytes, policy } = facts
    const limit = maxBytes === 0 ? ', no limit' : ` of ${megabytes(maxBytes)}`
    lines.push(`  ${product} ${version}, ${role}`, `  memory   ${megabytes(usedBytes)}${limit}, ${policy}`)
    lines.push(`  disk     ${persistence(facts)}`)
  }
  if (connectMs !== undefined) lines.push(`  connect  ${milliseconds(connectMs)}`)
  for (const [operation, name] of exercise === undefined ? [] : operations) {
    const timing = exercise?.timings[operation]
    const figures =
      timing === undefined
        ? 'refused'
        : `${milliseconds(timing.median)}, at worst ${milliseconds(timing.worst)}`
    lines.push(`  ${name.padEnd(8)} ${figures}`)
  }
  if (exercise !== undefined && Object.keys(exercise.timings).length > 0) {
    lines.push(`  (median of ${exercise.rounds} rounds; the target is ${options.targetMs} ms)`)
  }
  return [...lines, '', ...findings.flatMap((finding) => [findingAsText(finding, options), ''])].join('\n')
}

function persistence({ persistence: { snapshots, appendOnly } }: NonNullable<ServerReport['facts']>): string {
  const kept = [
    ...(snapshots === true ? ['snapshots'] : []),
    ...(appendOnly === 'off' ? [] : [`append-only file (${appendOnly})`]),
  ]
  if (kept.length > 0) return kept.join(', ')
  return snapshots === undefined ? 'unknown' : 'nothing is kept'
}

const colors: Readonly<Record<Severity, 'red' | 'yellow' | 'cyan'>> = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
}

function findingAsText({ severity, found, advice }: Finding, { isColored }: TextOptions): string {
  const label = severity.padEnd(8)
  const shown = isColored ? styleText(colors[severity], label, { validateStream: false }) : label
  return `${shown} ${found}\n         ${advice}`
}

/** Without user and password. */
function addressOf({ host, port }: ServerReport['target']): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
