import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startRedis } from '@cay/servers'
import { expect, test } from 'vitest'
import { findingCodes } from '../src/check/finding.ts'
import { cay, check, masked } from './command.ts'

const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8')
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? ''

test('the README shows what is printed, and every name of the object', async () => {
  await using redis = await startRedis({ args: ['--maxmemory', '64mb'] })
  expect((await check([redis.url])).stdout).toBe(masked(block('text')))
  const { stdout } = await cay(['check', redis.url, '--json'])
  expect(shape(JSON.parse(stdout))).toEqual(shape(JSON.parse(block('json'))))
})

test('the README lists every code of a finding', () => {
  const [, table = ''] = /\| `code` \|\n(.*)$/s.exec(readme) ?? []
  expect(Array.from(table.matchAll(/`(\w+)`/g), ([, code]) => code)).toEqual(findingCodes)
})

/** Names and types, without values. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shape(each)]))
}
