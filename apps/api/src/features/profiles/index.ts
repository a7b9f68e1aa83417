export { followsTable, postsOfAuthorsTable, profileFamilies } from './profiles.cache.ts'
export { profilesRoutes } from './profiles.routes.ts'
export { Profiles } from './profiles.service.ts'
export { ProfileStore } from './profiles.store.ts'
