import type { Clock } from '../../platform/clock.ts'
import type { Contents, Counted, FigureStore, RoleCount, SignUps } from './figures.store.ts'

/** How many people there are, of what kinds, and what they have. Cached: a type, for it has to be known to be JSON. */
export type Statistics = {
  readonly roles: RoleCount[]
  readonly locations: Counted[]
  readonly points_in_circulation: number
  readonly permissions: Counted[]
}

export type Dashboard = Omit<Contents, 'closed_users'> & {
  readonly active_users: number
  readonly sign_ups: SignUps[]
}

const mostLocations = 20

/** Figures as the database has them now. */
export class Figures {
  readonly #store: FigureStore
  readonly #clock: Clock

  constructor({ store, clock }: { readonly store: FigureStore; readonly clock: Clock }) {
    this.#store = store
    this.#clock = clock
  }

  /** One statement after the other: some read the whole table of users, and others want the database meanwhile. */
  async statistics(): Promise<Statistics> {
    return {
      roles: [...(await this.#store.roles(this.#now()))],
      locations: [...(await this.#store.locations(mostLocations))],
      points_in_circulation: await this.#store.points(),
      permissions: [...(await this.#store.permissions())],
    }
  }

  async dashboard(): Promise<Dashboard> {
    const { closed_users, ...contents } = await this.#store.contents()
    return {
      ...contents,
      active_users: contents.users - closed_users,
      sign_ups: [...(await this.#store.signUps(this.#now()))],
    }
  }

  #now(): Date {
    return new Date(this.#clock.wallNow())
  }
}
