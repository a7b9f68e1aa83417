import { installSql, track } from '@cay/postgres'
import { describe, expect, test } from 'vitest'

describe('track', () => {
  test('says in rules what rows touch, under the full name of the table', () => {
    expect(
      track('users', {
        record: 'user',
        id: 'id',
        aliases: ['email', 'phone'],
        touches: ['users', 'team:{team_id}'],
      }),
    ).toEqual({
      relation: 'public.users',
      rules: [
        ...['user:{id}', 'users', 'team:{team_id}'],
        ...['user.email? when (id, email) is new', 'user.phone? when (id, phone) is new'],
      ],
    })
    expect(track('app.Notes', { touches: ['notes', 'notes'] })).toEqual({
      relation: 'app.Notes',
      rules: ['notes'],
    })
  })

  test.each([
    ['no table', '', { touches: ['a'] }, '"" can\'t name a table'],
    ['no schema', '.users', { touches: ['a'] }, '"" can\'t name a table'],
    ['a database', 'db.public.users', { touches: ['a'] }, 'named "table" or "schema.table"'],
    ['a quoted name', '"users"', { touches: ['a'] }, "can't name a table"],
    ['SQL', 'users; drop table users', { touches: ['a'] }, "can't name a table"],
    ['a name that is too long', 'x'.repeat(64), { touches: ['a'] }, "can't name a table"],
    ['nothing', 'users', {}, 'its rows touch nothing'],
    ['aliases of nothing', 'users', { aliases: ['email'], touches: ['a'] }, 'aliases are of a record'],
    ['no record', 'users', { record: '' }, "can't name a record"],
    ['a record that is a tag', 'users', { record: 'user:1 ' }, "can't name a record"],
    ['an id with a quote', 'users', { record: 'user', id: 'i"d' }, 'holds a quote'],
    ['no id', 'users', { record: 'user', id: '' }, 'stray braces'],
    ['an alias that is none', 'users', { record: 'user', aliases: ['e mail'] }, "can't name a column"],
    ['an empty tag', 'users', { touches: [''] }, 'a tag is a string of 1 to 200 characters'],
    ['a tag with white space', 'users', { touches: ['the users'] }, 'without white space'],
    ['a rule in the place of a tag', 'users', { touches: ['a when (b, c) is new'] }, 'without white space'],
    ['a tag that is too long', 'users', { touches: ['x'.repeat(201)] }, '200 characters'],
    ['a quote in a tag', 'users', { touches: ["user's"] }, 'holds a quote'],
    ['a dollar in a tag', 'users', { touches: ['$cay$'] }, 'holds a quote'],
    ['a brace that is not closed', 'users', { touches: ['posts.by:{author'] }, 'stray braces'],
    ['braces in braces', 'users', { touches: ['posts.by:{{a}}'] }, 'stray braces'],
    ['empty braces', 'users', { touches: ['posts.by:{}'] }, 'stray braces'],
    ['a column that can be none', 'users', { touches: ['posts.by:{a-b}'] }, '"a-b" can\'t name a column'],
    ['a tag of nothing but a column', 'users', { touches: ['{team}'] }, 'has to begin with a name'],
    [
      'a table tag that depends on the row',
      'users',
      { touches: ['team{team}:x'] },
      'has to begin with a name',
    ],
    ['a tag without a table', 'users', { touches: [':x'] }, 'has to begin with a name'],
  ])('refuses %s', (_what, table, options, message) => {
    const refused = expect.objectContaining({
      code: 'CAY_OPTION_INVALID',
      message: expect.stringContaining(message) as string,
    }) as Error
    expect(() => track(table, options)).toThrow(refused)
  })

  test('refuses a role that can be none', () => {
    for (const grantTo of ['', 'app; drop schema cay', 'a"b', 'x'.repeat(64)]) {
      expect(() => installSql([], { grantTo })).toThrow(/can't name a role/)
    }
    expect(installSql([], { grantTo: 'my-app' })).toContain('to "my-app";')
  })
})
