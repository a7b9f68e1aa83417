import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRedisSentinel, type RedisSentinel } from '@cay/servers'

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`

describe('a Redis with a replica and three Sentinels', () => {
  let watched: RedisSentinel
  beforeAll(async () => {
    watched = await startRedisSentinel()
  })
  afterAll(async () => {
    await watched.stop()
  })

  test.each(['kill', 'hang', 'command'] as const)(
    'fails over by %s, with what had reached the replica; the old primary comes back as its replica',
    async (how) => {
      const { primary, replica } = watched
      await primary.command('SET', 'word', 'one')
      await watched.inSync()
      await watched.holdReplication()
      await primary.command('SET', 'word', 'two')
      await watched.failOver(how)
      expect([watched.primary, watched.replica]).toEqual([replica, primary])
      expect(await watched.primary.command('GET', 'word')).toBe(bulk('one'))
      await watched.primary.command('SET', 'word', 'three')
      await watched.rejoin()
      expect(await watched.replica.command('GET', 'word')).toBe(bulk('three'))
    },
  )

  test('a Sentinel that is started again still knows', async () => {
    const [sentinel] = watched.sentinels
    await sentinel?.restart()
    const { port } = watched.primary
    expect(await sentinel?.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', watched.name)).toContain(`${port}`)
  })
})

test('leaves nothing behind, and takes passwords and TLS', async () => {
  const watched = await startRedisSentinel({ password: 'open', sentinelPassword: 'sesame', tls: true })
  const { primary, replica, sentinels } = watched
  expect([primary.url, watched.urls[0]]).toEqual([
    `rediss://:open@127.0.0.1:${primary.port}`,
    `rediss://:sesame@127.0.0.1:${sentinels[0]?.port ?? 0}`,
  ])
  await watched.failOver('kill')
  await watched.rejoin()
  expect(watched.primary).toBe(replica)
  await watched.stop()
  expect([primary, replica, ...sentinels].map(({ folder }) => existsSync(folder))).not.toContain(true)
})
