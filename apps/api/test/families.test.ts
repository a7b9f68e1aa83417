import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApi } from './api.ts'

/** The tests that show of what is cached what it depends on, as one text. */
async function testsOfCaching(): Promise<string> {
  const folder = join(import.meta.dirname, '../src/features')
  let all = ''
  for await (const file of glob('*/*.test.ts', { cwd: folder })) {
    const text = await readFile(join(folder, file), 'utf8')
    if (text.includes('describeCached(')) all += text
  }
  return all
}

test('of all that is cached, tests show what it depends on and what it does not', async () => {
  await using api = await startApi()
  const tests = await testsOfCaching()
  // Where an alias leads (`user.email`) is shown with its record.
  const families = api.families().filter((name) => !name.includes('.'))
  expect(families).toContain('user')
  expect(families.filter((name) => !tests.includes(`'${name}'`))).toEqual([])
})
