import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { copyBroken } from './broken-copy.ts'
import { safeguards } from './safeguards.ts'

test.each(safeguards)('can still be taken away: $name', async ({ replacements }) => {
  const copy = await copyBroken(replacements)
  expect(existsSync(copy.script)).toBe(true)
  await copy[Symbol.asyncDispose]()
  expect(existsSync(copy.script)).toBe(false)
})

test('a safeguard that stands nowhere, or in two places, is not taken away in silence', async () => {
  const file = 'cay/src/paths/values.ts'
  for (const from of ['what nobody wrote', 'family'])
    await expect(copyBroken([{ file, from, to: '' }])).rejects.toThrow('does not hold this once')
})
