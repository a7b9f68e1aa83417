import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApi, type Api } from './api.ts'

/** The tests that show of what is cached what it depends on, as one text. */
async function testsOfCaching(): Promise<string> {
  const folder = join(import.meta.dirname, '..')
  let all = ''
  for await (const file of glob('{src/features/*,test}/*.test.ts', { cwd: folder })) {
    const text = await readFile(join(folder, file), 'utf8')
    if (text.includes('describeCached(')) all += text
  }
  return all
}

test('of all that is cached, tests show what it depends on and what it does not', async () => {
  await using api = await startApi()
  const tests = await testsOfCaching()
  const families = familiesOf(api)
  expect(families).toContain('user')
  expect(families.filter((name) => !tests.includes(`'${name}'`))).toEqual([])
})

test('the README tells of all that is cached, and of nothing else', async () => {
  await using api = await startApi()
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8')
  const [, section = ''] = /## What is cached\n(.*?)\n## /s.exec(readme) ?? []
  const rows = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, first = '']) => first)
  const named = rows.flatMap((row) => [...row.matchAll(/`([\w:]+)`/g)].map(([, name = '']) => name))
  expect(named.sort()).toEqual([...familiesOf(api)].sort())
})

/** Where an alias leads (`user.email`) belongs to its record. */
function familiesOf(api: Api): readonly string[] {
  return api.families().filter((name) => !name.includes('.'))
}
