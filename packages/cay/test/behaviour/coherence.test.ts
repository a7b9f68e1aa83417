import { createCay } from 'cay'
import { faultyTier, manualClock, MemoryLog, memoryTier, seededRandom } from 'cay/testing'
import { describe, expect, test } from 'vitest'
import { islands, oneFenceMs } from './islands.ts'
import { People, peopleFamily, settled } from './people.ts'

describe('a write through the door', () => {
  test('is seen by every later read of its process, at every level', async () => {
    const { join } = islands()
    const here = await join()
    await here.family.get(1)
    await here.rename(1, 'Ann')
    for (const read of ['cached', 'fresh', 'strong'] as const)
      expect((await here.family.get(1, { read }))?.name).toBe('Ann')
  })

  test('is heard by the memory of other processes at once', async () => {
    const { join } = islands()
    const [here, there] = [await join(), await join()]
    await there.family.get(1)
    await here.rename(1, 'Ann')
    expect((await there.family.get(1))?.name).toBe('Ann')
  })

  test('reaches them with the next fence where the message was lost', async () => {
    const { join, clock } = islands()
    const [here, there] = [await join(), await join()]
    there.line.hear(false)
    await there.family.get(1)
    await here.rename(1, 'Ann')
    expect((await there.family.get(1))?.name).toBe('ann')
    await clock.advance(oneFenceMs)
    expect((await there.family.get(1))?.name).toBe('Ann')
  })

  test('reaches them with the next fence where there is no shared tier', async () => {
    const { join, clock } = islands()
    const [here, there] = [await join({ isAlone: true }), await join({ isAlone: true })]
    await there.family.get(1)
    await here.rename(1, 'Ann')
    expect((await here.family.get(1))?.name).toBe('Ann')
    await clock.advance(oneFenceMs)
    expect((await there.family.get(1))?.name).toBe('Ann')
  })

  test('that the shared tier has not got is queued; nothing there is believed until it has', async () => {
    const { join, clock, shared, log } = islands()
    const [here, there] = [await join(), await join()]
    there.line.hear(false)
    await here.family.get(1)
    await settled()
    const release = log.hold()
    here.line.behave('failing')
    await here.rename(1, 'Ann')
    here.line.behave('none')
    expect((await here.family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
    expect((await there.family.get(1, { read: 'fresh' }))?.name).toBe('ann')
    release()
    await clock.advance(oneFenceMs)
    expect((await there.family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
    const reads = shared.calls.getMany
    await here.family.get(2, { read: 'fresh' })
    expect(shared.calls.getMany).toBe(reads + 1)
  })

  test('by a process that dies after its commit is applied by the others', async () => {
    const { join, clock, people, log } = islands()
    const [here, there] = [await join(), await join()]
    await there.family.get(1)
    await settled()
    people.change(1, { name: 'Ann' })
    log.commit('person:1')
    await here.cay.close()
    await clock.advance(oneFenceMs)
    for (const read of ['cached', 'fresh'] as const)
      expect((await there.family.get(1, { read }))?.name).toBe('Ann')
  })
})

describe('a write past the door', () => {
  test('is applied to both tiers by the next fence, and only to what it changed', async () => {
    const { join, clock, renameBehind, people } = islands()
    const [here, there] = [await join(), await join()]
    for (const { family } of [here, there]) await family.getMany([1, 2])
    await settled()
    renameBehind(1, 'Ann')
    await clock.advance(oneFenceMs)
    people.loads.length = 0
    for (const read of ['cached', 'fresh'] as const) {
      expect((await here.family.get(1, { read }))?.name).toBe('Ann')
      expect((await there.family.get(1, { read }))?.name).toBe('Ann')
      expect((await there.family.get(2, { read }))?.name).toBe('bob')
    }
    expect(people.loads).toEqual([[1]])
  })

  test('is applied at once by fence(), which also covers what was committed while another fence ran', async () => {
    const { join, renameBehind, log } = islands()
    const here = await join()
    await here.family.getMany([1, 2])
    await settled()
    renameBehind(1, 'Ann')
    const release = log.hold()
    const first = here.cay.fence()
    await settled()
    renameBehind(2, 'Bob')
    const second = here.cay.fence()
    release()
    await Promise.all([first, second])
    const names = [...(await here.family.getMany([1, 2])).values()].map(({ name }) => name)
    expect(names).toEqual(['Ann', 'Bob'])
  })

  test('many who ask for a fence at once cost two', async () => {
    const { join, log } = islands()
    const here = await join({ isAlone: true })
    const before = log.asked
    await Promise.all(Array.from({ length: 100 }, () => here.cay.fence()))
    expect(log.asked).toBe(before + 2)
  })
})

describe('explicit invalidation, where there is a change log', () => {
  test('goes there too, and so reaches processes that share nothing', async () => {
    const { join, clock, people } = islands()
    const [here, there] = [await join({ isAlone: true }), await join({ isAlone: true })]
    await there.family.get(1)
    people.change(1, { name: 'Ann' })
    expect(await here.family.invalidate(1)).toBe('applied')
    await clock.advance(oneFenceMs)
    expect((await there.family.get(1))?.name).toBe('Ann')
  })

  test('with the log away too it waits here for the shared tier', async () => {
    const { join, clock, people, log } = islands()
    const [here, there] = [await join(), await join()]
    await there.family.get(1)
    await settled()
    people.change(1, { name: 'Ann' })
    log.answer(false)
    here.line.behave('failing')
    expect(await here.family.invalidate(1)).toBe('queued')
    here.line.behave('none')
    log.answer(true)
    await clock.advance(oneFenceMs)
    expect((await there.family.get(1))?.name).toBe('Ann')
  })
})

describe('a log that can not be asked', () => {
  test('for 2 seconds memory is believed, then it is not; back, what did not change is still there', async () => {
    const { join, clock, log, people, renameBehind } = islands()
    const here = await join({ isAlone: true })
    await here.family.getMany([1, 2])
    await clock.advance(oneFenceMs)
    people.loads.length = 0
    log.answer(false)
    await clock.advance(1_300)
    await here.family.get(1)
    expect(people.loads).toEqual([])
    expect((await here.cay.health()).log).toBe('followed')
    await clock.advance(800)
    renameBehind(1, 'Ann')
    expect((await here.family.get(1))?.name).toBe('Ann')
    expect(here.family.peek(1)).toBeUndefined()
    expect(await here.cay.health()).toMatchObject({ status: 'degraded', log: 'behind' })
    await expect(here.cay.fence()).rejects.toMatchObject({ code: 'CAY_LOG_UNAVAILABLE' })
    log.answer(true)
    await clock.advance(oneFenceMs)
    people.loads.length = 0
    expect((await here.family.get(2))?.name).toBe('bob')
    expect(people.loads).toEqual([])
    expect((await here.cay.health()).log).toBe('followed')
  })

  test('nor is the shared tier believed, and nothing is stored there', async () => {
    const { join, clock, log, shared } = islands()
    const here = await join()
    log.answer(false)
    await clock.advance(2_100)
    shared.entries.clear()
    await here.family.get(1)
    await settled()
    expect(shared.entries.size).toBe(0)
    log.answer(true)
    await clock.advance(oneFenceMs)
    await here.family.get(2)
    await settled()
    expect([...shared.entries.keys()].some((key) => key.includes(':d:person:2'))).toBe(true)
  })

  test.each([
    { staleFor: 60_000, served: 'ann' },
    { staleFor: 0, served: undefined },
  ])(
    'and an origin that fails: staleFor $staleFor decides whether the last value is served',
    async ({ staleFor, served }) => {
      const { join, clock, log, people } = islands()
      const here = await join({ isAlone: true, times: { staleFor } })
      await here.family.get(1)
      log.answer(false)
      await clock.advance(2_100)
      people.error = new Error('away')
      const name = await here.family.get(1).then(
        (person) => person?.name,
        () => undefined,
      )
      expect(name).toBe(served)
    },
  )

  test('and an origin that fails: the last value is served for staleFor after it was last vouched for, however young it is', async () => {
    const { join, clock, log, people } = islands()
    const here = await join({ isAlone: true, times: { ttl: 600_000, staleFor: 60_000 } })
    await here.family.get(1)
    await clock.advance(10_000)
    log.answer(false)
    people.error = new Error('away')
    await clock.advance(2_000 + 60_000 - 1_000)
    expect((await here.family.get(1))?.name).toBe('ann')
    await clock.advance(1_000)
    await expect(here.family.get(1)).rejects.toThrow('away')
  })

  test('and an origin that fails, after the machine was suspended: staleFor counts by the wall clock', async () => {
    const { join, clock, log, people } = islands()
    const here = await join({ isAlone: true, times: { ttl: 600_000, staleFor: 60_000 } })
    await here.family.get(1)
    log.answer(false)
    people.error = new Error('away')
    await clock.suspend(63_000)
    await expect(here.family.get(1)).rejects.toThrow('away')
  })

  test('a load that began before that, and is slow, is joined by nobody who asks later', async () => {
    const { join, clock, log, people, renameBehind } = islands()
    const here = await join({ isAlone: true })
    const release = people.hold()
    const first = here.family.get(1)
    await clock.advance(10)
    log.answer(false)
    renameBehind(1, 'Ann')
    await clock.advance(4_000)
    const second = here.family.get(1)
    release()
    expect([(await first)?.name, (await second)?.name]).toEqual(['ann', 'Ann'])
  })

  test('a machine that was suspended believes nothing when it goes on, though its monotonic clock stood still', async () => {
    const { join, clock, renameBehind } = islands()
    const here = await join()
    await here.family.get(1)
    await settled()
    renameBehind(1, 'Ann')
    await clock.suspend(3_000)
    expect((await here.family.get(1))?.name).toBe('Ann')
  })
})

describe('what a shared tier may have lost', () => {
  test('emptied: its missing watermark makes nothing of before valid, and is set', async () => {
    const { join, clock, shared } = islands()
    const here = await join()
    await here.family.get(1)
    await settled()
    const position = shared.entries.get('cay:{cay}:w')?.toString()
    expect(position).toBe('1.0')
    shared.entries.clear()
    await clock.advance(oneFenceMs)
    expect(shared.entries.get('cay:{cay}:w')?.toString()).toBe(position)
  })

  test('a watermark alone is gone: every entry is outdated', async () => {
    const { join, clock, shared } = islands()
    const here = await join()
    await here.family.get(1)
    await settled()
    shared.entries.delete('cay:{cay}:w')
    await clock.advance(oneFenceMs)
    expect((await here.cay.explain('person', 1)).shared.state).toBe('outdated')
  })

  test('restored from before a write: nothing is believed before a fence, and it drops just what changed since', async () => {
    const { join, clock, shared, people, log } = islands()
    const here = await join()
    await here.family.getMany([1, 2])
    await settled()
    const snapshot = new Map(shared.entries)
    await here.rename(1, 'Ann')
    await clock.advance(oneFenceMs)
    here.line.disconnect()
    shared.entries.clear()
    for (const [key, value] of snapshot) shared.entries.set(key, value)
    log.answer(false)
    here.line.connect()
    await settled()
    expect((await here.family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
    log.answer(true)
    await clock.advance(oneFenceMs)
    people.loads.length = 0
    expect((await here.family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
    expect((await here.family.get(2, { read: 'fresh' }))?.name).toBe('bob')
    expect(people.loads).toEqual([[1]])
  })

  test('replaced behind a proxy, without a break or a message: what memory took from it is gone with the next fence', async () => {
    const { join, clock, shared } = islands()
    const [here, there] = [await join(), await join()]
    there.line.hear(false)
    await here.family.get(1)
    await settled()
    const snapshot = new Map(shared.entries)
    await here.rename(1, 'Ann')
    await clock.advance(oneFenceMs)
    shared.entries.clear()
    for (const [key, value] of snapshot) shared.entries.set(key, value)
    shared.replace()
    expect((await there.family.get(1))?.name).toBe('ann')
    await here.cay.fence()
    await there.cay.fence()
    for (const { family } of [here, there]) expect((await family.get(1))?.name).toBe('Ann')
  })

  test('belief that ends while a fence is under way is not restored by that fence', async () => {
    const { join, log } = islands()
    const here = await join()
    await here.family.get(1)
    await settled()
    const release = log.hold()
    const fencing = here.cay.fence()
    await settled()
    here.line.behave('failing')
    await here.rename(1, 'Ann')
    here.line.behave('none')
    log.answer(false)
    release()
    await fencing
    expect((await here.family.get(1, { read: 'fresh' }))?.name).toBe('Ann')
  })

  test('of tables that the log does not cover: what is there is forgotten at a process’s first sight, and after each break', async () => {
    const { join, clock, shared } = islands()
    const loads: string[] = []
    const jobsOf = async (): Promise<() => Promise<unknown>> => {
      const { cay, line } = await join()
      const load = (): Promise<string> => Promise.resolve(loads.push('load') > 0 ? 'jobs' : '')
      const jobs = cay.query({ name: 'jobs:list', tags: ['jobs'], key: () => [], load })
      await clock.advance(oneFenceMs)
      lines.push(line)
      return () => jobs.get(undefined, { read: 'fresh' })
    }
    const lines: { readonly disconnect: () => void; readonly connect: () => void }[] = []
    const here = await jobsOf()
    await here()
    await settled()
    await here()
    expect(loads).toHaveLength(1)
    const there = await jobsOf()
    await there()
    expect(loads).toHaveLength(2)
    await settled()
    const before = new Map(shared.entries)
    lines[1]?.disconnect()
    for (const [key, value] of before) shared.entries.set(key, value)
    lines[1]?.connect()
    await clock.advance(oneFenceMs)
    await there()
    expect(loads).toHaveLength(3)
  })

  test('nothing is vouched for before it is known what there is', async () => {
    const clock = manualClock()
    const shared = memoryTier(clock)
    const log = new MemoryLog()
    const cay = createCay({ shared, changes: log.follower(), clock, random: seededRandom() })
    await clock.advance(oneFenceMs)
    expect(shared.entries.has('cay:{cay}:w')).toBe(false)
    expect((await cay.health()).backend).toBe('memory')
    peopleFamily(cay, new People('ann'))
    await clock.advance(3_000)
    expect(shared.entries.has('cay:{cay}:w')).toBe(true)
  })

  test('of a log that is trimmed beyond it, or of another database: everything is dropped', async () => {
    for (const lose of ['trim', 'replace'] as const) {
      const { join, clock, log, renameBehind, people } = islands()
      const here = await join()
      await here.family.getMany([1, 2])
      await settled()
      renameBehind(1, 'Ann')
      log[lose]()
      people.change(2, { name: 'Bob' })
      await clock.advance(oneFenceMs)
      for (const read of ['cached', 'fresh'] as const) {
        expect((await here.family.get(1, { read }))?.name).toBe('Ann')
        expect((await here.family.get(2, { read }))?.name).toBe('Bob')
      }
    }
  })

  test('whoever moves the watermark first, the others start over and find nothing left to do', async () => {
    const { join, renameBehind, shared } = islands()
    const all = [await join(), await join(), await join()]
    for (const { family } of all) await family.get(1)
    await settled()
    renameBehind(1, 'Ann')
    await Promise.all(all.map(({ cay }) => cay.fence()))
    for (const { family } of all) expect((await family.get(1))?.name).toBe('Ann')
    expect(shared.entries.get('cay:{cay}:w')?.toString()).toBe('1.1')
    for (const { cay } of all) expect((await cay.health()).status).toBe('healthy')
  })

  test('a quiet log moves the watermark on about once a minute, so that it is never trimmed away behind it', async () => {
    const { join, clock, log, shared } = islands()
    await join()
    log.commit('other:1')
    await clock.advance(oneFenceMs)
    const writes = shared.calls.apply
    await clock.advance(50_000)
    expect(shared.calls.apply).toBe(writes)
    await clock.advance(70_000)
    expect(shared.calls.apply - writes).toBeGreaterThanOrEqual(1)
    expect(shared.calls.apply - writes).toBeLessThanOrEqual(2)
  })
})

describe('a table whose changes may not reach the log', () => {
  const unfollowed = { table: 'people', tags: ['person:*'], because: 'Its triggers are disabled.' }

  test('is not cached, in either tier, and health says why', async () => {
    const { join, log, people, shared } = islands()
    log.unfollow(unfollowed)
    const here = await join()
    for (const name of ['Ann', 'Anna']) {
      people.change(1, { name })
      expect((await here.family.get(1))?.name).toBe(name)
      expect((await here.family.getMany([1])).get(1)?.name).toBe(name)
      expect((await here.family.getBy('email', 'ann@example.org'))?.name).toBe(name)
    }
    await settled()
    expect(here.family.peek(1)).toBeUndefined()
    expect([...shared.entries.keys()].some((key) => key.includes(':d:'))).toBe(false)
    expect(await here.cay.health()).toMatchObject({
      status: 'degraded',
      uncached: [{ table: 'people', families: ['person', 'person.email'], because: unfollowed.because }],
    })
  })

  test('found so later, it is no longer cached; followed again, what was stored before is forgotten everywhere', async () => {
    const { join, clock, log, people } = islands()
    const [here, there] = [await join(), await join()]
    for (const { family } of [here, there]) await family.get(1)
    await settled()
    log.unfollow(unfollowed)
    await clock.advance(15_000)
    people.change(1, { name: 'Ann' })
    expect((await here.family.get(1))?.name).toBe('Ann')
    people.change(1, { name: 'Anna' })
    expect((await here.family.get(1))?.name).toBe('Anna')
    log.unfollow()
    await clock.advance(15_000)
    for (const { family, cay } of [here, there]) {
      expect((await family.get(1, { read: 'fresh' }))?.name).toBe('Anna')
      expect((await cay.health()).uncached).toEqual([])
    }
    people.loads.length = 0
    await here.family.get(1)
    expect(people.loads).toEqual([])
  })
})

test('followed again, what the shared tier held from before is forgotten before it is believed', async () => {
  const { join, clock, log, people } = islands()
  const here = await join()
  await here.family.get(1)
  await settled()
  log.unfollow({ table: 'people', tags: ['person:*'], because: 'Its triggers are disabled.' })
  await clock.advance(15_000)
  people.change(1, { name: 'Ann' })
  log.unfollow()
  await clock.advance(15_000)
  expect((await here.family.get(1))?.name).toBe('Ann')
})

describe('within a transaction of one’s own', () => {
  test('reads through the cache are refused, whatever is in memory; the reads of others are not', async () => {
    const { join } = islands()
    const here = await join()
    await here.family.get(1)
    await here.log.write(async () => {
      for (const read of ['cached', 'fresh', 'strong'] as const)
        await expect(here.family.get(1, { read })).rejects.toMatchObject({ code: 'CAY_IN_WRITE' })
      await expect(here.family.getMany([1, 2])).rejects.toMatchObject({ code: 'CAY_IN_WRITE' })
      await expect(here.family.getBy('email', 'ann@example.org')).rejects.toMatchObject({
        code: 'CAY_IN_WRITE',
      })
      expect(here.family.peek(1)).toBeUndefined()
    })
    expect((await here.family.get(1))?.name).toBe('ann')
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const writing = here.log.write(() => promise)
    expect((await here.family.get(1))?.name).toBe('ann')
    resolve(undefined)
    await writing
  })

  test('what goes on after the transaction has ended may read again', async () => {
    const { join } = islands()
    const here = await join()
    let later: Promise<unknown> | undefined
    const { promise, resolve } = Promise.withResolvers<undefined>()
    await here.log.write(() => {
      later = promise.then(() => here.family.get(1))
    })
    resolve(undefined)
    expect(await later).toMatchObject({ name: 'ann' })
  })
})

test('an embedded database, which nobody else can change, is not asked again and again', async () => {
  const { join, clock, log, people } = islands()
  const here = await join({ isExclusive: true, isAlone: true })
  await here.family.get(1)
  const before = log.asked
  await clock.advance(60_000)
  expect(log.asked).toBe(before)
  log.answer(false)
  await clock.advance(10_000)
  people.loads.length = 0
  await here.family.get(1)
  expect(people.loads).toEqual([])
  await here.rename(1, 'Ann').catch(() => undefined)
})

describe('without a change log', () => {
  test('other processes hear an invalidation; where they were deaf for a while, their memory is emptied', async () => {
    const clock = manualClock()
    const tier = memoryTier(clock)
    const people = new People('ann', 'bob')
    const lines = [faultyTier(tier, clock), faultyTier(tier, clock)] as const
    const [here, there] = lines.map((shared, i) =>
      peopleFamily(createCay({ shared, clock, random: seededRandom(i) }), people),
    )
    await settled()
    await there?.get(1)
    people.change(1, { name: 'Ann' })
    await here?.invalidate(1)
    expect((await there?.get(1))?.name).toBe('Ann')
    lines[1].hear(false, true)
    people.change(1, { name: 'Anna' })
    await here?.invalidate(1)
    expect((await there?.get(1))?.name).toBe('Anna')
    people.change(1, { name: 'Annie' })
    await here?.invalidate(1)
    expect((await there?.get(1))?.name).toBe('Anna')
    lines[1].hear(true, true)
    expect((await there?.get(1))?.name).toBe('Annie')
  })
})
