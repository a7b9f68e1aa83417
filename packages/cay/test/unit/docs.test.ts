import { glob, readFile } from 'node:fs/promises'
import { errorCodes, policyDefaults } from 'cay'
import { expect, test } from 'vitest'

const page = (name: string): Promise<string> =>
  readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')

/** The rows of a page's tables, cells without their backticks. */
function rows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
}

test('docs/errors.md lists every code with its meaning, and no other', async () => {
  const listed = rows(await page('errors.md')).map(([code, meaning]) => [code, meaning])
  expect(listed).toEqual(Object.entries(errorCodes))
})

test('docs/options.md lists every policy option with its default', async () => {
  const listed = new Map(rows(await page('options.md')).map(([option, value]) => [option, value]))
  const { local, ...rest } = policyDefaults
  const defaults = { ...rest, 'local.maxEntries': local.maxEntries, 'local.maxBytes': local.maxBytes }
  for (const [option, value] of Object.entries(defaults))
    expect([option, listed.get(option)]).toEqual([option, String(value)])
})

test('every safeguard of docs/coherence.md is named where the code keeps it', async () => {
  const folder = new URL('../../../', import.meta.url)
  const sources: string[] = []
  for await (const file of glob('{cay,cay-postgres}/src/**/*.ts', { cwd: folder })) {
    const source = await readFile(new URL(file, folder), 'utf8')
    sources.push(source.replaceAll(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' '))
  }
  const [, table = ''] = (await page('coherence.md')).split('| safeguard | without it |\n')
  const safeguards = Array.from(table.matchAll(/^\| ([^|-][^|]*) \|/gm), ([, name]) => name)
  expect(safeguards).toHaveLength(13)
  expect(safeguards.filter((name) => !sources.some((source) => source.includes(`"${name}"`)))).toEqual([])
})
