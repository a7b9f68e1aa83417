import type { Agent } from 'node:http'
import { seededRandom } from 'cay/testing'
import { demoAccount } from '../../src/features/demo/index.ts'
import { ask } from '../resilience/ask.ts'
import { itemsOf, textIn } from './bodies.ts'
import { Session } from './session.ts'

/** There is nothing to put under load; its message says what to do. */
export class NoStageError extends Error {
  override readonly name = 'NoStageError'
}

export interface SigningIn {
  readonly agent: Agent
  readonly origins: readonly string[]
  readonly people: number
  readonly seed: number
}

/** Passwords are expensive to check, and the API bounds how many wait. */
const atOnce = 2
const pageSize = 100

/**
 * Signs in so many people of the demonstration, the demo account first: the one that everybody follows.
 * @throws {NoStageError} where no API listens, or it has no demonstration
 */
export async function signIn({ agent, origins, people, seed }: SigningIn): Promise<readonly Session[]> {
  const [origin = ''] = origins
  const demo = await login(agent, origin, demoAccount.username)
  const names = await usernames(agent, origin, demo.token, people * 3)
  const random = seededRandom(seed)
  const wanted = names.filter((name) => name !== demo.username)
  const sessions = [demo]
  const next = async (): Promise<void> => {
    while (wanted.length > 0 && sessions.length < people) {
      const [name = ''] = wanted.splice(Math.floor(random.fraction() * wanted.length), 1)
      const session = await login(agent, origin, name)
      if (sessions.length < people) sessions.push(session)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, next))
  return sessions
}

async function login(agent: Agent, origin: string, username: string): Promise<Session> {
  const { status, text } = await ask(agent, origin, {
    ...{ method: 'POST', path: '/api/auth/login' },
    body: { login: username, password: demoAccount.password },
  }).catch((error: unknown) => {
    throw new NoStageError(
      `Nothing listens at ${origin} (${reasonOf(error)}). Start the API first, in another terminal: npm start`,
    )
  })
  if (status !== 200) {
    throw new NoStageError(
      `${username} can’t sign in at ${origin}: ${status} ${text.slice(0, 200)}\nThe API has to have the demonstration: SEED_DEMO=true, as npm start sets it.`,
    )
  }
  return new Session(JSON.parse(text), () => performance.now())
}

async function usernames(
  agent: Agent,
  origin: string,
  token: string,
  count: number,
): Promise<readonly string[]> {
  const names: string[] = []
  for (let skip = 0; names.length < count; skip += pageSize) {
    const path = `/api/users?limit=${pageSize}&skip=${skip}`
    const { text } = await ask(agent, origin, { method: 'GET', path, token })
    const users = itemsOf(JSON.parse(text), 'users')
    names.push(...users.map((user) => textIn(user, 'username')))
    if (users.length < pageSize) break
  }
  return names
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error ? String(error.code) : error.message
}
