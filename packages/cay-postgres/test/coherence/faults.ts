import type { FaultProxy, Postgres, ProxyFault } from '@cay/servers'
import type { Dice } from './draw.ts'
import type { Member } from './member.ts'
import type { Timeline } from './timeline.ts'

/** What faults are done to, beside what stands for Redis. */
export interface Victims {
  readonly postgres: Postgres
  /** The way of each instance to PostgreSQL. */
  readonly ways: readonly FaultProxy[]
  readonly timeline: Timeline
  readonly dice: Dice
  /** The instance at this place now. */
  readonly member: (place: number) => Member
  /** Puts another in the place of one that was killed; resolves when it is ready. */
  readonly respawn: (place: number) => Promise<void>
  readonly databaseCrashed: () => void
  /** What is wrong stays so for so long, or less where there is little time. */
  readonly last: (ms: number) => Promise<void>
}

/** Something that goes wrong, lasts, and is mended when it resolves. */
export interface Fault {
  readonly name: string
  readonly inflict: (victims: Victims) => Promise<void>
}

export function fault(name: string, inflict: Fault['inflict']): Fault {
  return { name, inflict }
}

/** The way of the instance at this place. */
export function at<T>(ways: readonly T[], place: number): T {
  const found = ways[place]
  if (found === undefined) throw new Error(`There is no place ${place}`)
  return found
}

/** Of the database: beside what can go wrong with Redis. */
export const databaseFault: Fault = fault(
  'PostgreSQL restarted',
  async ({ postgres, timeline, dice, databaseCrashed, last }) => {
    await timeline.databaseAway(async () => {
      if (dice.fraction() < 0.5) {
        await postgres.kill()
        databaseCrashed()
      }
      await last(dice.oneOf([0, dice.between(0, 1_000)]))
      await postgres.restart()
    })
  },
)

/** Of one instance, or of its way to PostgreSQL. */
export const instanceFaults: readonly Fault[] = [
  fault('killed between commit and apply', async ({ ways, dice, member, respawn }) => {
    for (let i = dice.even(3); i >= 0; i--) {
      const place = dice.even(ways.length)
      member(place).order('die after the next commit')
      await member(place).ended
      await respawn(place)
    }
  }),
  onTheWayToPostgres('way to PostgreSQL cut', { kind: 'cut' }),
  onTheWayToPostgres('way to PostgreSQL black-holed', { kind: 'black hole' }),
  onTheWayToPostgres('way from PostgreSQL black-holed', { kind: 'black hole', towards: 'client' }),
  onTheWayToPostgres('way to PostgreSQL delayed', { kind: 'delay', ms: 40 }),
  fault('instance stopped with SIGSTOP', async ({ ways, member, dice }) => {
    const ms = dice.oneOf([50, dice.between(100, 1_000), dice.between(1_000, 3_000)])
    await member(dice.even(ways.length)).freeze(ms)
  }),
]

/** Reads of this instance that need the database may fail meanwhile; those that it answers must be right. */
function onTheWayToPostgres(name: string, broken: ProxyFault): Fault {
  return fault(name, async ({ ways, timeline, dice, member, last }) => {
    const place = dice.even(ways.length)
    const way = at(ways, place)
    await timeline.databaseAway(async () => {
      await way.break(broken)
      await last(dice.oneOf([50, dice.between(50, 800), dice.between(800, 4_000)]))
      if (dice.fraction() < 0.5) way.reset()
      await way.heal()
    }, member(place).life)
  })
}

/** What was held on the way is delivered afterwards, or lost with the connection. */
export function onTheWay(
  ways: readonly FaultProxy[],
  name: string,
  broken: (dice: Dice) => ProxyFault,
): Fault {
  return fault(name, async ({ dice, last }) => {
    const way = at(ways, dice.even(ways.length))
    await way.break(broken(dice))
    await last(dice.oneOf([40, dice.between(50, 500), dice.between(500, 3_500)]))
    if (dice.fraction() < 0.5) way.reset()
    await way.heal()
  })
}
