import { describe, expect, test } from 'vitest'
import { AppError } from '../../platform/errors.ts'
import { assertPassword } from './password-rules.ts'

const names = {
  email: 'tamika.knowles@example.org',
  username: 'conchqueen',
  phone: '+12425550123',
  first_name: 'Tamika',
  last_name: 'Knowles',
}

function problemOf(password: string): string {
  try {
    assertPassword(password, 'password', names)
    return ''
  } catch (error) {
    if (error instanceof AppError) return error.details?.[0]?.problem ?? ''
    throw error
  }
}

describe('a password is refused that', () => {
  test.each([
    [
      'many people use',
      ['password123', 'iloveyou123', 'football123', 'princess2010', 'michael1987', 'letmein123!'],
    ],
    [
      'hides one of those',
      ['P@ssw0rd123', 'Password1234', 'drowssap321', 'PASSWORD2026!', 'ｐａｓｓｗｏｒｄ1'],
    ],
    [
      'repeats itself',
      ['aaaaaaaaaaaa', 'abcabcabcabc', '12121212121212', 'passwordpassword', 'é'.repeat(20)],
    ],
    ['follows the keyboard', ['qwertyuiop', 'asdfghjkl;', '1q2w3e4r5t6y', 'zaq12wsxcde3']],
    ['counts', ['1234567890', '9876543210', 'abcdefghij', '11111111112']],
    ['is a word and a year', ['Summer2026!', 'Christmas2025', 'welcome2026']],
    [
      'is of these islands or this site',
      ['Nassau2026!', 'bahamas2026', 'freeport242', 'junkanoo2026', 'jobplatform'],
    ],
    [
      'is a name of its owner and little else',
      ['Tamika2026!', 'knowles123', 'tamikaknowles', 'conchqueen99'],
    ],
  ])('%s', (_, passwords) => {
    for (const password of passwords) expect([password, problemOf(password)]).not.toEqual([password, ''])
  })

  test('is one of the names, saying so', () => {
    for (const password of [names.email, 'Conch_Queen', 'tamika.knowles', '1 242 555 0123'])
      expect(problemOf(password)).toBe('must not be your e-mail address, username or phone number')
  })
})

test('a refusal says what to do', () => {
  expect(problemOf('password123')).toMatch(/^is too easy to guess: .* Take three or four words/)
})

test.each([
  'sapodilla season',
  'correct horse battery staple',
  'xK9#mPq2vL',
  'two conch shells more',
  '鯨は夜の海を泳ぐよゆっくり',
])('%s is allowed', (password) => {
  expect(problemOf(password)).toBe('')
})
