import { track, type TrackedTable } from '@cay/postgres'
import type { Cay, QueryFamily } from 'cay'
import type { Category, Location, PlaceStore } from './places.store.ts'

export const placesTables: readonly TrackedTable[] = [
  track('categories', { touches: ['categories'] }),
  track('locations', { touches: ['locations'] }),
]

export type CategoryLists = QueryFamily<undefined, readonly Category[]>
export type LocationLists = QueryFamily<undefined, readonly Location[]>

/** Of both there is one list, and it hardly ever changes. */
const policy = { ttl: '3600s', staleFor: '60s', key: () => [] } as const

export function categoryLists(cay: Cay, store: PlaceStore): CategoryLists {
  return cay.query({ ...policy, name: 'categories', tags: ['categories'], load: () => store.categories() })
}

export function locationLists(cay: Cay, store: PlaceStore): LocationLists {
  return cay.query({ ...policy, name: 'locations', tags: ['locations'], load: () => store.locations() })
}
