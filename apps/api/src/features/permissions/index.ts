export { permissionLists, permissionsTable } from './permissions.cache.ts'
export { Permissions } from './permissions.service.ts'
export { permissions, PermissionStore, type Permission } from './permissions.store.ts'
