import type { Writable } from 'node:stream'
import type { Cay, SharedTier } from 'cay'
import type { Config } from './config.ts'
import { accountRoutes, authRoutes, createAuth, createAuthentication } from './features/auth/index.ts'
import { avatarFolder, avatarRoutes, Avatars, AvatarStore, Pictures } from './features/avatars/index.ts'
import { seedDemo } from './features/demo/index.ts'
import { healthRoutes } from './features/health/index.ts'
import {
  notificationFamilies,
  Notifications,
  notificationsRoutes,
  NotificationStore,
  notificationsTable,
} from './features/notifications/index.ts'
import {
  followsTable,
  postsOfAuthorsTable,
  profileFamilies,
  Profiles,
  profilesRoutes,
  ProfileStore,
} from './features/profiles/index.ts'
import { userLists, userRecords, Users, UserStore, usersTable } from './features/users/index.ts'
import { refuseOtherMethods } from './platform/allowed-methods.ts'
import type { Authentication } from './platform/authentication.ts'
import { cacheHealth, createCache } from './platform/cache.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { Drain } from './platform/drain.ts'
import { openDatabase, type OpenDatabase } from './platform/database.ts'
import { createHttpServer } from './platform/http-server.ts'
import type { App } from './platform/http.ts'
import { describeRoutes } from './platform/openapi.ts'
import { Passwords } from './platform/passwords.ts'
import { AccessTokens } from './platform/tokens.ts'

/** What is made elsewhere, and what tests put in the place of what is real. */
export interface AppParts {
  readonly clock?: Clock
  /** Of whoever stops the process. */
  readonly drain?: Drain
  /** Instead of Redis. */
  readonly sharedTier?: SharedTier
  /** Instead of standard output. */
  readonly logStream?: Writable
  /** Is shown what the application stands on, before it serves. */
  readonly onOpen?: (opened: { readonly cay: Cay; readonly database: OpenDatabase }) => void
}

/**
 * The application: database, cache, features and routes, ready to listen or to `inject`. Closing it closes all of them.
 * @throws {StartError}
 */
export async function createApp(config: Config, parts: AppParts = {}): Promise<App> {
  const { clock = systemClock, drain = new Drain(clock), sharedTier, logStream, onOpen } = parts
  const app = createHttpServer({
    logLevel: config.logLevel,
    logStream,
    isProduction: config.environment === 'production',
    trustProxy: config.trustProxy,
  })
  drain.watch(app.server)
  for (const warning of config.warnings) app.log.warn(warning)
  const database = await openDatabase(config.database, {
    tracked: [usersTable, followsTable, postsOfAuthorsTable, notificationsTable],
    onIdleError: (err) => {
      app.log.warn({ err }, 'a connection to the database broke')
    },
    onUnfollowed: (because) => {
      app.log.warn(`not cached: ${because}`)
    },
    onSilence: (state) => {
      if (state === 'silent')
        app.log.error('the database does not answer: what needs it is refused until it does')
      else app.log.info('the database answers again')
    },
  })
  const cay = createCache({
    changes: database.changes,
    redis: config.redis,
    secret: config.caySecret,
    read: config.cacheRead,
    clock,
    sharedTier,
  })
  onOpen?.({ cay, database })
  app.addHook('onClose', async () => {
    await cay.close()
    await database.close()
  })
  try {
    await addFeatures(app, { config, database, cay, clock, drain })
    await app.ready()
    return app
  } catch (error) {
    await app.close()
    throw error
  }
}

interface Ground {
  readonly config: Config
  readonly database: OpenDatabase
  readonly cay: Cay
  readonly clock: Clock
  readonly drain: Drain
}

async function addFeatures(app: App, { config, database, cay, clock, drain }: Ground): Promise<void> {
  const passwords = new Passwords()
  if (config.seedDemo) await seedDemo(database, passwords)
  await describeRoutes(app)
  const methods = refuseOtherMethods(app)
  const store = new UserStore(database)
  const users = new Users({ records: userRecords(cay, store), lists: userLists(cay, store), store, clock })
  const avatars = await createAvatars(app, { config, database, clock, users })
  const tokens = new AccessTokens(config.jwtSecret, clock)
  const services = await createAuth({
    ...{ database, users, passwords, tokens, clock, avatars },
    secret: config.jwtSecret,
    registrationsPerHour: config.registrationsPerHour,
  })
  const guard = createAuthentication(app, users, tokens)
  healthRoutes(app, { clock, drain, cacheHealth: () => cacheHealth(cay) })
  authRoutes(app, services.auth)
  accountRoutes(app, services, guard)
  await avatarRoutes(app, avatars, guard)
  const notifications = addNotifications(app, { database, cay, clock, users, guard })
  addProfiles(app, { database, cay, clock, users, guard, notifications })
  methods.close()
}

async function createAvatars(
  app: App,
  {
    config,
    database,
    clock,
    users,
  }: Pick<Ground, 'config' | 'database' | 'clock'> & { readonly users: Users },
): Promise<Avatars> {
  return new Avatars({
    ...{ write: database.write, users, clock },
    store: new AvatarStore(),
    storage: await avatarFolder(config.avatarFolder),
    pictures: new Pictures(),
    onLeftBehind: (err) => {
      app.log.warn({ err }, 'the file of an old picture could not be removed')
    },
  })
}

/** What a feature is given that stands on users. */
interface People extends Pick<Ground, 'database' | 'cay' | 'clock'> {
  readonly users: Users
  readonly guard: Authentication
}

function addNotifications(app: App, { database, cay, clock, users, guard }: People): Notifications {
  const store = new NotificationStore(database)
  const families = notificationFamilies(cay, store)
  const notifications = new Notifications({ users, families, store, write: database.write, clock })
  notificationsRoutes(app, notifications, guard)
  return notifications
}

function addProfiles(
  app: App,
  { database, cay, clock, users, guard, notifications }: People & { readonly notifications: Notifications },
): void {
  const store = new ProfileStore(database)
  const families = profileFamilies(cay, store)
  const profiles = new Profiles({ users, notifications, families, store, write: database.write, clock })
  profilesRoutes(app, profiles, guard)
}
