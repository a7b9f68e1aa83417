import { expect, test } from 'vitest'
import { recordCodec } from '../../src/model/codec.ts'
import { openBody, readHead } from '../../src/model/entry.ts'
import { aliasHash } from '../../src/model/key.ts'
import { keyspace } from '../../src/model/keyspace.ts'
import { createSealing } from '../../src/model/sealing.ts'

/**
 * Bytes as they stand in the Redis of a running system. A change that can't read them costs every user a cold cache at
 * their next deploy; a change of keys also breaks the invalidation between the old version and the new. Never edit one:
 * add the next format beside it.
 */
const fields = {
  id: 'int',
  email: 'text',
  phone: 'text?',
  is_active: 'bool',
  at: 'instant',
  big: 'bigint',
  raw: 'bytes',
  etc: 'json?',
} as const
const record = {
  id: 42,
  email: 'ann@example.org',
  phone: null,
  is_active: true,
  at: '2026-01-01T00:00:00.000Z',
  big: 9007199254740993n,
  raw: new Uint8Array([0, 255]),
  etc: { a: ['ü'] },
}
const key = Buffer.alloc(32, 7).toString('base64')
const entries = {
  plain:
    'MXYtMG1qdW9oczAwQUFBQUFBQUFBQUFBQUFBQUJCQkJCQkJCQkJCQkJCQkIKWzQyLCJhbm5AZXhhbXBsZS5vcmciLG51bGwsdHJ1ZSwxNzY3MjI1NjAwMDAwLCI5MDA3MTk5MjU0NzQwOTkzIiwiQVA4PSIseyJhIjpbIsO8Il19XQ==',
  compressed:
    'MXZ6MG1qdW9oczAwQUFBQUFBQUFBQUFBQUFBQUJCQkJCQkJCQkJCQkJCQkIKKLUv/WAzDoU0AEry9BkOsKU5HDoRWtokJJ4xgAebAZYBogHB5JZ8JVvJVTKVPCWzZCk5Sg4ll+Qj2UgukonkIZkkC8lBciC5I9/INnKNTCPPyBxZRo6Rw8ilfJSNclEmykOZlIVyUA6UK/KJbCKXyCTyiEyRRQ4iN+QL2UKukCnkCZkhS8gRcgi5Qb4gW5AryBTkCTKDLEGOIIcgt/E1tsbVmBpPYzaWxtE4NO7Fd7FdXBfTxXMxL5aL4+JwcS0+i83ispgsHotpsVgcFgeLW/FVbBVXxVTxVMyKpeKoOFRcio9io7goJoqHYlIsFAfFgeJOfBPbxDUxTTwTc2KZOCYOE5fxMTbGxZgYD2MyFsbBODCuxCexSVwSk8QjMSUWiUPiIHEjvogt4oqYIp6IGbFEHBGHiBviC7GFuEJMIZ4QM8QS4ghxCHH7devVqU9nlx499N5321033XPzljvucNc+2+yyyR6btthhB7v11VZXTfXUrKWOOtSljza6aKKHJi100IHufLPNNdM8M2eZYw5z+XHjxYkPJxcePPDKJ5tcMskjUxY55CA3vtjiiimemLHEEYe433ZNz1yOAxBL0BF0CLqBvkBboCvQFOgJNAMtgY5Ah0C383W2ztWZOk9ndpbO0Tl07s13s91cN9PNczNvlpvj5nBzbT6bzeaymWwem2mz2Bw2B5tb89VsNVfNVPPUzJql5qg51Fyaj2ajuWgmmodm0iw0B82B5s58M9vMNTPNPDNzZpk5Zg4zl/NxNs7FmTgPZ3IWzsE5cK7MJ7PJXDKTzCMzZRaZQ+Ygc2O+mC3miplinpgZs8QcMYeYG+YLs4W5wkxhnjAzzBLmCHMIc8uv3MqrnMqnnOVSHuWhvMfvuB2v43R8jvO4HI/j4XiNn3EzXsbJ+BincTEexoPxFr/iVryKU/EpzuJSPIqH4iV+xI14ESfiQ5zEhXgQD8Q7/Ibb8BpOw2c4h8vwGB6Gl/zIjbzIiXzISS7kQR7IK/yEm/ASTsJHOIWL8BAehDf4BbfgFZyCT3AGl+ARPARv4Be4BV6BU+ATOAOXwCPwEHgrX2WrXJWp8lRmZakclUPlnnwn28l1Mp08J/NkOTlODifX5DPZTC6TyeQxmSaLyWFyZBPZQzbJFrKD7EB2x76xbewam8aesTm2jB1jh7FL+2gb7aJNtIc2aQvtoB1oV+wT28QusUnsEZtii9ghdhC7YV/YFnaFTWFP2Axbwo6wQ9gN9gXbgl3BpmBPsBlsCXYEOwS7ra+1ta7W1Hpas7W0jtahda++q+3qupqunqt5tVwdV4era/VZbVaX1WT1WE2rxeqwOljdqq9qq7qqpqqnalYtVUfVoepSfVQb1UU1UT1Uk2qhOqgOVHfqm9qmrqlp6pmaU8vUMXWYuqyPtbEu1sR6WJO1sA7WgXWlPqlN6pKapB6pKbVIHVIHqRv1RW1RV9QU9UTNqCXqiDpE3VBfqC3UFWoK9YSaoZZQR6hDqFv6SlvpKk2lpzRLS+koHUr36Dvajq6j6eg5mkfL0XF0OLpGn9FmdBlNRo/RNFqMDqOD0S36iraiq2gqeopm0VJ0FB2KLtFHtBFdRBNNooXoIDoQ3aFvaBu6hqahZ2gOLUPH0GHokj7SRrpIE+khTdJCOkgH0hX6hDahS2gSeoSm0CJ0CB2EbtAXtAVdQVPQEzSDAkHbr93aq53ap53t0h7tob3X77pdr+t0fa7zulyP6+F6rZ91s17WyfpYp3WxHtaD9Va/6la9qlP1qc7qUj2qh+qlftSNelEn6kOd1IV6UA/UO/2m2/SaTtNnOqfL9Jgeppf92I292Il92Mku7MEe2Cv9pJv0kk7SRzqli/SQHqQ3+kW36BWdok90RpfoET1Eb+gXuoVeoVPoEzpDl9Aj9BB6e19v6129qff0Zm/pHb1D7959d91Nd8/dvFvujrvD3bX77Da7y26ye+ym3WJ32B3sbt1Xt9VddVPdUzfrlrqj7lB36T66je6im+geukm30B10B7o7981tc9fcNPfMzbll7pg7zF3ex9t4F2/iPbzJW3gH78C7cp/cJnfJTXKP3JRb5A65g9yN++K2uCtuinviZtwSd8Qd4m64L9wW7go3hXvCzXBLuCPcIdytfbWtdtWm2lObtaV21A61e/adbWfX2XT2nM2z5ew4O5xds89sM7vMJrPHbJotZofZweyWfWVb2VU2lT1ls2wpO8oOZZfsI9vIrgMEAi/dEVIvmZ4phNVEGg==',
  encrypted:
    'MXZlMG1qdW9oczAwQUFBQUFBQUFBQUFBQUFBQUJCQkJCQkJCQkJCQkJCQkIKWU9qczBKAwMDAwMDAwMDAwMDDMEmAGsB7FvYHn4I6wvCk37KkS94STAsOiU7PYYnk2nDU5KIlrn6BUOyq8WRkCWUgJBLFanJkHb+uHs1veLFfBcUJPWwuw9CGB8akwcVu0rbwXool5tWPTLE1qXuzObwQYiUCFc=',
  absence: 'MW4tMG1qdW9oczAwQUFBQUFBQUFBQUFBQUFBQUJCQkJCQkJCQkJCQkJCQkIK',
}

