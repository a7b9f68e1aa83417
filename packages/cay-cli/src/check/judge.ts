import type { Exercise, Operation } from './exercise.ts'
import type { Finding, FindingCode, Severity } from './finding.ts'
import { megabytes, milliseconds } from './figures.ts'
import { findingOf, refusalOf } from './refusals.ts'
import type { ServerFacts } from './server-facts.ts'
import type { Target } from './unreachable.ts'

/** What was learned about a server that answers. */
export interface Learned {
  readonly target: Target
  /** Whether its address is one of a list of servers of a Cluster. */
  readonly isOfCluster: boolean
  readonly connectMs: number
  readonly exercise: Exercise
  /** Undefined: the user may not ask. */
  readonly facts: ServerFacts | undefined
  /** How long SET, GET and DELETE may take, in milliseconds. */
  readonly targetMs: number
}

/** A connection is made once, and takes several journeys: it may take so many times what a command may. */
const connectFactor = 50
/** Of a memory that is not made room in, so much may be used before it is said. */
const nearlyFull = 0.9

/** What is worth saying, the worst first. Each code once. */
export function judge(learned: Learned): readonly Finding[] {
  const { exercise, facts } = learned
  if (facts?.mode === 'sentinel') return [sentinel]
  if (facts !== undefined && learned.isOfCluster && facts.role === 'replica') return [clusterReplica]
  const findings = [
    ...exercise.refusals.map(({ message }) => refusalOf(message)),
    ...needs(exercise),
    ...(facts === undefined ? [infoRefused] : server(facts, learned)),
    ...speed(learned),
    ...encryption(learned.target),
  ]
  return worstFirst(findings)
}

const order: readonly Severity[] = ['error', 'warning', 'note']

export function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const byCode = new Map(findings.toReversed().map((finding) => [finding.code, finding]))
  const isKept = (finding: Finding): boolean => byCode.get(finding.code) === finding
  return order.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity && isKept(finding)),
  )
}

function finding(severity: Severity, code: FindingCode, found: string, advice: string): Finding {
  return { severity, code, found, advice }
}

function* needs({ refusedNeeds, isFaithful }: Exercise): Iterable<Finding> {
  if (!isFaithful) {
    yield finding(
      'error',
      'not_faithful',
      'GET answered something else than SET had stored.',
      'Something in between answers from elsewhere. Give the address of the server itself.',
    )
  }
  const listed = (isPermission: boolean): string =>
    refusedNeeds
      .filter(({ word }) => (word === 'NOPERM') === isPermission)
      .map(({ command }) => command)
      .join(', ')
  const [forbidden, unknown] = [listed(true), listed(false)]
  if (forbidden !== '') {
    const { found, ...rest } = findingOf('NOPERM')
    yield { ...rest, found: `${found.slice(0, -1)}: ${forbidden}.` }
  }
  if (unknown !== '') {
    yield finding(
      'error',
      'command_refused',
      `The server refuses what Cay needs: ${unknown}.`,
      'Cay needs Redis 7.0 or later, or Valkey. A proxy in between may know fewer commands.',
    )
  }
}

const infoRefused = finding(
  'note',
  'info_refused',
  'The user may not ask INFO: version, role and memory are unknown.',
  'Allow it (+info): Cay asks it too, to notice that another server has taken over behind a proxy.',
)

function* server(facts: ServerFacts, { isOfCluster, exercise }: Learned): Iterable<Finding> {
  if (facts.mode === 'cluster' && !isOfCluster) yield findingOf('MOVED')
  if (facts.mode !== 'cluster' && isOfCluster) yield notOfCluster
  if (facts.role === 'replica') yield findingOf('READONLY')
  if (facts.product === 'Redis' && Number.parseInt(facts.version, 10) < 7) yield versionOld(facts.version)
  const isOutOfMemory = exercise.refusals.some(({ message }) => message.startsWith('OOM'))
  if (!isOutOfMemory) yield* memory(facts)
  yield* persistence(facts)
}

