import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byteCount } from '../../src/model/bytes.ts'
import { jsonCodec, recordCodec } from '../../src/model/codec.ts'
import { durationMs } from '../../src/model/duration.ts'
import { openBody, packEntry, readHead, stampMatches } from '../../src/model/entry.ts'
import type { FieldType } from '../../src/model/fields.ts'
import { aliasHash, argumentsKey, type KeyPart } from '../../src/model/key.ts'
import { keyspace } from '../../src/model/keyspace.ts'
import { createSealing } from '../../src/model/sealing.ts'
import { tableTag } from '../../src/model/tag.ts'

const invalid = expect.objectContaining({ code: 'CAY_OPTION_INVALID' }) as Error

test('durations', () => {
  expect(['250ms', '30s', '1.5m', '2h', '1d', 7].map((text) => durationMs(text as never, 'ttl'))).toEqual([
    250, 30_000, 90_000, 7_200_000, 86_400_000, 7,
  ])
  for (const bad of ['', '5', '5 m', '-1s', 'm', NaN, Infinity, -1])
    expect(() => durationMs(bad as never, 'ttl')).toThrow(invalid)
})

test('sizes', () => {
  expect([1, '1kb', '128MB', '1gb'].map((size) => byteCount(size as never, 'maxBytes'))).toEqual([
    1, 1_024, 134_217_728, 1_073_741_824,
  ])
  for (const bad of ['', '1.5kb', 'kb', 0, -1, 1.5, NaN])
    expect(() => byteCount(bad as never, 'maxBytes')).toThrow(invalid)
})

test('a tag’s table tag', () => {
  expect(['user:42', 'jobs', 'user.email?', 'user:profile:7'].map(tableTag)).toEqual([
    'user:*',
    'jobs:*',
    'user:*',
    'user:*',
  ])
})

describe('keys', () => {
  test('of a stamp: the versions of the tags, then of their tables, each once', () => {
    expect(keyspace(1).stampKeys(['user:42', 'user:43', 'jobs'])).toEqual(
      ['user:42', 'user:43', 'jobs', 'user:*', 'jobs:*'].map((tag) => `cay:{cay}:v:${tag}`),
    )
  })

  test('on a Cluster a value depends on the table’s version in its own tag’s partition, and dropping a table deletes them all', () => {
    const { stampKeys, changes, entryKey } = keyspace(64)
    const changedKeys = (tag: string): readonly string[] =>
      changes([tag]).flatMap(({ versionKeys }) => versionKeys)
    const dropped = changedKeys('user:*')
    expect(new Set(dropped).size).toBe(64)
    const partitions = new Set<string>()
    for (let id = 0; id < 1_000; id++) {
      const [own = '', table = ''] = stampKeys([`user:${id}`])
      const partition = own.slice(0, own.indexOf('}') + 1)
      partitions.add(partition)
      expect(table).toBe(`${partition}:v:user:*`)
      expect(dropped).toContain(table)
      expect(entryKey(`user:${id}`, '', 'abcdef').startsWith(`${partition}:d:user:${id}:`)).toBe(true)
      expect(changedKeys(`user:${id}`)).toEqual([own])
    }
    expect(partitions.size).toBe(64)
  })

  test('are at most 250 bytes, printable when cut, and different for different parts', () => {
    const { stampKeys, entryKey } = keyspace(1)
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 400 }),
        (a, b) => {
          const [own = ''] = stampKeys([a])
          for (const key of [own, entryKey('t', a, 'abcdef')]) {
            expect(Buffer.byteLength(key)).toBeLessThanOrEqual(250)
          }
          expect(own === stampKeys([b])[0]).toBe(a === b)
          expect(entryKey('t', a, 'abcdef') === entryKey('t', b, 'abcdef')).toBe(a === b)
        },
      ),
    )
  })

  test('different argument lists have different texts', () => {
    const part: fc.Arbitrary<KeyPart> = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      fc.boolean(),
      fc.bigInt(),
      fc.constant(null),
      fc.constant(undefined),
    )
    const list = fc.array(part, { minLength: 1, maxLength: 4 })
    const same = (a: readonly KeyPart[], b: readonly KeyPart[]): boolean =>
      a.length === b.length && a.every((x, i) => x === b[i])
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(argumentsKey(a, 'q') === argumentsKey(b, 'q')).toBe(same(a, b))
      }),
    )
    expect(argumentsKey([1], 'q')).not.toBe(argumentsKey(['1'], 'q'))
    expect(argumentsKey([null], 'q')).not.toBe(argumentsKey([undefined], 'q'))
    for (const bad of [NaN, {}, [], () => 1, Symbol('s')]) {
      expect(() => argumentsKey([bad as never], 'q')).toThrow(
        expect.objectContaining({ code: 'CAY_KEY_INVALID' }) as Error,
      )
    }
  })

  test('an alias is hidden, and another secret hides it differently', () => {
    expect(aliasHash('one')('ann@example.org')).toMatch(/^[\w-]{22}$/)
    expect(aliasHash('one')('ann@example.org')).not.toBe(aliasHash('two')('ann@example.org'))
    expect(aliasHash(undefined)('ann@example.org')).not.toBe(aliasHash('one')('ann@example.org'))
  })
})

