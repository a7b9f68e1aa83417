import type { Cay } from 'cay'
import type { Config } from './config.ts'
import {
  accountLists,
  AccountAdmin,
  accountsRoutes,
  AccountStore,
  activities,
  countedTables,
  figureCaches,
  Figures,
  figuresRoutes,
  FigureStore,
} from './features/admin/index.ts'
import {
  accountRoutes,
  authRoutes,
  createAuth,
  createAuthentication,
  type Accounts,
} from './features/auth/index.ts'
import { avatarFolder, avatarRoutes, Avatars, AvatarStore, Pictures } from './features/avatars/index.ts'
import { healthRoutes } from './features/health/index.ts'
import {
  applicationFamilies,
  Applications,
  applicationsRoutes,
  ApplicationStore,
  jobFamilies,
  Jobs,
  jobsRoutes,
  jobsTables,
  JobStore,
} from './features/jobs/index.ts'
import {
  ConversationStore,
  messageFamilies,
  Messages,
  messagesRoutes,
  messagesTables,
  MessageStore,
} from './features/messages/index.ts'
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
  permissionsRoutes,
  PermissionStore,
  permissionsTable,
} from './features/permissions/index.ts'
import {
  categoryLists,
  locationLists,
  Places,
  placesRoutes,
  placesTables,
  PlaceStore,
} from './features/places/index.ts'
import { pointLists, Points, pointsRoutes, pointsTable, PointStore } from './features/points/index.ts'
import {
  Comments,
  commentsRoutes,
  CommentStore,
  postFamilies,
  Posts,
  postsRoutes,
  postsTables,
  PostStore,
} from './features/posts/index.ts'
import {
  followsTable,
  postsOfAuthorsTable,
  profileFamilies,
  Profiles,
  profilesRoutes,
  ProfileStore,
} from './features/profiles/index.ts'
import { userLists, userRecords, Users, UserStore, usersTable } from './features/users/index.ts'
import type { Authentication } from './platform/authentication.ts'
import { cacheHealth } from './platform/cache.ts'
import type { Clock } from './platform/clock.ts'
import type { OpenDatabase } from './platform/database.ts'
import type { Drain } from './platform/drain.ts'
import type { App } from './platform/http.ts'
import type { Passwords } from './platform/passwords.ts'
import { AccessTokens } from './platform/tokens.ts'

/** The tables whose changes are logged, which is what lets what is read from them be cached. */
export const trackedTables = [
  usersTable,
  permissionsTable,
  pointsTable,
  followsTable,
  notificationsTable,
  postsOfAuthorsTable,
  ...placesTables,
  ...jobsTables,
  ...postsTables,
  ...messagesTables,
  ...countedTables,
]

/** What features are made of. */
export interface Ground {
  readonly config: Config
  readonly database: OpenDatabase
  readonly cay: Cay
  readonly clock: Clock
  readonly drain: Drain
  readonly passwords: Passwords
}

/** Makes every feature, and adds its routes: each stands on those before it. */
export async function addFeatures(app: App, ground: Ground): Promise<void> {
  const { config, database, cay, clock, drain, passwords } = ground
  const { write } = database
  const store = new UserStore(database)
  const users = new Users({ records: userRecords(cay, store), lists: userLists(cay, store), store, clock })
  const tokens = new AccessTokens(config.jwtSecret, clock)
  const avatars = await createAvatars(app, { config, write, users, clock })
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
  const people = { database, write, cay, clock, users, guard }
  const permissions = addPermissions(app, people)
  const notifications = addNotifications(app, people)
  const community = { ...people, permissions, notifications }
  addProfiles(app, community)
  addJobs(app, { ...community, places: addPlaces(app, people) })
  addPosts(app, community)
  addMessages(app, community)
  addAdmin(app, { ...people, permissions, accounts: services.accounts })
}

