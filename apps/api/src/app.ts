import type { Writable } from 'node:stream'
import type { Cay, SharedTier } from 'cay'
import type { Config } from './config.ts'
import { accountRoutes, authRoutes, createAuth, createAuthentication } from './features/auth/index.ts'
import { seedDemo } from './features/demo/index.ts'
import { healthRoutes } from './features/health/index.ts'
import {
  applicationFamilies,
  Applications,
  applicationsRoutes,
  ApplicationStore,
  applicationsTable,
  jobFamilies,
  Jobs,
  jobsRoutes,
  JobStore,
  jobsTable,
} from './features/jobs/index.ts'
import {
  notificationFamilies,
  Notifications,
  notificationsRoutes,
  NotificationStore,
  notificationsTable,
} from './features/notifications/index.ts'
import {
  permissionLists,
  Permissions,
  PermissionStore,
  permissionsTable,
} from './features/permissions/index.ts'
import {
  categoriesTable,
  categoryLists,
  locationLists,
  locationsTable,
  Places,
  placesRoutes,
  PlaceStore,
} from './features/places/index.ts'
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
  })
  drain.watch(app.server)
  for (const warning of config.warnings) app.log.warn(warning)
  const database = await openDatabase(config.database, {
    tracked: [
      usersTable,
      followsTable,
      postsOfAuthorsTable,
      notificationsTable,
      permissionsTable,
      categoriesTable,
      locationsTable,
      jobsTable,
      applicationsTable,
    ],
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
  const tokens = new AccessTokens(config.jwtSecret, clock)
  const services = await createAuth({ database, users, passwords, tokens, clock })
  const guard = createAuthentication(app, users, tokens)
  healthRoutes(app, { clock, drain, cacheHealth: () => cacheHealth(cay) })
  authRoutes(app, services.auth)
  accountRoutes(app, services, guard)
  const notifications = addNotifications(app, { database, cay, clock, users, guard })
  addProfiles(app, { database, cay, clock, users, guard, notifications })
  const permissions = new Permissions({ lists: permissionLists(cay, new PermissionStore(database)) })
  const places = addPlaces(app, { database, cay, clock, users, guard })
  addJobs(app, { database, cay, clock, users, guard, notifications, permissions, places })
  methods.close()
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

function addPlaces(app: App, { database, cay, guard }: People): Places {
  const store = new PlaceStore(database)
  const lists = { categoryLists: categoryLists(cay, store), locationLists: locationLists(cay, store) }
  const places = new Places({ ...lists, store })
  placesRoutes(app, places, guard)
  return places
}

interface JobGround extends People {
  readonly notifications: Notifications
  readonly permissions: Permissions
  readonly places: Places
}

function addJobs(app: App, { cay, guard, notifications, ...ground }: JobGround): void {
  const { database, users, clock } = ground
  const { write } = database
  const [jobStore, store] = [new JobStore(database), new ApplicationStore(database)]
  const families = applicationFamilies(cay, store)
  const { applied } = families
  const jobs = new Jobs({ ...ground, families: jobFamilies(cay, jobStore), applied, store: jobStore, write })
  const applications = new Applications({
    families,
    store,
    jobStore,
    jobs,
    write,
    users,
    notifications,
    clock,
  })
  jobsRoutes(app, jobs, guard)
  applicationsRoutes(app, applications, guard)
}