const sentinel = finding(
  'error',
  'sentinel',
  'This is a Sentinel: it knows where the primary is, and stores nothing.',
  'Give the address of the primary, which SENTINEL GET-MASTER-ADDR-BY-NAME tells.',
)

const clusterReplica = finding(
  'note',
  'cluster_replica',
  'This server of the Cluster is a replica: what it is good for shows when it takes over.',
  'Nothing needs to be done. Check its primary.',
)

const notOfCluster = finding(
  'error',
  'not_cluster',
  'The address is a list, which is a Cluster, and this server is not part of one.',
  'Give one address alone; or make it part of the Cluster (cluster-enabled).',
)

function versionOld(version: string): Finding {
  return finding(
    'error',
    'version_old',
    `This is Redis ${version}.`,
    'Cay needs Redis 7.0 or later, or Valkey.',
  )
}

function* memory({ usedBytes, maxBytes, policy }: ServerFacts): Iterable<Finding> {
  if (maxBytes === 0) {
    yield finding(
      'note',
      'memory_unbounded',
      'Its memory has no limit: it grows until the machine has none left.',
      'Set maxmemory, and maxmemory-policy allkeys-lru.',
    )
  } else if (policy === 'noeviction') {
    const share = usedBytes / maxBytes
    const isNearly = share >= nearlyFull
    yield finding(
      'warning',
      isNearly ? 'memory_nearly_full' : 'eviction_off',
      isNearly
        ? `Of its memory ${Math.round(share * 100)} % is used (${megabytes(usedBytes)} of ${megabytes(maxBytes)}), and it may not throw anything out (noeviction): when it is full, nothing can be stored.`
        : 'It may not throw anything out (noeviction): when its memory is full, nothing can be stored.',
      'Reads go on. Set maxmemory-policy to allkeys-lru.',
    )
  }
}

function* persistence({ persistence: { appendOnly, isFailing } }: ServerFacts): Iterable<Finding> {
  if (appendOnly === 'always') {
    yield finding(
      'note',
      'appendonly_always',
      'It waits for its disk at every write (appendfsync always).',
      'A cache needs no persistence: appendonly no, or appendfsync everysec.',
    )
  }
  if (isFailing) {
    yield finding(
      'note',
      'save_failed',
      'It could not save its data to disk the last time.',
      'A cache needs no persistence. Where other data is in it, look at its disk and its log.',
    )
  }
}

const names: Readonly<Record<Operation, string>> = { set: 'SET', get: 'GET', delete: 'DELETE' }

function* speed({ connectMs, exercise, targetMs }: Learned): Iterable<Finding> {
  const slow = Object.entries(exercise.timings).filter(([, { median }]) => median > targetMs)
  if (slow.length > 0) {
    const took = slow.map(
      ([operation, { median }]) => `${names[operation as Operation]} ${milliseconds(median)}`,
    )
    yield finding(
      'warning',
      'slow',
      `It is slow: ${took.join(', ')} (median); the target is ${targetMs} ms.`,
      'Run it in the same zone as what uses it, and look for slow commands of others: SLOWLOG GET, LATENCY LATEST. Cay waits 50 ms for a read, and goes on without it. If it has to be so far away: --target-ms.',
    )
  }
  const connectTargetMs = connectFactor * targetMs
  if (connectMs > connectTargetMs) {
    yield finding(
      'note',
      'connect_slow',
      `A connection took ${milliseconds(connectMs)}; the target is ${connectTargetMs} ms.`,
      'It is made once. If it takes so long each time, look at the network and at the name server.',
    )
  }
}

function* encryption({ host, isEncrypted }: Target): Iterable<Finding> {
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.')
  if (isEncrypted || isHere) return
  yield finding(
    'note',
    'not_encrypted',
    'The way to another machine is not encrypted: the password and every value pass in the clear.',
    'Use rediss:// unless the network between is your own.',
  )
}
