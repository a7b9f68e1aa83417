import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What an instance is told to do. */
export interface Order {
  readonly what: 'read' | 'write' | 'publish'
  readonly id: number
}

/** What it says, and when that was, in milliseconds. */
export type Answer =
  | { readonly kind: 'ready' | 'heard' | 'published'; readonly at: number }
  | { readonly kind: 'holds' | 'wrote' | 'forgot'; readonly id: number; readonly at: number }

const patienceMs = 20_000

/** Processes of one application. */
export class Instances implements AsyncDisposable {
  readonly #children: readonly ChildProcess[]
  readonly #waiting: readonly Map<string, (at: number) => void>[]

  constructor(children: readonly ChildProcess[]) {
    this.#children = children
    this.#waiting = children.map(() => new Map())
    children.forEach((child, i) => {
      child.on('message', (answer: Answer) => {
        this.#waiting[i]?.get(nameOf(answer.kind, 'id' in answer ? answer.id : 0))?.(answer.at)
      })
    })
  }

  get all(): readonly number[] {
    return this.#children.map((_child, i) => i)
  }

  order(instance: number, order: Order): void {
    this.#children[instance]?.send(order)
  }

  /** When an instance said so. Ask before the order is given. */
  async told(instance: number, kind: Answer['kind'], id = 0): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const timer = setTimeout(() => {
      reject(new Error(`Instance ${instance} did not say within ${patienceMs} ms: ${kind} ${id}`))
    }, patienceMs)
    this.#waiting[instance]?.set(nameOf(kind, id), resolve)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting[instance]?.delete(nameOf(kind, id))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null) continue
      const exited = once(child, 'exit')
      child.kill()
      await exited
    }
  }
}

function nameOf(kind: Answer['kind'], id: number): string {
  return `${kind} ${id}`
}

/** Starts so many on a database, and on Redis where there is one; they are ready. */
export async function startInstances(
  count: number,
  { databaseUrl, redisUrl = '' }: { readonly databaseUrl: string; readonly redisUrl?: string | undefined },
): Promise<Instances> {
  const program = fileURLToPath(new URL('instance.ts', import.meta.url))
  const children = Array.from({ length: count }, () =>
    fork(program, [databaseUrl, redisUrl], { execArgv: ['--conditions=cay-source'] }),
  )
  const instances = new Instances(children)
  await Promise.all(instances.all.map((instance) => instances.told(instance, 'ready')))
  return instances
}