describe('entries', () => {
  const packed = (...args: Parameters<typeof packEntry>): Buffer => Buffer.from(packEntry(...args))
  const version = fc.base64String({ minLength: 16, maxLength: 16 })
  const key = Buffer.alloc(32, 7).toString('base64')
  const otherKey = Buffer.alloc(32, 8).toString('base64')
  let nonces = 0
  const nonce = (bytes: number): Buffer => Buffer.alloc(bytes, nonces++)
  const plain = createSealing([], nonce)
  const sealed = createSealing([key], nonce)
  const open = (bytes: Buffer, versions: number, entryKey = 'k', sealing = plain): object | undefined => {
    const head = readHead(bytes, versions)
    const text = head && openBody(bytes, head, entryKey, sealing)
    return head === undefined || text === undefined
      ? undefined
      : { bornAt: head.bornAt, stamp: head.stamp, text }
  }

  test.each([
    ['plain', plain],
    ['encrypted', sealed],
  ])('come back as they went in, short or long enough to be compressed: %s', (_name, sealing) => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 2_000, maxLength: 3_000 }))
    fc.assert(
      fc.property(
        fc.nat(4_102_444_800_000),
        fc.array(version, { maxLength: 5 }),
        fc.option(text),
        (bornAt, stamp, t) => {
          const entry = { bornAt, stamp, text: t }
          expect(open(packed(entry, 'k', sealing), stamp.length, 'k', sealing)).toEqual(entry)
        },
      ),
    )
  })

  test('a long text that repeats itself takes a fraction of its size', () => {
    const text = JSON.stringify(
      Array.from({ length: 200 }, (_, id) => ({ id, name: 'Somebody', location: 'Nassau' })),
    )
    expect(packed({ bornAt: 1, stamp: [], text }, 'k', plain).length).toBeLessThan(text.length / 4)
  })

  test('bytes that are no entry, or of another number of versions, are undefined and never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(4), (bytes, versions) => {
        open(Buffer.from(bytes), versions)
        open(Buffer.from(bytes), versions, 'k', sealed)
      }),
    )
    const entry = packed({ bornAt: 1, stamp: ['a'.repeat(16)], text: '1' }, 'k', plain)
    expect([open(entry, 0), open(entry, 2)]).toEqual([undefined, undefined])
  })

  test('encrypted: worth nothing under another key, with another stamp or age, changed in any byte, or without the secret', () => {
    const entry = { bornAt: 1, stamp: ['a'.repeat(16)], text: '["ann@example.org"]' }
    const bytes = packed(entry, 'user:1', sealed)
    expect(bytes.toString('latin1')).not.toContain('ann')
    expect(open(bytes, 1, 'user:1', sealed)).toEqual(entry)
    expect(open(bytes, 1, 'user:2', sealed)).toBeUndefined()
    expect(open(bytes, 1, 'user:1', createSealing([otherKey], nonce))).toBeUndefined()
    expect(open(bytes, 1, 'user:1', plain)).toBeUndefined()
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes)
      changed[i] = (changed[i] ?? 0) ^ 1
      expect(open(changed, 1, 'user:1', sealed)).toBeUndefined()
    }
  })

  test('keys rotate: the first encrypts, all decrypt; and what is not encrypted is not believed where keys are configured', () => {
    const rotated = createSealing([otherKey, key], nonce)
    const entry = { bornAt: 1, stamp: [], text: '1' }
    expect(open(packed(entry, 'k', sealed), 0, 'k', rotated)).toEqual(entry)
    expect(open(packed(entry, 'k', rotated), 0, 'k', sealed)).toBeUndefined()
    expect(open(packed(entry, 'k', plain), 0, 'k', sealed)).toBeUndefined()
  })

  test('a key that is not 32 bytes in base64 is refused, and not repeated', () => {
    for (const bad of ['', 'hunter2', Buffer.alloc(16).toString('base64'), 'x'.repeat(43)]) {
      const message = ((): string => {
        try {
          createSealing([bad], nonce)
          return 'accepted'
        } catch (error) {
          return String(error)
        }
      })()
      expect(message).toContain('is not 32 bytes in base64')
      if (bad !== '') expect(message).not.toContain(bad)
    }
  })

  test('SAFEGUARD: a missing version matches nothing', () => {
    expect(stampMatches(['a', 'b'], ['a', 'b'])).toBe(true)
    expect(stampMatches(['a', 'b'], ['a', null])).toBe(false)
    expect(stampMatches(['a'], ['a', 'b'])).toBe(false)
  })
})

