import pg from 'pg'

/** Counts what is read from the tables of a database, by `pg_stat_statements`: no fence, no write, nothing of its own. */
export interface OriginReads extends AsyncDisposable {
  /** Statements so far, and rows that they brought. */
  readonly soFar: () => Promise<{ readonly statements: number; readonly rows: number }>
}

export async function countOriginReads(databaseUrl: string): Promise<OriginReads> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('create extension if not exists pg_stat_statements')
  return {
    soFar: async () => {
      const { rows } = await client.query<{ statements: number; rows: number }>(
        `select coalesce(sum(calls), 0)::float as statements, coalesce(sum(rows), 0)::float as rows
         from pg_stat_statements(true)
         where dbid = (select oid from pg_database where datname = current_database())
           and query ~ '^\\s*(select|with)' and query ~ '\\musers\\M' and query !~ '\\mcay\\.'
           and query !~ 'pg_'`,
      )
      return rows[0] ?? { statements: 0, rows: 0 }
    },
    [Symbol.asyncDispose]: () => client.end(),
  }
}
