import type { Transaction } from '../../platform/database.ts'
import { validationFailed, type ErrorDetail } from '../../platform/errors.ts'
import type { CategoryLists, LocationLists } from './places.cache.ts'
import type { Category, Location, Place, PlaceStore } from './places.store.ts'

interface Parts {
  readonly categoryLists: CategoryLists
  readonly locationLists: LocationLists
  readonly store: PlaceStore
}

/** What jobs are sorted by: kinds of work, and where. */
export class Places {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  categories(): Promise<readonly Category[]> {
    return this.#parts.categoryLists.get(undefined)
  }

  locations(): Promise<readonly Location[]> {
    return this.#parts.locationLists.get(undefined)
  }

  /**
   * Refuses what is asked for in a category that there is not.
   * @throws {AppError} validation_failed
   */
  async assertCategory(slug: string): Promise<void> {
    const categories = await this.categories()
    if (!categories.some((category) => category.slug === slug)) throw validationFailed([unknownCategory])
  }

  /**
   * The slugs of a location and of what is on it: of an island, its own and those of its towns.
   * @throws {AppError} validation_failed where there is no such location
   */
  async within(slug: string): Promise<readonly string[]> {
    const locations = await this.locations()
    const found = locations.filter((location) => location.slug === slug || location.island === slug)
    if (found.length === 0) throw validationFailed([unknownLocation])
    return found.map((location) => location.slug)
  }

  /**
   * Refuses a category or a location that there is not, as the database has them now; null is none. They stay until the
   * transaction ends.
   * @throws {AppError} validation_failed
   */
  async hold(tx: Transaction, place: Place): Promise<void> {
    const found = await this.#parts.store.hold(tx, place)
    const problems = [
      ...(found.category === place.category ? [] : [unknownCategory]),
      ...(found.location === place.location ? [] : [unknownLocation]),
    ]
    if (problems.length > 0) throw validationFailed(problems)
  }
}

const unknownCategory: ErrorDetail = { field: 'category', problem: 'is none of /api/categories' }
const unknownLocation: ErrorDetail = { field: 'location', problem: 'is none of /api/locations' }
