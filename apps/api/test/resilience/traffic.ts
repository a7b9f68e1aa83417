import { Agent } from 'node:http'
import { seededRandom } from 'cay/testing'
import { ask, type Question } from './ask.ts'
import type { People } from './people.ts'

/** What is asked for, all of it at the same time. */
export const kinds = ['validated read', 'list', 'write', 'health check'] as const
export type Kind = (typeof kinds)[number]

/** One request and what became of it. */
export interface Answer {
  readonly kind: Kind
  readonly path: string
  /** When it was to be sent, in `performance.now()`. */
  readonly dueAt: number
  /** From when it was due until its last byte: a request that was sent late has waited, too. */
  readonly ms: number
  /** 0: there was no answer. */
  readonly status: number
  /** Why it counts as failed; undefined where all is well. */
  readonly failure: string | undefined
}

export interface TrafficOptions {
  readonly origins: readonly string[]
  readonly people: People
  /** Requests a second, of all kinds. */
  readonly perSecond: number
  readonly seed: number
}

type Asked = Question & {
  readonly kind: Kind
  /** Who asks. */
  readonly person: number
  /** What a right answer holds. */
  readonly holds: string
}

const pageSize = 20
const pages = 10
const mostConnections = 512

/**
 * Requests that come when they come, whether those before were answered or not: so a stall of the server shows in every
 * request that was due meanwhile, as it would to its users.
 */
export class Traffic implements AsyncDisposable {
  readonly #options: TrafficOptions
  readonly #agent = new Agent({ keepAlive: true, maxSockets: mostConnections })
  readonly #random
  readonly #answers: Answer[] = []
  readonly #waiting = new Set<Promise<void>>()
  readonly #startedAt = performance.now()
  #timer: NodeJS.Timeout | undefined
  #sent = 0
  #written = 0
  /** Whose turn it is to write. */
  #writer = 0
  readonly #writing = new Set<number>()

  /** Begins at once. */
  constructor(options: TrafficOptions) {
    this.#options = options
    this.#random = seededRandom(options.seed)
    this.#tick()
  }

  /** What was due in this time; all of it is answered when this resolves. */
  async between(from: number, to: number): Promise<readonly Answer[]> {
    await Promise.all(this.#waiting)
    return this.#answers.filter(({ dueAt }) => dueAt >= from && dueAt < to)
  }

  /** Resolves when everything is answered. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await Promise.all(this.#waiting)
    this.#agent.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  #tick(): void {
    const everyMs = 1_000 / this.#options.perSecond
    for (;;) {
      const dueAt = this.#startedAt + this.#sent * everyMs
      const waitMs = dueAt - performance.now()
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#tick()
        }, waitMs)
        return
      }
      const answered = this.#send(this.#next(this.#sent++), dueAt).finally(() =>
        this.#waiting.delete(answered),
      )
      this.#waiting.add(answered)
    }
  }

  async #send({ kind, person, holds, ...question }: Asked, dueAt: number): Promise<void> {
    if (kind === 'write') this.#writing.add(person)
    const { status, failure } = await ask(this.#agent, this.#anyOrigin(), question).then(
      ({ status, text }) => ({ status, failure: failureOf(status, text, holds) }),
      (error: unknown) => ({ status: 0, failure: error instanceof Error ? error.message : 'unknown' }),
    )
    if (kind === 'write') this.#writing.delete(person)
    this.#answers.push({ kind, path: question.path, dueAt, ms: performance.now() - dueAt, status, failure })
  }

  #anyOrigin(): string {
    const { origins } = this.#options
    return origins[this.#below(origins.length)] ?? ''
  }

  /** Four validated reads, two health checks, a list and a write, in turns. */
  #next(turn: number): Asked {
    const { people } = this.#options
    // Some are seen more often than others, and all are seen.
    const person = Math.floor(people.count * this.#random.fraction() ** 2)
    const token = people.token(person)
    switch (turn % 8) {
      case 1:
        return {
          kind: 'list',
          person,
          ...{ method: 'GET', path: `/api/users?skip=${this.#below(pages) * pageSize}`, token },
          holds: '"total":',
        }
      case 3:
        return this.#nextWrite()
      case 5:
        return { kind: 'health check', person, ...{ method: 'GET', path: '/health' }, holds: '"status":"ok"' }
      case 7:
        return {
          kind: 'health check',
          person,
          ...{ method: 'GET', path: '/health/cache' },
          holds: '"breaker":',
        }
      default:
        return {
          kind: 'validated read',
          person,
          ...{ method: 'GET', path: '/api/auth/verify', token },
          holds: `"id":${people.id(person)},`,
        }
    }
  }

  /** Everyone in turn; while somebody's write is under way another one's turn comes, so that each must see its own. */
  #nextWrite(): Asked {
    const { people } = this.#options
    for (let i = 0; i < people.count && this.#writing.has(this.#writer); i++) this.#passTurn()
    const person = this.#writer
    const isAlone = !this.#writing.has(person)
    this.#passTurn()
    const occupation = `Written ${++this.#written}`
    return {
      kind: 'write',
      person,
      ...{ method: 'PUT', path: '/api/auth/profile', token: people.token(person), body: { occupation } },
      holds: isAlone ? `"occupation":"${occupation}"` : '"occupation":',
    }
  }

  #passTurn(): void {
    this.#writer = (this.#writer + 1) % this.#options.people.count
  }

  #below(count: number): number {
    return Math.floor(this.#random.fraction() * count)
  }
}

function failureOf(status: number, text: string, holds: string): string | undefined {
  if (status !== 200) return `${status} ${text.slice(0, 200)}`
  return text.includes(holds) ? undefined : `200, and not what was asked for: ${text.slice(0, 200)}`
}
