import { createCay, type MarkedChange } from 'cay'
import { seededRandom } from 'cay/testing'
import { expect, test } from 'vitest'
import { peopleFamily, scene, settled } from './people.ts'

test('after invalidate, the next read here and elsewhere’s shared tier have the new value', async () => {
  const { family, another, people } = await scene()
  await family.get(1)
  await settled()
  people.change(1, { name: 'Ann' })
  expect(await family.invalidate(1)).toBe('applied')
  expect(family.peek(1)).toBeUndefined()
  expect((await family.get(1))?.name).toBe('Ann')
  await settled()
  expect((await (await another()).family.get(1))?.name).toBe('Ann')
})

test('invalidating one record leaves the others', async () => {
  const { family, people } = await scene()
  await family.getMany([1, 2])
  await family.invalidate(1)
  expect(family.peek(2)?.name).toBe('bob')
  await family.getMany([1, 2])
  expect(people.loads).toEqual([[1, 2], [1]])
})

test('a slow read does not store the old row after the write that replaced it', async () => {
  const { family, another, people } = await scene()
  const release = people.hold()
  const slow = family.get(1)
  await settled()
  people.change(1, { name: 'Ann' })
  await family.invalidate(1)
  release()
  expect((await slow)?.name).toBe('ann')
  await settled()
  expect(family.peek(1)).toBeUndefined()
  expect((await family.get(1))?.name).toBe('Ann')
  expect((await (await another()).family.get(1))?.name).toBe('Ann')
})

test('a read started after the invalidation does not join a flight from before it', async () => {
  const { family, people } = await scene()
  const release = people.hold()
  const before = family.get(1)
  await settled()
  people.change(1, { name: 'Ann' })
  await family.invalidate(1)
  const after = family.get(1)
  release()
  expect([(await before)?.name, (await after)?.name]).toEqual(['ann', 'Ann'])
})

test('an invalidation overtakes every flight in the air, also one that a fresh read has replaced', async () => {
  const { family, people } = await scene()
  const release = people.hold()
  const cached = family.get(1)
  const fresh = family.get(1, { read: 'fresh' })
  await settled()
  people.change(1, { name: 'Ann' })
  await family.invalidate(1)
  release()
  await Promise.all([cached, fresh])
  expect(family.peek(1)).toBeUndefined()
})

test('a value on its way from the shared tier is not kept when an invalidation overtakes it', async () => {
  const { family, another, people } = await scene()
  await family.get(1)
  await settled()
  const { family: elsewhere } = await another()
  people.change(1, { name: 'Ann' })
  const promoted = elsewhere.get(1)
  await elsewhere.invalidate(1)
  await promoted
  expect(elsewhere.peek(1)).toBeUndefined()
  expect((await elsewhere.get(1))?.name).toBe('Ann')
})

test('an evicted version makes its entries a miss, never valid again', async () => {
  const { family, another, people, tier } = await scene()
  await family.get(1)
  await settled()
  people.change(1, { name: 'Ann' })
  for (const key of tier.entries.keys()) if (key.includes(':v:')) tier.entries.delete(key)
  expect((await (await another()).family.get(1))?.name).toBe('Ann')
})

test('the table tag drops every record, in one command', async () => {
  const { cay, family, people, tier } = await scene()
  await family.getMany([1, 2])
  await settled()
  const before = tier.calls.apply
  await cay.invalidate(['person:*'])
  expect(tier.calls.apply).toBe(before + 1)
  await family.getMany([1, 2])
  expect(people.loads).toHaveLength(2)
})

test('a query is invalidated for all its arguments at once; one on other tags stays', async () => {
  const { cay, tier } = await scene()
  let calls = 0
  const load = (page: number): Promise<number[]> => Promise.resolve([page, ++calls])
  const jobs = cay.query({ name: 'jobs:list', tags: ['jobs'], key: (page: number) => [page], load })
  const posts = cay.query({ name: 'posts:list', tags: ['posts'], key: (page: number) => [page], load })
  for (let page = 0; page < 50; page++) await jobs.get(page)
  await posts.get(0)
  expect(calls).toBe(51)
  await settled()
  const before = tier.calls.apply
  await jobs.invalidate()
  expect(tier.calls.apply).toBe(before + 1)
  await Promise.all([jobs.get(0), jobs.get(49), posts.get(0)])
  expect(calls).toBe(53)
})

test('the shared tier forgets before memory does: a reader between the two cannot bring the old value back', async () => {
  const { people, tier, clock } = await scene()
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>()
  const slowToForget = {
    ...tier,
    apply: async (changes: readonly MarkedChange[]): Promise<readonly boolean[]> => {
      await released
      return tier.apply(changes)
    },
  }
  const cay = createCay({ shared: slowToForget, clock, random: seededRandom(9) })
  const family = peopleFamily(cay, people)
  await settled()
  await family.get(1)
  await settled()
  people.change(1, { name: 'Ann' })
  const invalidating = family.invalidate(1)
  await settled()
  await family.get(1)
  release(undefined)
  expect(await invalidating).toBe('applied')
  expect((await family.get(1))?.name).toBe('Ann')
})
