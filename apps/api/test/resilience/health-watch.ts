import { Agent } from 'node:http'
import { ask } from './ask.ts'
import { pause } from './pause.ts'

/** What /health/cache said, and when. */
interface Sighting {
  readonly askedAt: number
  readonly seenAt: number
  readonly isWell: boolean
}

const everyMs = 20

/** Asks one process every 20 ms how its cache is, on a connection of its own. */
class ProcessWatch implements AsyncDisposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #origin: string
  readonly #sightings: Sighting[] = []
  readonly #watching: Promise<void>
  #isOver = false

  constructor(origin: string) {
    this.#origin = origin
    this.#watching = this.#watch()
  }

  /** When it was first seen not to be well, asked after this; undefined: never. */
  firstUnwell(from: number): number | undefined {
    return this.#sightings.find(({ askedAt, isWell }) => askedAt >= from && !isWell)?.seenAt
  }

  /** Since when it has been well, at the earliest since then; undefined while it is not. */
  wellSince(from: number): number | undefined {
    const after = this.#sightings.filter(({ askedAt }) => askedAt >= from)
    const lastUnwell = after.findLastIndex(({ isWell }) => !isWell)
    return after[lastUnwell + 1]?.seenAt
  }

  /** Resolves when it has been well for so long; `undefined` where that has not come by the deadline. */
  async becomesWell(from: number, { forMs, withinMs }: Patience): Promise<number | undefined> {
    for (;;) {
      const since = this.wellSince(from)
      const now = performance.now()
      if (since !== undefined && now - since >= forMs) return since
      if (now - from > withinMs + forMs) return undefined
      await pause(everyMs)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    await this.#watching
    this.#agent.destroy()
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      const askedAt = performance.now()
      const isWell = await ask(this.#agent, this.#origin, { method: 'GET', path: '/health/cache' }).then(
        ({ text }) => text.includes('"status":"healthy"') && text.includes('"backend":"redis"'),
        () => false,
      )
      this.#sightings.push({ askedAt, seenAt: performance.now(), isWell })
      await pause(everyMs)
    }
  }
}

interface Patience {
  readonly forMs: number
  readonly withinMs: number
}

/** Every process is watched; all of them have to say it. */
export interface HealthWatch extends AsyncDisposable {
  readonly firstUnwell: (from: number) => number | undefined
  readonly becomesWell: (from: number, patience: Patience) => Promise<number | undefined>
}

export function watchHealth(origins: readonly string[]): HealthWatch {
  const watches = origins.map((origin) => new ProcessWatch(origin))
  return {
    firstUnwell: (from) => latest(watches.map((watch) => watch.firstUnwell(from))),
    becomesWell: async (from, patience) =>
      latest(await Promise.all(watches.map((watch) => watch.becomesWell(from, patience)))),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(watches.map((watch) => watch[Symbol.asyncDispose]()))
    },
  }
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  let last = 0
  for (const time of times) {
    if (time === undefined) return undefined
    last = Math.max(last, time)
  }
  return last
}
