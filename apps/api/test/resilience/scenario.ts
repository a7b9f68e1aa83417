import type { Fault } from './faults.ts'
import { watchHealth, type HealthWatch } from './health-watch.ts'
import type { OriginReads } from './origin-reads.ts'
import { pause } from './pause.ts'
import type { Instances, Servers } from './stage.ts'
import { Traffic, type Answer } from './traffic.ts'

/** How long things last, in milliseconds, and how much is asked. */
export interface Lengths {
  readonly warmUpMs: number
  readonly quietMs: number
  readonly faultMs: number
  /** How long the mend may take to be noticed. */
  readonly mendMs: number
  /** Well for so long is well. */
  readonly steadyMs: number
  /** Requests a second, of all kinds. */
  readonly perSecond: number
}

/** A stretch of a run. */
interface Phase {
  readonly answers: readonly Answer[]
  /** Statements a second that read from the database; undefined where nobody counted. */
  readonly originReadsPerSecond: number | undefined
}

/** What became of one fault under load. */
export interface Outcome {
  readonly fault: Fault
  /** With nothing wrong. */
  readonly quiet: Phase
  /** From the fault until all is well again. */
  readonly broken: Phase
  /** From the fault until every process said so; undefined where they never did, or it was there from the start. */
  readonly opensInMs: number | undefined
  /** From the mend until every process was well again, and stayed so; undefined where that took too long. */
  readonly closesInMs: number | undefined
}

export interface Scene {
  readonly servers: Servers
  readonly instances: Instances
  readonly originReads: OriginReads | undefined
  readonly lengths: Lengths
  readonly seed: number
}

/**
 * Inflicts the fault under load, mends it, and waits for all to be well.
 * @param mendFirst mends the fault where it was inflicted before the processes were started
 * @throws where all is not well at the beginning
 */
export async function play(fault: Fault, scene: Scene, mendFirst?: () => Promise<unknown>): Promise<Outcome> {
  const { instances, lengths, seed } = scene
  const { origins, people } = instances
  await using traffic = new Traffic({ origins, people, perSecond: lengths.perSecond, seed })
  await using watch = watchHealth(origins)
  if (mendFirst !== undefined) {
    const broken = await breakdown(scene, { traffic, watch, inflict: () => Promise.resolve(mendFirst) })
    return { fault, ...broken, opensInMs: undefined, quiet: await quietPhase(scene, traffic) }
  }
  const isWell = await watch.becomesWell(performance.now(), { forMs: lengths.warmUpMs, withinMs: 90_000 })
  if (isWell === undefined) throw new Error(`Redis is ${fault.name}: all was not well before.`)
  const quiet = await quietPhase(scene, traffic)
  const broken = await breakdown(scene, { traffic, watch, inflict: () => fault.inflict(scene.servers) })
  return { fault, quiet, ...broken }
}

interface Breakdown {
  readonly traffic: Traffic
  readonly watch: HealthWatch
  readonly inflict: () => ReturnType<Fault['inflict']>
}

async function breakdown(
  { originReads, lengths: { faultMs, mendMs, steadyMs } }: Scene,
  { traffic, watch, inflict }: Breakdown,
): Promise<Pick<Outcome, 'broken' | 'opensInMs' | 'closesInMs'>> {
  const readsBefore = await originReads?.soFar()
  const inflictedAt = performance.now()
  const mend = await inflict()
  await pause(faultMs)
  const readsAfter = await originReads?.soFar()
  const lastedMs = performance.now() - inflictedAt
  const openedAt = watch.firstUnwell(inflictedAt)
  // Before it is mended: the end of what is wrong may already be the beginning of well.
  const mendedAt = performance.now()
  await mend()
  const closedAt = await watch.becomesWell(mendedAt, { forMs: steadyMs, withinMs: mendMs })
  return {
    broken: {
      answers: await traffic.between(inflictedAt, closedAt ?? performance.now()),
      originReadsPerSecond: perSecond(readsBefore, readsAfter, lastedMs),
    },
    opensInMs: openedAt === undefined ? undefined : openedAt - inflictedAt,
    closesInMs: closedAt === undefined ? undefined : closedAt - mendedAt,
  }
}

async function quietPhase({ originReads, lengths }: Scene, traffic: Traffic): Promise<Phase> {
  const readsBefore = await originReads?.soFar()
  const begunAt = performance.now()
  await pause(lengths.quietMs)
  const endedAt = performance.now()
  const readsAfter = await originReads?.soFar()
  return {
    answers: await traffic.between(begunAt, endedAt),
    originReadsPerSecond: perSecond(readsBefore, readsAfter, endedAt - begunAt),
  }
}

function perSecond(
  before: { readonly statements: number } | undefined,
  after: { readonly statements: number } | undefined,
  ms: number,
): number | undefined {
  if (before === undefined || after === undefined) return undefined
  return (1_000 * (after.statements - before.statements)) / ms
}
