export { pointLists, pointsTable } from './points.cache.ts'
export { pointsRoutes } from './points.routes.ts'
export { Points } from './points.service.ts'
export { PointStore } from './points.store.ts'