const read = (base64: string, keys: string[] = []): string | null | undefined => {
  const bytes = Buffer.from(base64, 'base64')
  const head = readHead(bytes, 2)
  expect(head).toMatchObject({ bornAt: 1_767_225_600_000, stamp: ['AAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBB'] })
  const sealing = createSealing(keys, (count) => Buffer.alloc(count))
  return head && openBody(bytes, head, 'cay:{cay}:d:user:42::JCyO-t', sealing)
}

test('entries of format 1 are read', () => {
  expect(recordCodec(fields, 'user').decode(read(entries.plain) ?? '')).toEqual(record)
  expect(read(entries.compressed)).toBe(JSON.stringify(Array.from({ length: 1_000 }, (_, i) => i)))
  expect(recordCodec(fields, 'user').decode(read(entries.encrypted, [key]) ?? '')).toEqual(record)
  expect(read(entries.absence)).toBeNull()
})

test('the fingerprint, the keys and the hash of an alias are what they were', () => {
  expect(recordCodec(fields, 'user').fingerprint).toBe('LD4vLS')
  expect(keyspace(1).entryKey('user:42', '', 'abcdef')).toBe('cay:{cay}:d:user:42::abcdef')
  expect(keyspace(1).stampKeys(['user:42'])).toEqual(['cay:{cay}:v:user:42', 'cay:{cay}:v:user:*'])
  expect(keyspace(64).stampKeys(['user:42'])).toEqual(['cay:{cay:02}:v:user:42', 'cay:{cay:02}:v:user:*'])
  expect(keyspace(1).stampKeys([`misc:${'é'.repeat(200)}`])[0]).toBe(
    'cay:{cay}:v:misc:_______________________________________________________________________________________________________~vqYRL_8Ktll3pm6pbMBU1k5Ij6PDmkISNYbkQa5Xtco',
  )
  expect(aliasHash('secret')('ann@example.org')).toBe('Vmy2LfJJHzcNUQvAQfBAkw')
})
