import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { startFaultProxy, startPostgres, startRedis, type Postgres } from '@cay/servers'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** From the word to close until the process has ended; the starting of it is not counted. */
const boundMs = 2_000

let postgres: Postgres
let url: string
beforeAll(async () => {
  postgres = await startPostgres()
  url = await postgres.createDatabase()
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query("create table users (id int primary key, name text); insert into users values (1, 'Ann')")
  await owner.end()
})
afterAll(async () => {
  await postgres.stop()
})

interface Ended {
  readonly code: number | null
  readonly output: string
  readonly ms: number
}

/** @param atUse what happens between the use of the cache and its closing */
async function used(
  redisUrl: string,
  atUse: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Ended> {
  const program = join(import.meta.dirname, 'closing-process.ts')
  const child = spawn(process.execPath, ['--conditions=cay-source', program, url, redisUrl])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const ended = once(child, 'close')
  const killer = setTimeout(() => child.kill('SIGKILL'), 25_000)
  await expect.poll(() => output, { timeout: 20_000 }).toContain('used')
  await atUse()
  const begun = performance.now()
  child.stdin.write('close\n')
  await ended
  clearTimeout(killer)
  return { code: child.exitCode, output, ms: performance.now() - begun }
}

describe('after close() nothing keeps the process alive', () => {
  test('with Redis up', async () => {
    await using redis = await startRedis()
    expectEnded(await used(redis.url))
  })

  test('with Redis hung from the start', async () => {
    await using redis = await startRedis()
    await redis.pause()
    expectEnded(await used(redis.url))
  })

  test('with Redis hung in the middle', async () => {
    await using redis = await startRedis()
    expectEnded(await used(redis.url, () => redis.pause()))
  })

  test('with nothing where Redis should be', async () => {
    expectEnded(await used('redis://127.0.0.1:1'))
  })

  test('with Redis killed in the middle', async () => {
    await using redis = await startRedis()
    expectEnded(await used(redis.url, () => redis.kill()))
  })

  test.each(['from the start', 'in the middle'])('with Redis in a black hole %s', async (when) => {
    await using redis = await startRedis()
    await using proxy = await startFaultProxy(redis.port)
    const lose = (): Promise<void> => proxy.break({ kind: 'black hole' })
    const isFirst = when === 'from the start'
    if (isFirst) await lose()
    expectEnded(await used(`redis://127.0.0.1:${proxy.port}`, isFirst ? undefined : lose))
  })
})

function expectEnded({ code, output, ms }: Ended): void {
  expect([code, output]).toEqual([0, 'used\nclosed\n'])
  expect(ms).toBeLessThan(boundMs)
}
