import pg from 'pg'
import { pause } from './pause.ts'

/** How many statements on the users a database has had to do at the same time. */
export interface BusyDatabase extends AsyncDisposable {
  /** The most that were seen at once, those that wait for a lock among them. */
  readonly mostAtOnce: () => number
  /** Nobody reads or writes the users while this lasts: so what was asked for meanwhile is all there at once. */
  readonly hold: (ms: number) => Promise<void>
}

const everyMs = 5

/** Looks every 5 ms. */
export async function watchDatabase(databaseUrl: string): Promise<BusyDatabase> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const end = new AbortController()
  let most = 0
  const watching = (async () => {
    while (!end.signal.aborted) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
         where datname = current_database() and application_name = 'cay-api' and state = 'active'
           and query ~ '\\musers\\M' and query !~ '\\mcay\\.'`,
      )
      most = Math.max(most, rows[0]?.count ?? 0)
      await pause(everyMs)
    }
  })()
  return {
    mostAtOnce: () => most,
    hold: (ms) => hold(databaseUrl, ms),
    [Symbol.asyncDispose]: async () => {
      end.abort()
      await watching
      await client.end()
    },
  }
}

async function hold(connectionString: string, ms: number): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('lock table users in access exclusive mode')
    await pause(ms)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
