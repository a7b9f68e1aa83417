export { accountRoutes } from './account.routes.ts'
export { authRoutes } from './auth.routes.ts'
export { createAuthentication, viewerIdOf, viewerOf } from './authentication.ts'
export { createAuth } from './create-auth.ts'
