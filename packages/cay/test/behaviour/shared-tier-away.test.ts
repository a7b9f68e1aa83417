import { channels, createCay, type SharedTier, type TierEvent } from 'cay'
import { faultyTier, manualClock, memoryTier, seededRandom } from 'cay/testing'
import { expect, test } from 'vitest'
import { People, peopleFamily, scene, settled } from './people.ts'

test('a read waits for a silent shared tier no longer than its deadline, and is answered by the origin', async () => {
  const { family, tier, clock } = await scene({ readDeadline: 50 })
  tier.behave('silent')
  const reading = family.get(1)
  await settled()
  await clock.advance(49)
  await settled()
  expect(family.peek(1)).toBeUndefined()
  await clock.advance(1)
  expect((await reading)?.name).toBe('ann')
})

test('five deadlines in a row open the breaker; then a read waits for nothing', async () => {
  const { cay, family, people, tier, clock } = await scene({ readDeadline: 50 })
  for (let id = 10; id < 20; id++)
    people.rows.set(id, { id, email: '', username: null, name: 'x', password_hash: '' })
  tier.behave('silent')
  for (let id = 10; id < 15; id++) {
    const reading = family.get(id)
    await settled()
    await clock.advance(50)
    await reading
  }
  expect((await cay.health()).breaker).toBe('open')
  const calls = { ...tier.calls }
  expect((await family.get(15))?.id).toBe(15)
  expect(tier.calls).toEqual(calls)
})

test('every read and write succeeds while the tier is away, and memory carries on', async () => {
  const { cay, family, people, tier } = await scene()
  tier.disconnect()
  expect(await cay.health()).toMatchObject({ status: 'degraded', breaker: 'open', latencyMs: null })
  await family.get(1)
  expect((await family.getMany([1, 2])).size).toBe(2)
  expect((await family.getBy('email', 'bob@example.org'))?.id).toBe(2)
  people.change(1, { name: 'Ann' })
  expect(await family.invalidate(1)).toBe('queued')
  expect((await family.get(1))?.name).toBe('Ann')
})

test('what was written while the tier was away is not served from it after it comes back', async () => {
  const { family, another, people, tier } = await scene()
  await family.get(1)
  await settled()
  tier.disconnect()
  people.change(1, { name: 'Ann' })
  await family.invalidate(1)
  tier.connect()
  await settled()
  expect((await family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
  expect((await (await another()).family.get(1))?.name).toBe('Ann')
})

test('an invalidation that the tier did not acknowledge is queued, and nothing there is believed until it is made good', async () => {
  const { cay, family, people, tier, clock } = await scene({ writeDeadline: 250 })
  await family.get(1)
  await settled()
  people.change(1, { name: 'Ann' })
  tier.behave('silent')
  const invalidating = family.invalidate(1)
  await settled()
  await clock.advance(250)
  expect(await invalidating).toBe('queued')
  tier.behave('none')
  expect((await family.get(1))?.name).toBe('Ann')
  await clock.advance(2_500)
  await settled()
  expect((await cay.health()).breaker).toBe('closed')
  expect((await family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
})

test('a tier that comes back with older contents is not believed', async () => {
  const { family, people, tier } = await scene()
  await family.get(1)
  await settled()
  const snapshot = new Map(tier.entries)
  people.change(1, { name: 'Ann' })
  await family.invalidate(1)
  tier.disconnect()
  for (const [key, value] of snapshot) tier.entries.set(key, value)
  tier.connect()
  await settled()
  expect((await family.get(1))?.name).toBe('Ann')
})

test('the breaker probes after 2, 4, 8, 16, 32, 60 s ± 20 %, and a write meanwhile does not put a probe off', async () => {
  const { family, tier, clock } = await scene()
  const probes: number[] = []
  const note = (event: unknown): void => {
    if ((event as TierEvent).breaker === 'probing') probes.push(clock.now())
  }
  channels.tier.subscribe(note)
  tier.disconnect()
  const opened = clock.now()
  while (probes.length < 7) {
    await clock.advance(100)
    await settled()
    await family.invalidate(1)
  }
  channels.tier.unsubscribe(note)
  const waits = probes.map((at, i) => at - (probes[i - 1] ?? opened))
  for (const [i, wait] of [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000].entries()) {
    expect(waits[i]).toBeGreaterThanOrEqual(wait * 0.8)
    expect(waits[i]).toBeLessThanOrEqual(wait * 1.2 + 100)
  }
})

test('steady writes do not keep the breaker from closing', async () => {
  const { cay, family, tier } = await scene()
  tier.disconnect()
  await family.invalidate(1)
  tier.connect()
  for (let i = 0; i < 20; i++) await family.invalidate(2)
  await settled()
  expect((await cay.health()).breaker).toBe('closed')
})

test('it starts and serves with the tier away, and uses it once it is there', async () => {
  const clock = manualClock()
  const tier = faultyTier(memoryTier(clock), clock)
  tier.disconnect()
  const people = new People('ann')
  const cay = createCay({ shared: tier, clock, random: seededRandom() })
  const family = peopleFamily(cay, people)
  expect((await family.get(1))?.name).toBe('ann')
  tier.connect()
  await settled()
  await family.get(1, { read: 'fresh' })
  await settled()
  expect(tier.entries.size).toBeGreaterThan(0)
})

test('without a shared tier everything works, and is healthy', async () => {
  const cay = createCay()
  const family = peopleFamily(cay, new People('ann'))
  expect((await family.get(1))?.name).toBe('ann')
  expect(await family.invalidate(1)).toBe('applied')
  expect(await cay.health()).toEqual({
    status: 'healthy',
    backend: 'memory',
    breaker: 'closed',
    reason: null,
    latencyMs: null,
    log: 'none',
    fencedMsAgo: null,
    uncached: [],
  })
})

test('close waits for fills under way; then a read that would need a load is refused', async () => {
  const { cay, family, tier } = await scene()
  const reading = family.get(1)
  await cay.close()
  await reading
  expect([...tier.entries.keys()].some((key) => key.includes(':d:'))).toBe(true)
  expect((await family.get(1))?.name).toBe('ann')
  await expect(family.get(2)).rejects.toMatchObject({ code: 'CAY_CLOSED' })
})

test('a tier that throws instead of rejecting is no different', async () => {
  const clock = manualClock()
  const broken: SharedTier = {
    ...memoryTier(clock),
    getMany: () => {
      throw new Error('synchronous')
    },
  }
  const cay = createCay({ shared: broken, clock, random: seededRandom() })
  const family = peopleFamily(cay, new People('ann'))
  await settled()
  expect((await family.get(1))?.name).toBe('ann')
})
