import { createCay } from 'cay'
import { faultyTier, manualClock, memoryTier, seededRandom, type Fault } from 'cay/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { People, peopleFamily, settled } from './people.ts'

const ids = [1, 2, 3, 4]
const names = ['ann', 'bob', 'cat', 'dan', 'eve']
const email = (name: string): string => `${name}@example.org`

type Step =
  | { readonly do: 'rename'; readonly id: number; readonly name: string }
  | { readonly do: 'delete' | 'get'; readonly id: number }
  | { readonly do: 'find' | 'findFresh'; readonly name: string }
  | { readonly do: 'findAll' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'evict'; readonly which: number }

const id = fc.constantFrom(...ids)
const name = fc.constantFrom(...names)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('rename' as const), id, name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('get' as const), id }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('find' as const, 'findFresh' as const), name }) },
  { weight: 2, arbitrary: fc.constant({ do: 'findAll' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(10, 1_000, 70_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom<Fault>('none', 'failing'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('evict' as const), which: fc.nat(20) }) },
)

/** Two processes on one shared tier and one database; every write is followed by its invalidation, as the door does. */
async function world() {
  const clock = manualClock()
  const tier = faultyTier(memoryTier(clock), clock)
  const people = new People('ann', 'bob')
  const times = { ttl: 60_000, staleFor: 60_000, missTtl: 5_000 }
  const writer = createCay({ shared: tier, clock, random: seededRandom(1) })
  const reader = createCay({ shared: tier, clock, random: seededRandom(2) })
  await settled()
  return {
    clock,
    tier,
    people,
    writer,
    ours: peopleFamily(writer, people, times),
    theirs: peopleFamily(reader, people, times),
  }
}

/** Who carries the alias in the database now. */
function owner(people: People, wanted: string): number | null {
  return [...people.rows.values()].find((row) => row.email === email(wanted))?.id ?? null
}

test('after any sequence of renames, an alias finds the record that carries it, or none; never another’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { clock, tier, people, writer, ours, theirs } = await world()
      for (const one of steps) {
        switch (one.do) {
          case 'rename': {
            // E-mails are unique: whoever had it loses it in the same transaction.
            const before = owner(people, one.name)
            if (before !== null && before !== one.id) people.rows.delete(before)
            const row = {
              id: one.id,
              email: email(one.name),
              username: one.name,
              name: one.name,
              password_hash: '',
            }
            people.rows.set(one.id, row)
            await writer.invalidate([`person:${one.id}`, `person:${before ?? one.id}`, 'person.email?'])
            break
          }
          case 'delete':
            people.rows.delete(one.id)
            await writer.invalidate([`person:${one.id}`])
            break
          case 'get':
            expect((await ours.get(one.id))?.email).toBe(people.rows.get(one.id)?.email)
            break
          case 'find':
            expect((await ours.getBy('email', email(one.name)))?.id ?? null).toBe(owner(people, one.name))
            break
          case 'findFresh': {
            // Elsewhere memory may be behind: what it finds must still carry the alias it was asked for.
            const found = await theirs.getBy('email', email(one.name))
            expect(found?.email ?? email(one.name)).toBe(email(one.name))
            break
          }
          case 'findAll': {
            const found = await ours.getManyBy('email', names.map(email))
            expect(Object.fromEntries(Array.from(found, ([value, person]) => [value, person.id]))).toEqual(
              Object.fromEntries(
                names.flatMap((each) => {
                  const carrier = owner(people, each)
                  return carrier === null ? [] : [[email(each), carrier]]
                }),
              ),
            )
            break
          }
          case 'wait':
            await clock.advance(one.ms)
            break
          case 'fault':
            if (one.fault === 'none') tier.connect()
            else tier.disconnect()
            await settled()
            break
          case 'evict':
            tier.entries.delete([...tier.entries.keys()][one.which] ?? '')
            break
          default:
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('getMany equals many gets, under any mixture of hits, misses, stale entries and failures', async () => {
  const batch = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 10 })
  const touched = fc.record({
    local: batch,
    sharedOnly: batch,
    stale: batch,
    waitMs: fc.constantFrom(0, 30_000, 90_000),
  })
  await fc.assert(
    fc.asyncProperty(
      touched,
      batch,
      fc.constantFrom<Fault>('none', 'failing'),
      fc.boolean(),
      async (before, wanted, fault, isBroken) => {
        const outcome = async (
          read: (family: Awaited<ReturnType<typeof world>>['ours']) => Promise<unknown>,
        ): Promise<unknown> => {
          const { clock, tier, people, ours, theirs } = await world()
          await ours.getMany(before.stale)
          await clock.advance(before.waitMs)
          await theirs.getMany(before.sharedOnly)
          await ours.getMany(before.local)
          await settled()
          tier.behave(fault)
          if (isBroken) people.error = new Error('the database is away')
          return read(ours).catch((error: unknown) => error)
        }
        const many = await outcome(async (family) => Object.fromEntries(await family.getMany(wanted)))
        const singles = await outcome(async (family) => {
          const found = await Promise.all(wanted.map(async (each) => [each, await family.get(each)] as const))
          return Object.fromEntries(found.filter(([, person]) => person !== null))
        })
        expect(many).toEqual(singles)
      },
    ),
    { numRuns: 200 },
  )
})
