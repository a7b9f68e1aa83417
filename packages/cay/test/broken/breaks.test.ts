import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { breaks } from './breaks.ts'

test('each promise of the core, broken once in a copy, fails its test', { timeout: 600_000 }, async () => {
  const script = join(import.meta.dirname, 'run.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=cay-source', script])
  expect(stdout.trim().split('\n').at(-1)).toBe(
    `${breaks.length} of ${breaks.length} breaks are noticed by the test of their promise`,
  )
})
