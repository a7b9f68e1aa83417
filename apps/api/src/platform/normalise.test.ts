import { describe, expect, test } from 'vitest'
import { normaliseEmail, normalisePhone, normaliseUsername } from './normalise.ts'

describe('an e-mail address', () => {
  test.each([
    ['ann@example.org', 'ann@example.org'],
    ['  Ann@Example.ORG ', 'ann@example.org'],
    ["o'neil+jobs@mail.example.co.uk", "o'neil+jobs@mail.example.co.uk"],
    ['ann@xn--bcher-kva.example', 'ann@xn--bcher-kva.example'],
  ])('%j is %j', (given, normal) => {
    expect(normaliseEmail(given)).toBe(normal)
  })

  test.each([
    '',
    'ann',
    '@example.org',
    'ann@',
    'ann@localhost',
    'a@b@c.org',
    'a b@c.org',
    'ann@-x.org',
    'ann@x-.org',
    'ann@x..org',
    'änn@example.org',
    'ann@bücher.example',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b.'.repeat(130)}org`,
  ])('%j is none', (given) => {
    expect(normaliseEmail(given)).toBeNull()
  })
})

describe('a username', () => {
  test.each([
    ['Ann', 'ann'],
    [' ann.rolle-2_x9 ', 'ann.rolle-2_x9'],
    ['7up', '7up'],
  ])('%j is %j', (given, normal) => {
    expect(normaliseUsername(given)).toBe(normal)
  })

  test.each([
    '',
    'ab',
    'a'.repeat(31),
    '12345',
    '2425551234',
    '.ann',
    'ann_',
    'ann rolle',
    'änn',
    'ann@home',
    'K\u212Aing',
  ])('%j is none', (given) => {
    expect(normaliseUsername(given)).toBeNull()
  })
})

describe('a phone number', () => {
  test.each([
    ['+12423221234', '+12423221234'],
    ['+1 (242) 322-1234', '+12423221234'],
    ['1-242-322-1234', '+12423221234'],
    ['242.322.1234', '+12423221234'],
    ['322 1234', '+12423221234'],
    ['305 555 0123', '+13055550123'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('%j is %j', (given, normal) => {
    expect(normalisePhone(given)).toBe(normal)
  })

  test.each([
    '',
    '+',
    '12345',
    '020 7946 0958',
    '+999 123 456 789',
    '1-800-FLOWERS',
    '+1 242 322 1234 ext 5',
    '+1 242 322 1234;5',
    '٣٢٢١٢٣٤',
    '1'.repeat(40),
  ])('%j is none', (given) => {
    expect(normalisePhone(given)).toBeNull()
  })
})

test('no text is two kinds of name at once: a login needs no second guess', () => {
  for (const text of ['ann@example.org', 'ann', '322 1234', '3221234', 'a1b2c3', '+12423221234']) {
    const kinds = [normaliseEmail(text), normaliseUsername(text), normalisePhone(text)]
    expect(kinds.filter((kind) => kind !== null)).toHaveLength(1)
  }
})
