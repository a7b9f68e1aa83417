import { Agent } from 'node:http'
import { ask } from '../resilience/ask.ts'
import { latenciesOf, type Latencies } from '../resilience/latencies.ts'
import type { List } from './lists.ts'

/** How a list answered: what it was never asked before, and the same again. */
export interface Measured {
  readonly list: Pick<List, 'path' | 'what' | 'noGoal'>
  readonly cold: Latencies
  readonly warm: Latencies
  /** What was answered with anything but 200. */
  readonly failures: readonly string[]
}

export interface MeasureOptions {
  readonly origin: string
  /** An access token of the user with this id. */
  readonly token: (id: number) => string
  /** How often a list is asked for something new. */
  readonly turns: number
  /** How often then for what it was asked before: a percentile of a few requests says what one of them met by chance. */
  readonly warmTimes: number
  /** Requests under way at a time. */
  readonly inFlight: number
}

const warmUpTurns = 20

/** Asks each list for something new each time, then for all of it again. One list after the other. */
export async function measure(
  lists: readonly List[],
  options: MeasureOptions,
  told: (measured: Measured) => void = () => undefined,
): Promise<readonly Measured[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.inFlight })
  const measured: Measured[] = []
  try {
    await warmUp(lists, agent, options)
    for (const list of lists) {
      const turns = Array.from({ length: Math.min(options.turns, list.turns ?? options.turns) }, (_, i) => i)
      const failures: string[] = []
      const asked = (turn: number): Promise<{ readonly ms: number }> =>
        askOnce({ agent, list, turn, failures }, options)
      const cold = latenciesOf(await inTurns(turns, options.inFlight, asked))
      const again = Array.from({ length: options.warmTimes }, (_, i) => i % turns.length)
      const warm = latenciesOf(await inTurns(again, options.inFlight, asked))
      measured.push({ list, cold, warm, failures })
      told({ list, cold, warm, failures })
    }
  } finally {
    agent.destroy()
  }
  return measured
}

/** A process that has just started is slow by itself. Asks for what is not asked for later. */
async function warmUp(lists: readonly List[], agent: Agent, options: MeasureOptions): Promise<void> {
  const turns = Array.from({ length: warmUpTurns }, (_, i) => options.turns + i)
  for (const list of lists.filter((one) => one.turns === undefined)) {
    await inTurns(turns, options.inFlight, (turn) => askOnce({ agent, list, turn, failures: [] }, options))
  }
}

interface Asking {
  readonly agent: Agent
  readonly list: List
  readonly turn: number
  readonly failures: string[]
}

async function askOnce(
  { agent, list, turn, failures }: Asking,
  { origin, token }: MeasureOptions,
): Promise<{ readonly ms: number }> {
  const path = list.at(turn)
  const begun = performance.now()
  const signedIn = list.by === undefined ? {} : { token: token(list.by(turn)) }
  const { status, text } = await ask(agent, origin, { method: 'GET', path, ...signedIn })
  if (status !== 200) failures.push(`${path}: ${status} ${text.slice(0, 200)}`)
  return { ms: performance.now() - begun }
}

/** So many at a time, each as soon as one before it is done. */
async function inTurns<T>(
  turns: readonly number[],
  inFlight: number,
  work: (turn: number) => Promise<T>,
): Promise<readonly T[]> {
  const done: T[] = []
  const waiting = turns.values()
  const worker = async (): Promise<void> => {
    for (const turn of waiting) done.push(await work(turn))
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  return done
}

/** The table of a page, in Markdown; times in milliseconds. */
export function describeMeasured(measured: readonly Measured[]): string {
  const header = ['list', 'cold: p50', 'p99', 'longest', 'warm: p50', 'p99', 'longest']
  const rows = measured.map(({ list: { path, what }, cold, warm }) => [
    what === '' ? `\`${path}\`` : `\`${path}\`, ${what}`,
    ...[cold, warm].flatMap(({ p50, p99, longest }) => [p50, p99, longest].map(milliseconds)),
  ])
  return [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function milliseconds(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : ms.toFixed(0)
}
