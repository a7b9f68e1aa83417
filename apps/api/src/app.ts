import type { Writable } from 'node:stream'
import type { Cay, SharedTier } from 'cay'
import type { Config } from './config.ts'
import { addFeatures, trackedTables } from './features.ts'
import { seedDemo } from './features/demo/index.ts'
import { refuseOtherMethods } from './platform/allowed-methods.ts'
import { createCache } from './platform/cache.ts'
import { systemClock, type Clock } from './platform/clock.ts'
import { Drain } from './platform/drain.ts'
import { openDatabase, type OpenDatabase } from './platform/database.ts'
import { createHttpServer } from './platform/http-server.ts'
import type { App } from './platform/http.ts'
import { describeRoutes } from './platform/openapi.ts'
import { Passwords } from './platform/passwords.ts'

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
  const passwords = new Passwords()
  const database = await openDatabase(config.database, {
    tracked: trackedTables,
    ...(config.seedDemo ? { seed: (write) => seedDemo(write, passwords, clock) } : {}),
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
    await describeRoutes(app)
    const methods = refuseOtherMethods(app)
    await addFeatures(app, { config, database, cay, clock, drain, passwords })
    methods.close()
    await app.ready()
    return app
  } catch (error) {
    await app.close()
    throw error
  }
}
