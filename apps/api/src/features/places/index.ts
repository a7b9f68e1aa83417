export { categoryLists, locationLists, placesTables } from './places.cache.ts'
export { placesRoutes } from './places.routes.ts'
export { Places } from './places.service.ts'
export { PlaceStore } from './places.store.ts'
