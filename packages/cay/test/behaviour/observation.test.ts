import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { channels } from 'cay'
import { afterEach, expect, test } from 'vitest'
import { scene, settled } from './people.ts'

const seen: [string, unknown][] = []
const listeners = Object.values(channels).map((channel) => {
  const listener = (message: unknown): void => {
    seen.push([String(channel.name), message])
  }
  return { name: channel.name, listener }
})
afterEach(() => {
  for (const { name, listener } of listeners) unsubscribe(name, listener)
  seen.length = 0
})

test('each read, load, invalidation and change of the breaker is published once, without values or keys', async () => {
  const { family, people, tier } = await scene({ staleFor: 60_000 })
  for (const { name, listener } of listeners) subscribe(name, listener)
  await family.getMany([1, 2])
  await family.get(1)
  await family.invalidate(1)
  people.error = new Error('away')
  await family.get(1).catch(() => undefined)
  tier.disconnect()
  tier.connect()
  await settled()
  const read = (outcome: string): [string, object] => ['cay:read', { family: 'person', outcome }]
  expect(seen).toEqual([
    ['cay:load', { family: 'person', keys: 2, milliseconds: 0, outcome: 'loaded' }],
    read('origin'),
    read('origin'),
    read('local'),
    ['cay:invalidate', { tags: ['person:1'], outcome: 'applied' }],
    ['cay:load', { family: 'person', keys: 1, milliseconds: 0, outcome: 'failed' }],
    read('failed'),
    ['cay:tier', { backend: 'memory', breaker: 'open', reason: 'UNREACHABLE' }],
    ['cay:tier', { backend: 'memory', breaker: 'probing', reason: 'UNREACHABLE' }],
    ['cay:tier', { backend: 'memory', breaker: 'closed', reason: null }],
  ])
})

test('the hottest keys are those read most; an alias is never among them', async () => {
  const { cay, family } = await scene()
  for (let i = 0; i < 2_000; i++) {
    await family.get(1)
    if (i % 4 === 0) await family.get(2)
    if (i % 2 === 0) await family.getBy('email', 'bob@example.org')
  }
  const { hottest } = cay.stats()
  expect(hottest.map(({ family: name, key }) => `${name} ${key}`)).toEqual(['person 1', 'person 2'])
  expect(hottest[0]?.reads).toBeGreaterThan(1_500)
  expect(hottest[0]?.reads).toBeLessThan(2_500)
})

test('explain says where a key is, how old, and what a read would do and why; looking changes nothing', async () => {
  const { cay, family, clock, another, people, tier } = await scene({ ttl: 60_000, staleFor: 60_000 })
  expect(await cay.explain('person', 1)).toMatchObject({
    next: 'origin',
    local: null,
    shared: { state: 'missing' },
  })
  await family.get(1)
  await settled()
  const before = cay.stats()
  await clock.advance(1_000)
  expect(await cay.explain('person', 1)).toMatchObject({
    family: 'person',
    next: 'local',
    local: { isAbsence: false },
    shared: { state: 'valid', ageMs: 1_000 },
  })
  expect(cay.stats()).toEqual(before)
  const { cay: elsewhere } = await another()
  expect(await elsewhere.explain('person', 1)).toMatchObject({ next: 'shared', local: null })
  await clock.advance(70_000)
  expect(await cay.explain('person', 1)).toMatchObject({ next: 'stale', shared: { state: 'stale' } })
  await elsewhere.invalidate(['person:1'])
  expect(await elsewhere.explain('person', 1)).toMatchObject({
    next: 'origin',
    shared: { state: 'outdated', versions: [{ key: 'cay:{cay}:v:person:1', current: null }, {}] },
  })
  const release = people.hold()
  const loading = family.get(9)
  await settled()
  expect(await cay.explain('person', 9)).toMatchObject({ next: 'joined' })
  release()
  await loading
  tier.disconnect()
  expect(await elsewhere.explain('person', 1)).toMatchObject({
    next: 'origin',
    shared: { state: 'unavailable' },
  })
  await expect(cay.explain('nobody', 1)).rejects.toMatchObject({ code: 'CAY_KEY_INVALID' })
  await expect(cay.explain('person', 'x')).rejects.toMatchObject({ code: 'CAY_KEY_INVALID' })
})
