import { createSigner, createVerifier } from 'fast-jwt'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Clock } from './clock.ts'
import { AppError } from './errors.ts'

/** What an access token says. */
export interface AccessClaims {
  /** The user it was made for. */
  readonly userId: number
  /** The user's token_version when it was made: a token of another version is revoked. */
  readonly version: number
}

const issuer = 'cay-api'
const audience = 'cay-api'
/** Seconds an access token is good for. */
export const accessTokenLifetimeS = 15 * 60
/** Longer than any of ours; nothing longer is looked at. */
const longestToken = 1_024
/** Verified tokens that are remembered, twice this many at most: some 10 MB. */
const rememberedAtOnce = 10_000

const payloads = Compile(
  Type.Object({
    // Fifteen digits: well below 2^53.
    sub: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }),
    ver: Type.Integer(),
    exp: Type.Integer(),
  }),
)

type Verified = AccessClaims & { readonly expiresAtMs: number }

/**
 * Access tokens: JWT, HS256 and nothing else. A signature that was right is remembered by the whole token, so a token
 * with one character changed is another one; the expiry is looked at every time.
 *
 * fast-jwt has a cache as well. It is not used: it remembers refused tokens, too, so that rubbish would push out what is
 * in use; it hashes a token at each look-up; and it asks the system for the time.
 */
export class AccessTokens {
  readonly #clock: Clock
  readonly #sign: (payload: Record<string, unknown>) => string
  readonly #verify: (token: string) => unknown
  readonly #remembered = new Remembered<Verified>(rememberedAtOnce)

  constructor(secret: string, clock: Clock) {
    this.#clock = clock
    this.#sign = createSigner({ key: secret, algorithm: 'HS256', noTimestamp: true })
    this.#verify = createVerifier({
      key: secret,
      algorithms: ['HS256'],
      allowedIss: issuer,
      allowedAud: audience,
      requiredClaims: ['iss', 'aud', 'sub', 'ver', 'exp'],
      ignoreExpiration: true,
      cache: false,
    })
  }

  issue({ userId, version }: AccessClaims): string {
    return this.#sign({
      iss: issuer,
      aud: audience,
      sub: String(userId),
      ver: version,
      exp: Math.floor(this.#clock.wallNow() / 1_000) + accessTokenLifetimeS,
    })
  }

  /** @throws {AppError} token_invalid, token_expired */
  verify(token: string): AccessClaims {
    const known = this.#remembered.get(token)
    const claims = known ?? this.#claimsOf(token)
    if (claims.expiresAtMs <= this.#clock.wallNow()) {
      throw new AppError('unauthenticated', 'token_expired', 'The access token has expired. Refresh it.')
    }
    if (known === undefined) this.#remembered.set(token, claims)
    return claims
  }

  #claimsOf(token: string): Verified {
    if (token.length > longestToken) throw invalid()
    const payload = this.#payloadOf(token)
    if (!payloads.Check(payload)) throw invalid()
    const { sub, ver, exp } = payload
    return { userId: Number(sub), version: ver, expiresAtMs: exp * 1_000 }
  }

  #payloadOf(token: string): unknown {
    try {
      return this.#verify(token)
    } catch {
      // Whatever it is that it can't read: whoever sent it is not known.
      throw invalid()
    }
  }
}

function invalid(): AppError {
  return new AppError('unauthenticated', 'token_invalid', 'The access token is not valid. Sign in again.')
}

/** The values of the keys used last: full, it keeps one generation and forgets the one before. */
class Remembered<V> {
  readonly #most: number
  #young = new Map<string, V>()
  #old = new Map<string, V>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }
}
