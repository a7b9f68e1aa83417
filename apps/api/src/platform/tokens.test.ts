import { manualClock } from 'cay/testing'
import { createDecoder } from 'fast-jwt'
import { expect, test } from 'vitest'
import { AccessTokens, accessTokenLifetimeS } from './tokens.ts'

const secret = 'a secret that is long enough for a test'

test('a token says whose it is, of which version, for how long, and nothing more', () => {
  const tokens = new AccessTokens(secret, manualClock())
  const decode = createDecoder({ complete: true })
  const { header, payload } = decode(tokens.issue({ userId: 42, version: 7 })) as Record<string, unknown>
  expect(header).toEqual({ alg: 'HS256', typ: 'JWT' })
  const exp = Date.UTC(2026, 0, 1) / 1_000 + accessTokenLifetimeS
  expect(payload).toEqual({ iss: 'cay-api', aud: 'cay-api', sub: '42', ver: 7, exp })
})

test('what was verified once is verified again, and not after its expiry', async () => {
  const clock = manualClock()
  const tokens = new AccessTokens(secret, clock)
  const token = tokens.issue({ userId: 42, version: 7 })
  for (let i = 0; i < 3; i++) expect(tokens.verify(token)).toMatchObject({ userId: 42, version: 7 })
  await clock.advance(accessTokenLifetimeS * 1_000)
  expect(() => tokens.verify(token)).toThrow(expect.objectContaining({ code: 'token_expired' }))
})

test('a token of another secret is refused, however often it comes', () => {
  const clock = manualClock()
  const tokens = new AccessTokens(secret, clock)
  const foreign = new AccessTokens(`${secret}!`, clock).issue({ userId: 42, version: 7 })
  for (let i = 0; i < 3; i++) {
    expect(() => tokens.verify(foreign)).toThrow(expect.objectContaining({ code: 'token_invalid' }))
  }
})

test('more tokens than are remembered are all verified', () => {
  const tokens = new AccessTokens(secret, manualClock())
  const issued = Array.from({ length: 25_000 }, (_, i) => tokens.issue({ userId: i + 1, version: 1 }))
  for (const [i, token] of issued.entries()) expect(tokens.verify(token).userId).toBe(i + 1)
  for (const i of [0, 12_000, 24_999]) expect(tokens.verify(issued[i] ?? '').userId).toBe(i + 1)
})
