import { Agent } from 'node:http'
import { Draw, Skew, at } from '../../src/features/demo/demo-draw.ts'
import { ask } from '../resilience/ask.ts'
import type { Session } from './session.ts'
import { signIn } from './signing-in.ts'
import type { LoadOptions } from './options.ts'
import { anyVisit, type Step, type Visit } from './visits.ts'

/** One request and what became of it. */
export interface Answer {
  readonly method: string
  /** As OpenAPI has it. */
  readonly endpoint: string
  /** From when it was due until its last byte: a request that was sent late has waited, too. */
  readonly ms: number
  /** 0: there was no answer. */
  readonly status: number
  /** Why it counts as an error; undefined where all is well. */
  readonly failure: string | undefined
}

/** So far, for whoever watches. */
export interface Progress {
  readonly seconds: number
  readonly answers: readonly Answer[]
}

export type LoadRun = Pick<LoadOptions, 'origins' | 'rate' | 'seconds' | 'people' | 'seed'> & {
  /** Hears of each second. */
  readonly told?: (progress: Progress) => void
}

const mostConnections = 512
/** After a stall what is due is sent a few at a time, or the answers to it would not be heard meanwhile. */
const mostAtOnce = 20
/** Visits that are under way at a time, for each person who has signed in: the time that people take to read. */
const visitsEach = 2

/**
 * Signs people in, then sends requests when they are due, whether those before were answered or not. What was sent is
 * answered when this resolves.
 * @throws {NoStageError}
 */
export async function load(options: LoadRun): Promise<readonly Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: mostConnections })
  try {
    const sessions = await signIn({ agent, ...options })
    return await new Load(options, agent, sessions).run()
  } finally {
    agent.destroy()
  }
}

interface Open {
  readonly visit: Visit
  /** What is asked next. */
  readonly step: Step
}

class Load {
  readonly #options: LoadRun
  readonly #agent: Agent
  readonly #sessions: readonly Session[]
  readonly #draw: Draw
  readonly #skew: Skew
  readonly #answers: Answer[] = []
  readonly #waiting = new Set<Promise<void>>()
  /** Visits whose last request has been answered, the longest ago first. */
  readonly #open: Open[] = []

  constructor(options: LoadRun, agent: Agent, sessions: readonly Session[]) {
    this.#options = options
    this.#agent = agent
    this.#sessions = sessions
    this.#draw = new Draw(options.seed)
    this.#skew = new Skew(sessions.length)
  }

  async run(): Promise<readonly Answer[]> {
    const { rate, seconds, told } = this.#options
    const startedAt = performance.now()
    const everyMs = 1_000 / rate
    const { promise, resolve } = Promise.withResolvers<undefined>()
    let sent = 0
    let second = 0
    const tick = (): void => {
      let dueAt = startedAt + sent * everyMs
      for (let i = 0; i < mostAtOnce && sent < rate * seconds && dueAt <= performance.now(); i++) {
        const answered = this.#send(this.#next(), dueAt).finally(() => this.#waiting.delete(answered))
        this.#waiting.add(answered)
        dueAt = startedAt + ++sent * everyMs
      }
      for (; second < Math.floor((performance.now() - startedAt) / 1_000) && second < seconds; second++) {
        told?.({ seconds: second + 1, answers: this.#answers })
      }
      if (sent >= rate * seconds) resolve(undefined)
      else setTimeout(tick, Math.max(0, dueAt - performance.now()))
    }
    tick()
    await promise
    await Promise.all(this.#waiting)
    return this.#answers
  }

  /** The visit that has waited longest goes on; where few are open, somebody comes. */
  #next(): Open {
    const isFull = this.#open.length >= this.#sessions.length * visitsEach
    const waiting = isFull ? this.#open.shift() : undefined
    return waiting ?? this.#begin()
  }

  #begin(): Open {
    const session = at(this.#sessions, this.#skew.draw(this.#draw))
    const visit = anyVisit({ session, draw: this.#draw })
    const first = visit.next()
    if (first.done === true) throw new Error('A visit without a request.')
    return { visit, step: first.value }
  }

  async #send({ visit, step }: Open, dueAt: number): Promise<void> {
    const { method, endpoint, expects } = step
    const origin = this.#draw.pick(this.#options.origins)
    const { status, text } = await ask(this.#agent, origin, step).catch((error: unknown) => ({
      status: 0,
      text: error instanceof Error ? error.message : 'unknown',
    }))
    const isWell = expects.includes(status)
    const failure = isWell ? undefined : `${status} ${text.slice(0, 200)}`
    this.#answers.push({ method, endpoint, ms: performance.now() - dueAt, status, failure })
    // Whoever is refused goes home.
    if (!isWell) return
    const next = visit.next(text === '' ? undefined : JSON.parse(text))
    if (next.done !== true) this.#open.push({ visit, step: next.value })
  }
}
