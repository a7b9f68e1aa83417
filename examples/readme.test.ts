import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { startPostgres, startRedis } from '@cay/servers'
import pg from 'pg'
import { expect, test } from 'vitest'

const here = import.meta.dirname

/** What the program prints, and what its `console.log` lines say they print. */
async function run(
  file: string,
  { env = {}, readme = 'README.md' }: { env?: Record<string, string>; readme?: string } = {},
): Promise<{ printed: string; said: string }> {
  const source = await readFile(`${here}/${file}`, 'utf8')
  expect(await readFile(`${here}/../${readme}`, 'utf8')).toContain(`\`\`\`ts\n${source}\`\`\``)
  const args = ['--conditions=cay-source', `${here}/${file}`]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } })
  const said = source.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)
  return { printed: stdout, said: Array.from(said, ([, text]) => `${text}\n`).join('') }
}

test('the quick start of the README runs and prints what it says', async () => {
  const { printed, said } = await run('quick-start.ts')
  expect(printed).toBe(said)
})

test('the example with PostgreSQL and Redis runs and prints what it says', async () => {
  await using postgres = await startPostgres()
  await using redis = await startRedis()
  const url = await postgres.createDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    "create table users (id int primary key, name text); insert into users values (1, 'Ann')",
  )
  await client.end()
  const { printed, said } = await run('with-postgres.ts', {
    env: { DATABASE_URL: url, REDIS_URL: redis.url },
  })
  expect(printed).toBe(said)
})

test('the example of @cay/fastify runs and prints what it says', async () => {
  const { printed, said } = await run('with-fastify.ts', { readme: 'packages/cay-fastify/README.md' })
  expect(printed).toBe(said)
})

test('the example of how to add a table runs and prints what it says', async () => {
  const { printed, said } = await run('adding-a-table.ts', { readme: 'docs/coherence.md' })
  expect(printed).toBe(said)
})
