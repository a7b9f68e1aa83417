import { startPostgres } from '@cay/servers'
import { hash } from '@node-rs/argon2'
import { createSigner } from 'fast-jwt'
import { expect } from 'vitest'
import { goodPassword, jwtSecret, newcomer, startApi, type Api, type ApiOptions, type Person } from './api.ts'

/** The application on a PostgreSQL of its own, and people made without the cost of registering. */
export interface World extends AsyncDisposable {
  readonly api: Api
  /** Someone new, whose password is `goodPassword`, with the given columns. */
  readonly someone: (columns?: Readonly<Record<string, unknown>>) => Promise<Citizen>
  readonly admin: Citizen
  /** Another application on the same database, and with the same folder of pictures. */
  readonly another: (options?: Omit<ApiOptions, 'database'>) => Promise<Api>
}

export type Citizen = Omit<Person, 'refreshToken'>

export async function startWorld(options: Omit<ApiOptions, 'database'> = {}): Promise<World> {
  const postgres = await startPostgres()
  const database = { kind: 'postgres', url: await postgres.createDatabase() } as const
  const api = await startApi({ ...options, database })
  const passwordHash = await hash(goodPassword)
  const someone = (columns: Readonly<Record<string, unknown>> = {}): Promise<Citizen> =>
    settle(api, passwordHash, columns)
  return {
    api,
    someone,
    admin: await someone({ is_admin: true }),
    another: ({ env, ...others } = {}) =>
      startApi({ ...others, env: { AVATAR_DIR: api.avatars, ...env }, database }),
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]()
      await postgres.stop()
    },
  }
}

/** Waits until an application that has just been opened believes its cache, and knows this person from it. */
export async function knows(api: Api, { token }: Citizen): Promise<void> {
  const verify = (): Promise<unknown> => api.ask('GET', '/api/auth/verify', { token })
  await expect.poll(() => api.statementsOf(verify)).toEqual([])
}

async function settle(
  api: Api,
  passwordHash: string,
  columns: Readonly<Record<string, unknown>>,
): Promise<Citizen> {
  const { email, username, phone, first_name, last_name } = newcomer()
  const row = { email, username, phone, first_name, last_name, ...columns }
  const names = Object.keys(row)
  const [user] = await api.psql<{ id: number; token_version: number }>(
    `with someone as (
       insert into users (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})
       returning id, token_version
     ), credentials as (
       insert into user_credentials (user_id, password_hash) select id, $${names.length + 1} from someone
     )
     select id, token_version from someone`,
    [...Object.values(row), passwordHash],
  )
  if (user === undefined) throw new Error('Nobody was made.')
  return { id: user.id, email, username, phone, token: tokenOf(api, user.id, user.token_version) }
}

/** An access token as the application makes them, for as long as one lasts. */
export function tokenOf({ clock }: Pick<Api, 'clock'>, userId: number, version = 1): string {
  const exp = Math.floor(clock.wallNow() / 1_000) + 900
  const sign = createSigner({ key: jwtSecret, algorithm: 'HS256', noTimestamp: true })
  return sign({ iss: 'cay-api', aud: 'cay-api', sub: String(userId), ver: version, exp })
}
