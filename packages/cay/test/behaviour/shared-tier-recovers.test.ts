import { createCay, type SharedTier } from 'cay'
import { faultyTier, manualClock, memoryTier, MemoryLog, seededRandom, type ManualClock } from 'cay/testing'
import { expect, test } from 'vitest'
import { People, peopleFamily, scene, settled, type PeopleFamily } from './people.ts'

/** What a shared tier in trouble is asked, and how soon it is used again when the trouble is over. */

/** Five reads past their deadline, one after another. */
async function failFiveReads(family: PeopleFamily, clock: ManualClock): Promise<void> {
  for (let i = 0; i < 5; i++) {
    const reading = family.get(1, { read: 'fresh' })
    await clock.advance(50)
    await reading
  }
}

test('while it is silent nothing is asked but whether it answers, twice a second', async () => {
  const { cay, family, tier, clock } = await scene()
  tier.behave('silent')
  await failFiveReads(family, clock)
  expect(await cay.health()).toMatchObject({ breaker: 'open', reason: 'TIMEOUT' })
  const before = tier.attempts()
  for (let i = 0; i < 15; i++) {
    await clock.advance(100)
    await family.get(1, { read: 'fresh' })
    await family.invalidate(1)
  }
  expect(tier.attempts() - before).toBeLessThanOrEqual(3)
})

test('slow, and quick again on the same connection, it is used within a second, however long that took', async () => {
  const { cay, family, tier, clock } = await scene()
  tier.behave({ slowMs: 500 })
  await failFiveReads(family, clock)
  await clock.advance(100_000)
  expect(await cay.health()).toMatchObject({ status: 'degraded', breaker: 'open', reason: 'TIMEOUT' })
  tier.behave('none')
  await clock.advance(1_000)
  expect(await cay.health()).toMatchObject({ status: 'healthy', breaker: 'closed', reason: null })
})

test('full, it is read and told of changes as before, and the health says so until it stores again', async () => {
  const { cay, another, family, people, tier } = await scene()
  await family.get(1)
  await settled()
  tier.behave({ refuses: 'OOM', what: 'storing' })
  const notes = cay.store('notes')
  const outcomes = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((note) => notes.set(note, 'kept here')),
  )
  expect(new Set(outcomes)).toEqual(new Set(['queued']))
  for (let i = 0; i < 6; i++) {
    people.change(2, { name: `bob${i}` })
    expect(await family.invalidate(2)).toBe('applied')
    expect((await family.get(2))?.name).toBe(`bob${i}`)
    await settled()
  }
  expect(await cay.health()).toMatchObject({ status: 'degraded', breaker: 'closed', reason: 'OOM' })
  const loads = people.loads.length
  expect((await (await another()).family.get(1))?.name).toBe('ann')
  expect(people.loads.length).toBe(loads)
  tier.behave('none')
  expect(await notes.set('note', 'kept there')).toBe('applied')
  expect(await cay.health()).toMatchObject({ status: 'healthy', reason: null })
})

test('refusing everything, it is asked twice a second, and used within a second of its change of mind', async () => {
  const { cay, family, people, tier, clock } = await scene()
  await family.get(1)
  await settled()
  tier.behave({ refuses: 'READONLY', what: 'everything' })
  people.change(1, { name: 'Ann' })
  expect(await family.invalidate(1)).toBe('queued')
  await failFiveReads(family, clock)
  await clock.advance(100_000)
  expect(await cay.health()).toMatchObject({ breaker: 'open', reason: 'READONLY' })
  tier.behave('none')
  await clock.advance(1_000)
  expect(await cay.health()).toMatchObject({ breaker: 'closed', reason: null })
  expect((await family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
})

test('there again, and with a fence that is not answered in time, it is tried again soon, not after the back-off', async () => {
  const clock = manualClock()
  const tier = faultyTier(memoryTier(clock), clock)
  let isBusy = true
  const shared: SharedTier = { ...tier, identity: () => (isBusy ? tier.ping().then(never) : tier.identity()) }
  const cay = createCay({ shared, changes: new MemoryLog().follower(), clock, random: seededRandom() })
  peopleFamily(cay, new People('ann'))
  await clock.advance(100_000)
  expect((await cay.health()).breaker).not.toBe('closed')
  isBusy = false
  await clock.advance(1_000)
  expect(await cay.health()).toMatchObject({ status: 'healthy', breaker: 'closed' })
})

const never = (): Promise<never> => new Promise(() => undefined)

test('an answer that has arrived by the time a busy process looks at its deadline counts', async () => {
  const { family, another, people, tier, clock } = await scene({ readDeadline: 50 })
  await family.get(1)
  await settled()
  const other = await another()
  tier.behave({ slowMs: 50 })
  const reading = other.family.get(1)
  await settled()
  await clock.advance(50)
  expect((await reading)?.name).toBe('ann')
  expect(people.loads).toEqual([[1]])
})
