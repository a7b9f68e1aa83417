import { setTimeout as after } from 'node:timers'
import { at } from './faults.ts'
import { Member } from './member.ts'
import type { Observer } from './observer.ts'
import type { InstanceSetting } from './orders.ts'
import type { Stage } from './stage.ts'

export interface FleetOptions {
  readonly stage: Stage
  readonly observer: Observer
  readonly now: () => number
  /** The file that an instance runs. */
  readonly script: string
  readonly setting: Pick<InstanceSetting, 'clockBegin' | 'readsPerSecond' | 'writesPerSecond'>
  readonly seed: number
}

const endDeadlineMs = 20_000

/** The instances that run now, one at each place. */
export class Fleet implements AsyncDisposable {
  readonly #options: FleetOptions
  readonly #members: Member[] = []
  #lives = 0
  #isEnding = false
  /** Rejects where an instance ends of its own accord. */
  readonly failed: Promise<never>
  readonly #fail: (error: Error) => void

  constructor(options: FleetOptions) {
    this.#options = options
    const { promise, reject } = Promise.withResolvers<never>()
    this.failed = promise
    this.#fail = reject
    // Whoever does not wait for it learns by what they wait for.
    promise.catch(() => undefined)
  }

  async start(): Promise<void> {
    await Promise.all(this.#options.stage.ways.map((_, place) => this.respawn(place)))
  }

  get members(): readonly Member[] {
    return this.#members
  }

  at(place: number): Member {
    const member = this.#members[place]
    if (member === undefined) throw new Error(`There is no instance at ${place}`)
    return member
  }

  async respawn(place: number): Promise<void> {
    const { stage, observer, now, script, setting, seed } = this.#options
    const way = at(stage.ways, place)
    const life = ++this.#lives
    observer.born(life, now())
    const member = new Member(
      script,
      {
        ...setting,
        life,
        seed: seed * 1_000 + life,
        redis: stage.redis.placeFor(place),
        databaseUrl: withPort(stage.databaseUrl, way.port),
      },
      (frame) => {
        observer.hear(life, frame)
      },
    )
    this.#members[place] = member
    member.ended.then(
      () => {
        observer.died(life)
        if (!member.wasKilled && !this.#isEnding)
          this.#fail(new Error(`An instance ended by itself:\n${member.said}`))
      },
      () => undefined,
    )
    await member.answered('ready')
  }

  /** Every instance reads everything. */
  async sweep(): Promise<void> {
    await Promise.all(this.#ask('sweep', 'swept'))
  }

  stopWriting(): void {
    for (const member of this.#members) member.order('stop writing')
  }

  /** Resolves when all have ended in order. @throws where one had to be killed */
  async end(): Promise<void> {
    this.#isEnding = true
    const deadline = after(() => {
      for (const member of this.#members) member.kill()
    }, endDeadlineMs)
    await Promise.all(this.#ask('end', 'ended'))
    await Promise.all(this.#members.map((member) => member.ended))
    clearTimeout(deadline)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnding = true
    for (const member of this.#members) member.kill()
    await Promise.all(this.#members.map((member) => member.ended))
  }

  #ask(order: 'sweep' | 'end', answer: 'swept' | 'ended'): readonly Promise<void>[] {
    return this.#members.map(async (member) => {
      const answered = member.answered(answer)
      member.order(order)
      await answered
    })
  }
}

function withPort(url: string, port: number): string {
  const other = new URL(url)
  other.port = String(port)
  return other.href
}
