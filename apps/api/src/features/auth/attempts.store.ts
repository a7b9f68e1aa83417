import type { Database, Transaction } from '../../platform/database.ts'

export type AttemptKind = 'login' | 'register' | 'password'

/** A try, as it is noted. */
export interface NewAttempt {
  readonly kind: AttemptKind
  readonly loginHash: Buffer
  readonly userId: number | undefined
  /** As PostgreSQL's `cidr` reads it. */
  readonly network: string
}

/** How many failures are let through since when. */
export interface FailureLimits {
  readonly since: Date
  /** Of one login from one network. */
  readonly ofLoginHere: number
  /** Of one login from all networks that it has not succeeded from. */
  readonly ofLogin: number
  /** Of one network, whatever the login. */
  readonly ofNetwork: number
}

/** The limits are reached by the failure that this answers: when the oldest of those that fill it was. */
const filledBy = `
  select greatest(
    (select attempted_at from login_attempts
     where login_hash = $1::bytea and network = $2::cidr and outcome = 'failed' and attempted_at > $3
     order by attempted_at desc offset $4 limit 1),
    (select attempted_at from login_attempts
     where login_hash = $1::bytea and outcome = 'failed' and attempted_at > $3 and not exists (
       select from login_attempts where login_hash = $1::bytea and network = $2::cidr and outcome = 'succeeded')
     order by attempted_at desc offset $5 limit 1),
    (select attempted_at from login_attempts
     where network = $2::cidr and outcome <> 'succeeded' and kind <> 'register' and attempted_at > $3
     order by attempted_at desc offset $6 limit 1)
  ) as at`

type Filled = { readonly at: Date | null }

/** The SQL of tries to sign in. */
export class AttemptStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  /** When the oldest of the failures was that fill a limit; null: there is room. */
  async filled(attempt: NewAttempt, limits: FailureLimits): Promise<Date | null> {
    const rows: readonly Filled[] = await this.#read(filledBy, values(attempt, limits))
    return rows[0]?.at ?? null
  }

  /** The same, of what is committed by now. The attempt must be locked. */
  async filledNow(tx: Transaction, attempt: NewAttempt, limits: FailureLimits): Promise<Date | null> {
    const { rows } = await tx.query<Filled>(filledBy, values(attempt, limits))
    return rows[0]?.at ?? null
  }

  /** The same of registrations from this network, whatever became of them. */
  async registered(
    tx: Transaction,
    network: string,
    { since, most }: { readonly since: Date; readonly most: number },
  ): Promise<Date | null> {
    const { rows } = await tx.query<Filled>(
      `select attempted_at as at from login_attempts where network = $1::cidr and kind = 'register' and attempted_at > $2
       order by attempted_at desc offset $3 limit 1`,
      [network, since, most - 1],
    )
    return rows[0]?.at ?? null
  }

  /**
   * Lets no other attempt with this login, nor from this network, come between counting and noting, on any instance. In
   * this order always, so that none waits for another that waits for it.
   */
  async lock(tx: Transaction, login: Buffer, network: Buffer): Promise<void> {
    for (const [name, hash] of [
      ['cay.api.login', login],
      ['cay.api.network', network],
    ] as const) {
      await tx.query('select pg_advisory_xact_lock(hashtext($1), $2::int)', [name, hash.readInt32BE(0)])
    }
  }

  /** Notes an attempt, as failed. */
  async insert(
    tx: Transaction,
    { kind, loginHash, userId, network }: NewAttempt,
    { now, expiresAt }: { readonly now: Date; readonly expiresAt: Date },
  ): Promise<number> {
    const { rows } = await tx.query<{ id: number }>(
      `insert into login_attempts (kind, login_hash, user_id, network, attempted_at, expires_at)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [kind, loginHash, userId ?? null, network, now, expiresAt],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The attempt was not returned.')
    return row.id
  }

  /** It has succeeded, which forgives those of the same login and network that had not. */
  async succeed(tx: Transaction, id: number, userId: number, expiresAt: Date): Promise<void> {
    await tx.query(
      `update login_attempts tried set
         outcome = case when tried.id = this.id then 'succeeded' else 'forgiven' end,
         expires_at = case when tried.id = this.id then $3 else tried.expires_at end,
         user_id = $2
       from login_attempts this
       where this.id = $1 and tried.login_hash = this.login_hash and tried.network = this.network
         and tried.outcome = 'failed'`,
      [id, userId, expiresAt],
    )
  }

  async remove(tx: Transaction, id: number): Promise<void> {
    await tx.query('delete from login_attempts where id = $1', [id])
  }

  /** Removes some of those that have expired; what another is removing is left to it. */
  async removeExpired(tx: Transaction, now: Date, most: number): Promise<void> {
    await tx.query(
      `delete from login_attempts where id in (
         select id from login_attempts where expires_at <= $1 order by expires_at limit $2 for update skip locked)`,
      [now, most],
    )
  }
}

function values(
  { loginHash, network }: NewAttempt,
  { since, ofLoginHere, ofLogin, ofNetwork }: FailureLimits,
): readonly unknown[] {
  return [loginHash, network, since, ofLoginHere - 1, ofLogin - 1, ofNetwork - 1]
}