/** For what stands on users. */
interface People extends Pick<Ground, 'database' | 'cay' | 'clock'> {
  readonly write: OpenDatabase['write']
  readonly users: Users
  readonly guard: Authentication
}

async function createAvatars(
  app: App,
  { config, ...parts }: Pick<People, 'write' | 'users' | 'clock'> & Pick<Ground, 'config'>,
): Promise<Avatars> {
  return new Avatars({
    ...parts,
    store: new AvatarStore(),
    storage: await avatarFolder(config.avatarFolder),
    pictures: new Pictures(),
    onLeftBehind: (err) => {
      app.log.warn({ err }, 'the file of an old picture could not be removed')
    },
  })
}

/** For what people do among each other. */
interface Community extends People {
  readonly permissions: Permissions
  readonly notifications: Notifications
}

function addPermissions(app: App, { database, cay, guard, ...parts }: People): Permissions {
  const store = new PermissionStore(database)
  const permissions = new Permissions({ ...parts, lists: permissionLists(cay, store), store })
  permissionsRoutes(app, permissions, guard)
  return permissions
}

function addNotifications(app: App, { database, cay, guard, ...parts }: People): Notifications {
  const store = new NotificationStore(database)
  const notifications = new Notifications({ ...parts, families: notificationFamilies(cay, store), store })
  notificationsRoutes(app, notifications, guard)
  return notifications
}

function addProfiles(app: App, { database, cay, guard, ...parts }: Community): void {
  const store = new ProfileStore(database)
  profilesRoutes(app, new Profiles({ ...parts, families: profileFamilies(cay, store), store }), guard)
}

function addPlaces(app: App, { database, cay, guard }: People): Places {
  const store = new PlaceStore(database)
  const lists = { categoryLists: categoryLists(cay, store), locationLists: locationLists(cay, store) }
  const places = new Places({ ...lists, store })
  placesRoutes(app, places, guard)
  return places
}

interface Offers extends Community {
  readonly places: Places
}

function addJobs(app: App, { database, cay, guard, ...parts }: Offers): void {
  const jobStore = new JobStore(database)
  const store = new ApplicationStore(database)
  const families = applicationFamilies(cay, store)
  const { applied } = families
  const jobs = new Jobs({ ...parts, families: jobFamilies(cay, jobStore), applied, store: jobStore })
  jobsRoutes(app, jobs, guard)
  applicationsRoutes(app, new Applications({ ...parts, families, store, jobStore, jobs }), guard)
}

function addPosts(app: App, { database, cay, guard, ...parts }: Community): void {
  const store = new PostStore(database)
  const commentStore = new CommentStore(database)
  const families = postFamilies(cay, store, commentStore)
  const posts = new Posts({ ...parts, families, store })
  const comments = new Comments({ ...parts, families, posts, postStore: store, store: commentStore })
  postsRoutes(app, posts, guard)
  commentsRoutes(app, comments, guard)
}

function addMessages(app: App, { database, cay, guard, ...parts }: Community): void {
  const conversations = new ConversationStore(database)
  const messages = new MessageStore(database)
  const families = messageFamilies(cay, conversations, messages)
  messagesRoutes(app, new Messages({ ...parts, families, conversations, messages }), guard)
}

interface Administration extends People {
  readonly permissions: Permissions
  readonly accounts: Accounts
}

/** Points, accounts and figures. */
function addAdmin(app: App, { database, cay, guard, ...parts }: Administration): void {
  const pointStore = new PointStore(database)
  const points = new Points({ ...parts, lists: pointLists(cay, pointStore), store: pointStore })
  const store = new AccountStore(database)
  const [lists, activity] = [accountLists(cay, store), activities(cay, store)]
  const figures = new Figures({ store: new FigureStore(database), clock: parts.clock })
  accountsRoutes(app, new AccountAdmin({ ...parts, points, lists, activities: activity, store }), guard)
  pointsRoutes(app, points, guard)
  figuresRoutes(app, figureCaches(cay, figures), guard)
}
