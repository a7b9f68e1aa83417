import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './folder-lock.ts'

let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'cay-lock-')), 'data')
})
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true })
})

test('the folder is made, held, and free again after release', async () => {
  const { release } = await lockFolder(folder)
  expect(await readFile(join(folder, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} \\d*$`))
  await release()
  await expect(readFile(join(folder, 'lock'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a folder that a living process holds is refused, and says by whom', async () => {
  const { child, done } = await holder()
  await expect(lockFolder(folder)).rejects.toThrow(`is in use by process ${child.pid}.`)
  done()
  await once(child, 'close')
  await (await lockFolder(folder)).release()
})

test.each([
  ['of a process that is gone', async () => String(await idOfTheDead())],
  ['of this very process, from before a crash', () => Promise.resolve(String(process.pid))],
  ['of a process that had the id of one that lives', () => Promise.resolve(`${process.ppid} 1`)],
  ['that is empty', () => Promise.resolve('')],
  ['that is rubbish', () => Promise.resolve('-1')],
])('a lock %s counts for nothing', async (_, content) => {
  await (await lockFolder(folder)).release()
  await writeFile(join(folder, 'lock'), await content())
  await (await lockFolder(folder)).release()
})

test('a folder that can’t be made is told of', async () => {
  await writeFile(folder, 'a file is in the way')
  await expect(lockFolder(join(folder, 'data'))).rejects.toThrow(
    /^DATA_DIR: the folder .* can't be written to: /,
  )
})

/** Another process that holds the folder, and ends without giving it back. */
async function holder(): Promise<{ readonly child: ChildProcess; readonly done: () => void }> {
  const module = new URL('./folder-lock.ts', import.meta.url).href
  const script = `const { lockFolder } = await import(${JSON.stringify(module)})
    await lockFolder(${JSON.stringify(folder)}); console.log('held'); process.stdin.on('end', () => process.exit()).resume()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return { child, done: () => child.stdin.end() }
}

async function idOfTheDead(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'close')
  return child.pid ?? 0
}
