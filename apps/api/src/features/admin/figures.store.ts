import type { Database } from '../../platform/database.ts'

/** Accounts of one role that are all open, or all closed. */
export type RoleCount = {
  readonly role: string
  readonly is_active: boolean
  readonly users: number
  readonly admins: number
  readonly available_for_hire: number
  readonly new_in_a_day: number
  readonly new_in_a_week: number
  readonly new_in_30_days: number
}

export type Counted = { readonly name: string; readonly count: number }

export type Contents = {
  readonly users: number
  readonly closed_users: number
  readonly jobs: number
  readonly open_jobs: number
  readonly applications: number
  readonly posts: number
  readonly messages: number
}

export type SignUps = { readonly date: string; readonly users: number }

/** The SQL of statistics: each a single pass over what it counts. */
export class FigureStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  roles(now: Date): Promise<readonly RoleCount[]> {
    return this.#read(
      `select role, is_active, count(*) as users,
         count(*) filter (where is_admin) as admins,
         count(*) filter (where is_available_for_hire) as available_for_hire,
         count(*) filter (where created_at > $1::timestamptz - interval '24 hours') as new_in_a_day,
         count(*) filter (where created_at > $1::timestamptz - interval '168 hours') as new_in_a_week,
         count(*) filter (where created_at > $1::timestamptz - interval '720 hours') as new_in_30_days
       from users group by role, is_active order by role, is_active desc`,
      [now],
    )
  }

  /** Where most people are who have said so, and whose accounts are open. */
  locations(most: number): Promise<readonly Counted[]> {
    return this.#read(
      `select location as name, count(*) as count from users where is_active and location is not null
       group by location order by count desc, location limit $1`,
      [most],
    )
  }

  /** How many have each permission. */
  permissions(): Promise<readonly Counted[]> {
    return this.#read(
      'select permission as name, count(*) as count from permissions group by permission order by permission',
    )
  }

  async points(): Promise<number> {
    const rows: readonly { points: number }[] = await this.#read(
      'select coalesce(sum(amount), 0)::bigint as points from point_transactions',
    )
    return rows[0]?.points ?? 0
  }

  /** Counted by indexes: the few whose accounts are closed have one of their own. */
  async contents(): Promise<Contents> {
    const rows: readonly Contents[] = await this.#read(
      `select (select count(*) from users) as users,
         (select count(*) from users where not is_active) as closed_users,
         (select count(*) from jobs) as jobs,
         (select count(*) from jobs where status = 'open') as open_jobs,
         (select count(*) from job_applications) as applications,
         (select count(*) from posts) as posts,
         (select count(*) from messages) as messages`,
    )
    const [row] = rows
    if (row === undefined) throw new Error('The counts were not returned.')
    return row
  }

  /** Accounts made on each of the last 30 days, today with them, by UTC. A day without any is there with 0. */
  signUps(now: Date): Promise<readonly SignUps[]> {
    return this.#read(
      `select to_char(day, 'YYYY-MM-DD') as date, coalesce(users, 0) as users
       from generate_series(0, 29) ago
       cross join lateral (select ($1::timestamptz at time zone 'UTC')::date - ago as day) days
       left join (
         select (created_at at time zone 'UTC')::date as day, count(*) as users from users
         where created_at >= (($1::timestamptz at time zone 'UTC')::date - 29)::timestamp at time zone 'UTC'
         group by 1
       ) made using (day)
       order by day`,
      [now],
    )
  }
}
