import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeBlock } from './page-block.ts'

test('the table replaces the one before, and nothing else of the page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cay-matrix-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const page = join(folder, 'page.md')
  await writeFile(page, 'before\n<!-- matrix -->\nold\n<!-- end of matrix -->\nafter\n')
  for (const text of ['| $1 |', '| $& |']) {
    await writeBlock(page, 'matrix', text)
    expect(await readFile(page, 'utf8')).toBe(
      `before\n<!-- matrix -->\n${text}\n<!-- end of matrix -->\nafter\n`,
    )
  }
  await writeFile(page, 'nothing')
  await expect(writeBlock(page, 'matrix', '')).rejects.toThrow('has no place')
})
