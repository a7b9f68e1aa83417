import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, AskOptions, Method } from './api.ts'
import { sql } from './described.ts'
import { expectRefusal } from './refusal.ts'
import { startWorld, type Citizen, type World } from './world.ts'

/** What looks like an attack is text like any other where text may stand, and a clear refusal where it may not. */

const hostileText = [
  sql,
  "' or '1'='1",
  '$1',
  '${x}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  '\\',
  '😀',
]

let world: World
let person: Citizen
beforeAll(async () => {
  world = await startWorld()
  person = await world.someone()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

function ask(method: Method, path: string, options: AskOptions = {}): Promise<Answer> {
  return world.api.ask(method, path, { token: person.token, ...options })
}

describe('text that looks like an attack', () => {
  test.each(hostileText)('%s is text like any other', async (text) => {
    const changes = { bio: text, location: text, skills: [text] }
    const answer = await ask('PUT', '/api/auth/profile', { body: changes })
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(changes)])
    const search = await ask('GET', `/api/users?search=${encodeURIComponent(text)}`)
    // Where it has no three letters in a row, no index finds it.
    if (!/[a-z0-9]{3}/.test(text)) expectRefusal(search, 400, 'validation_failed')
    else expect([search.status, search.body]).toEqual([200, expect.objectContaining({ total: 1 })])
    const login = await ask('POST', '/api/auth/login', { body: { login: text, password: text } })
    expectRefusal(login, 401, 'invalid_credentials')
  })
})

describe('GET /api/users/:identifier', () => {
  test.each([
    ['0', 400, 'validation_failed'],
    ['9007199254740992', 400, 'validation_failed'],
    ['99999999999999999999999', 400, 'validation_failed'],
    ['x'.repeat(31), 400, 'validation_failed'],
    ['a%00b', 400, 'validation_failed'],
    ['%E0%A4%A', 400, 'bad_url'],
    ['%', 400, 'bad_url'],
    ['x'.repeat(300), 414, 'url_too_long'],
    ['9007199254740991', 404, 'user_not_found'],
    ['nobody', 404, 'user_not_found'],
    ['-1', 404, 'user_not_found'],
    ['1.5', 404, 'user_not_found'],
    [encodeURIComponent(sql), 404, 'user_not_found'],
    ['..%2F..%2Fetc%2Fpasswd', 404, 'user_not_found'],
    ['ann@example.org', 404, 'user_not_found'],
    ['%F0%9F%98%80', 404, 'user_not_found'],
  ] as const)('%s is refused', async (identifier, status, code) => {
    const answer = await ask('GET', `/api/users/${identifier}`)
    expectRefusal(answer, status, code)
  })
})
