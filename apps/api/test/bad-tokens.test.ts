import { createSigner } from 'fast-jwt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jwtSecret } from './api.ts'
import { isGuarded } from './endpoints/endpoint.ts'
import { endpoints } from './endpoints/index.ts'
import { expectRefusal } from './refusal.ts'
import { startWorld, type World } from './world.ts'

/** Every guarded endpoint refuses every token that is not good, before anything else of the request is looked at. */

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

describe.each(endpoints.filter(isGuarded))('$method $path', (endpoint) => {
  const now = 1_767_225_600
  const right = { iss: 'cay-api', aud: 'cay-api', sub: '1', ver: 1, exp: now + 900 }
  const sign = (payload: object, key = jwtSecret, algorithm: 'HS256' | 'HS512' = 'HS256'): string =>
    createSigner({ key, algorithm, noTimestamp: true })(payload)
  const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url')
  const without = (name: keyof typeof right): string => sign({ ...right, [name]: undefined })

  test.each([
    ['is missing', undefined, 'authentication_required'],
    ['is empty', 'Bearer ', 'authentication_required'],
    ['is of another scheme', 'Basic YW5uOnBhc3N3b3Jk', 'authentication_required'],
    ['is no token', 'Bearer nonsense', 'token_invalid'],
    ['has three empty parts', 'Bearer ..', 'token_invalid'],
    ['has a space in it', `Bearer ${sign(right)} x`, 'token_invalid'],
    ['is far too long', `Bearer ${'x'.repeat(10_000)}`, 'token_invalid'],
    ['lacks its signature', `Bearer ${sign(right).replace(/[^.]*$/, '')}`, 'token_invalid'],
    [
      'is signed by someone else',
      `Bearer ${sign(right, 'another secret, and as long as it has to be')}`,
      'token_invalid',
    ],
    ['is of another algorithm', `Bearer ${sign(right, jwtSecret, 'HS512')}`, 'token_invalid'],
    [
      'is of the algorithm “none”',
      `Bearer ${part({ alg: 'none', typ: 'JWT' })}.${part(right)}.`,
      'token_invalid',
    ],
    [
      'is of the algorithm “none”, with a signature',
      `Bearer ${part({ alg: 'none' })}.${part(right)}.${sign(right).split('.')[2] ?? ''}`,
      'token_invalid',
    ],
    ['is for someone else', `Bearer ${sign({ ...right, aud: 'another-api' })}`, 'token_invalid'],
    ['is from someone else', `Bearer ${sign({ ...right, iss: 'another-api' })}`, 'token_invalid'],
    ['never expires', `Bearer ${without('exp')}`, 'token_invalid'],
    ['names nobody', `Bearer ${without('sub')}`, 'token_invalid'],
    ['has no version', `Bearer ${without('ver')}`, 'token_invalid'],
    ['has no audience', `Bearer ${without('aud')}`, 'token_invalid'],
    ['has no issuer', `Bearer ${without('iss')}`, 'token_invalid'],
    ['has an id of 2^53', `Bearer ${sign({ ...right, sub: '9007199254740992' })}`, 'token_invalid'],
    ['has an id that is none', `Bearer ${sign({ ...right, sub: '1 or 1=1' })}`, 'token_invalid'],
    ['has a list for a version', `Bearer ${sign({ ...right, ver: [1] })}`, 'token_invalid'],
    ['has expired', `Bearer ${sign({ ...right, exp: now })}`, 'token_expired'],
    ['is of an earlier version', `Bearer ${sign({ ...right, ver: 0 })}`, 'token_revoked'],
    ['is for a user who is not there', `Bearer ${sign({ ...right, sub: '999999' })}`, 'token_revoked'],
  ])('is refused where the token %s', async (_, authorization, code) => {
    const answer = await world.api.ask(endpoint.method, endpoint.path.replace(/\{\w+\}/g, '1'), {
      ...(authorization === undefined ? {} : { headers: { authorization } }),
    })
    expectRefusal(answer, 401, code)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/)
  })
})

test('none of it was an error of ours, and nothing was logged', () => {
  expect(world.api.log()).toBe('')
})
