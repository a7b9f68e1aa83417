import pg from 'pg'
import type { Dice } from './draw.ts'
import type { Intent, Outcome } from './frames.ts'
import type { Write } from './history.ts'
import { drawKind, performWrite, receiptToken } from './writes.ts'

/** What the observer is told of a write in this process. */
export interface WriteObserver {
  readonly begin: (intent: Intent) => Write
  readonly settle: (write: Write, outcome: Omit<Outcome, 'id'>) => void
}

const unknown: Omit<Outcome, 'id'> = { committedAt: undefined, acknowledgedAt: undefined, isApplied: false }

/** Writes by plain SQL, past every door: someone in psql, a migration, a service in another language. */
export class PlainWriter {
  readonly #pool: pg.Pool
  readonly #dice: Dice
  readonly #now: () => number
  readonly #observer: WriteObserver
  #underWay = 0
  #writes = 0
  #isStopped = false

  constructor(databaseUrl: string, dice: Dice, now: () => number, observer: WriteObserver) {
    this.#pool = new pg.Pool({ connectionString: databaseUrl, max: 3, connectionTimeoutMillis: 5_000 })
    this.#pool.on('error', () => undefined)
    this.#dice = dice
    this.#now = now
    this.#observer = observer
  }

  start(perSecond: number): void {
    const next = (): void => {
      if (this.#isStopped) return
      if (this.#underWay < 3) {
        this.#underWay++
        const ended = (): void => {
          this.#underWay--
        }
        this.#write().then(ended, ended)
      }
      setTimeout(next, (-Math.log(1 - this.#dice.fraction()) * 1_000) / perSecond)
    }
    next()
  }

  stop(): void {
    this.#isStopped = true
  }

  async close(): Promise<void> {
    this.stop()
    await this.#pool.end()
  }

  async #write(): Promise<void> {
    const id = ++this.#writes
    const writeKind = drawKind(this.#dice.fraction())
    const client = await taken(this.#pool)
    let write: Write | undefined
    let isBroken = true
    try {
      await client.query('begin')
      const { xid, effects } = await performWrite(client, receiptToken(undefined, id), writeKind, this.#dice)
      const numbers = effects.flatMap(({ register, version, isAbsent }) => [
        register,
        version,
        isAbsent ? 1 : 0,
      ])
      write = this.#observer.begin({ id, xid, writeKind, begunAt: this.#now(), effects: numbers })
      await client.query('commit')
      isBroken = false
      const committedAt = this.#now()
      this.#observer.settle(write, { committedAt, acknowledgedAt: committedAt, isApplied: false })
    } catch {
      if (write !== undefined) this.#observer.settle(write, unknown)
      isBroken = !(await client.query('rollback').then(
        () => true,
        () => false,
      ))
    } finally {
      client.off('error', ignored)
      client.release(isBroken)
    }
  }
}

/**
 * A connection out of the pool. One that breaks between two statements says so by an event, and again to whoever uses it
 * next. By callback: what the server says in the packet that freed the connection comes before a promise's turn.
 */
function taken(pool: pg.Pool): Promise<pg.PoolClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) {
        reject(error ?? new Error('The pool gave no connection.'))
        return
      }
      client.on('error', ignored)
      resolve(client)
    })
  })
}

function ignored(): void {
  // The next statement tells.
}