describe('the record codec', () => {
  const inputs: { readonly [T in FieldType]: fc.Arbitrary<unknown> } = {
    int: fc.maxSafeInteger(),
    float: fc.double({ noNaN: true, noDefaultInfinity: true }),
    text: fc.string({ unit: 'grapheme' }),
    bool: fc.boolean(),
    instant: fc.date({ noInvalidDate: true }),
    json: fc.jsonValue({ noUnicodeString: false }).filter((value) => value !== null),
    bigint: fc.bigInt(),
    bytes: fc.uint8Array(),
  }
  const normalised = (type: FieldType, value: unknown): unknown => {
    if (type === 'instant') return (value as Date).toISOString()
    return type === 'json' || type === 'float' ? (JSON.parse(JSON.stringify(value)) as unknown) : value
  }

  for (const type of Object.keys(inputs) as FieldType[]) {
    test(`decode(encode(v)) is v, and frozen: ${type}, nullable too`, () => {
      const codec = recordCodec({ f: type, n: `${type}?` }, 'r')
      fc.assert(
        fc.property(inputs[type], fc.option(inputs[type]), (f, n) => {
          const decoded = codec.decode(codec.encode({ f, n, secret: 'x' }))
          expect(decoded).toEqual({ f: normalised(type, f), n: n === null ? null : normalised(type, n) })
          expect(Object.isFrozen(decoded)).toBe(true)
        }),
      )
    })
  }

  test('an instant goes in as a Date, an ISO string or milliseconds, and comes back as an ISO string in UTC', () => {
    const codec = recordCodec({ at: 'instant' }, 'r')
    const through = (at: unknown): unknown => codec.decode(codec.encode({ at }))?.at
    for (const at of [
      new Date(0),
      0,
      '1970-01-01',
      '1970-01-01T00:00:00Z',
      '1970-01-01T01:00:00.000+01:00',
    ]) {
      expect(through(at)).toBe('1970-01-01T00:00:00.000Z')
    }
    for (const at of ['now', '1970-01-01T00:00:00', '1 Jan 1970', NaN, new Date(NaN), true, 1.5, 9e15]) {
      expect(() => codec.encode({ at })).toThrow(
        expect.objectContaining({ code: 'CAY_VALUE_INVALID' }) as Error,
      )
    }
  })

  test('bytes are handed out as copies', () => {
    const codec = recordCodec({ b: 'bytes' }, 'r')
    const record = codec.decode(codec.encode({ b: new Uint8Array([1, 2]) }))
    record?.b.fill(9)
    expect(record?.b).toEqual(new Uint8Array([1, 2]))
  })

  test('the message names family, field and types, and never the value', () => {
    const codec = recordCodec({ id: 'int', name: 'text' }, 'user')
    const message = (row: unknown): string => {
      try {
        return codec.encode(row)
      } catch (error) {
        return String(error)
      }
    }
    expect(message({ id: '42', name: 'x' })).toBe(
      'CayError: user: field id is a string, not of type int. Drivers return 64-bit integers as strings: parse them in the driver.',
    )
    expect(message({ id: 1, name: null })).toBe(
      "CayError: user: field name is null, not of type text. Write 'text?' to allow null.",
    )
    expect(message({ id: 1 })).toBe(
      'CayError: user: field name is missing, not of type text. Does the loader select it?',
    )
    expect(message({ id: 2 ** 53, name: 'x' })).toContain('field id is a number')
  })

  test('other fields, another fingerprint; and what cannot be decoded is a miss', () => {
    const codec = recordCodec({ id: 'int', name: 'text?' }, 'user')
    expect(recordCodec({ id: 'int', name: 'text' }, 'user').fingerprint).not.toBe(codec.fingerprint)
    expect(recordCodec({ name: 'text?', id: 'int' }, 'user').fingerprint).not.toBe(codec.fingerprint)
    for (const text of ['', 'x', '{}', '[1]', '["1",null]', '[null,null]', '[1,2]', '[1,"a",2]'])
      expect(codec.decode(text)).toBeUndefined()
  })
})

test('the JSON codec: decode(encode(v)) is v, deep-frozen', () => {
  const codec = jsonCodec('q')
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const decoded = codec.decode(codec.encode(value))
      expect(decoded).toEqual(JSON.parse(JSON.stringify(value)))
      expect(Object.isFrozen(decoded)).toBe(true)
    }),
  )
})
