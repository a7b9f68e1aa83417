export { userLists, userRecords, usersTable, type User } from './users.cache.ts'
export {
  newUserProperties,
  OwnProfile,
  profileProperties,
  PublicUser,
  Role,
  UpdateProfile,
  UserCard,
} from './users.schema.ts'
export { Users } from './users.service.ts'
export { UserStore, type NewUser, type UserAlias, type UserChanges } from './users.store.ts'
