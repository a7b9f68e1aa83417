import pg from 'pg'
import { systemClock } from '../../src/platform/clock.ts'
import { accessTokenLifetimeS, AccessTokens } from '../../src/platform/tokens.ts'
import { jwtSecret } from '../api.ts'

/** The users of a database, signed in. */
export interface People {
  readonly count: number
  /** A good access token of the user with this number, from 0. */
  readonly token: (person: number) => string
  readonly id: (person: number) => number
}

/** So that a run longer than a token's life has good ones throughout. */
const renewedAfterMs = (accessTokenLifetimeS * 1_000) / 2

/** Puts so many into a database that is migrated, past the API: nobody's password has to be hashed. */
export async function addPeople(databaseUrl: string, count: number): Promise<People> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into users (email, username, first_name, last_name, bio, skills)
       select 'load' || n || '@example.org', 'load' || n, 'Load', 'Number ' || n, repeat('Sapodilla. ', 20), '{sail,row}'
       from generate_series(1, $1::int) n returning id`,
      [count],
    )
    await client.query('analyze users')
    return signedIn(rows.map(({ id }) => Number(id)))
  } finally {
    await client.end()
  }
}

function signedIn(ids: readonly number[]): People {
  const token = tokensById()
  const id = (person: number): number => {
    const found = ids[person]
    if (found === undefined) throw new Error(`There is no person ${person}`)
    return found
  }
  return { count: ids.length, id, token: (person) => token(id(person)) }
}

/** Good access tokens of users whose version is 1, as the API makes them where its secret is that of the tests. */
export function tokensById(): (id: number) => string {
  const tokens = new AccessTokens(jwtSecret, systemClock)
  const issued = new Map<number, { readonly token: string; readonly at: number }>()
  return (id) => {
    const now = performance.now()
    const known = issued.get(id)
    if (known !== undefined && now - known.at < renewedAfterMs) return known.token
    const token = tokens.issue({ userId: id, version: 1 })
    issued.set(id, { token, at: now })
    return token
  }
}
