import type { Database, Transaction } from '../../platform/database.ts'

/** What kind of work a job is. A type, for it is cached: an interface would not be known to be JSON. */
export type Category = {
  readonly slug: string
  readonly name: string
  readonly description: string
}

/** Where a job is: an island, or a town with the island it is on. */
export type Location = {
  readonly slug: string
  readonly name: string
  readonly island: string | null
}

/** The category and the location of something; null: none. */
export interface Place {
  readonly category: string | null
  readonly location: string | null
}

/** The SQL of categories and locations. */
export class PlaceStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  categories(): Promise<readonly Category[]> {
    return this.#read('select slug, name, description from categories order by position, slug')
  }

  locations(): Promise<readonly Location[]> {
    return this.#read('select slug, name, island from locations order by position, slug')
  }

  /** Those of the two that there are. They stay until the transaction ends. */
  async hold(tx: Transaction, { category, location }: Place): Promise<Place> {
    const { rows } = await tx.query<Place>(
      `select (select slug from categories where slug = $1 for key share) as category,
         (select slug from locations where slug = $2 for key share) as location`,
      [category, location],
    )
    return rows[0] ?? { category: null, location: null }
  }
}
