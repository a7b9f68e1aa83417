import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { pageInfoOf, type IdPage, type Page, type PageInfo } from '../../platform/paging.ts'
import type { Notifications } from '../notifications/index.ts'
import type { User, Users } from '../users/index.ts'
import type { ProfileFamilies } from './profiles.cache.ts'
import type { ProfileCounts, ProfileStore } from './profiles.store.ts'

interface Parts {
  readonly users: Users
  readonly notifications: Notifications
  readonly families: ProfileFamilies
  readonly store: ProfileStore
  readonly write: Database['write']
  readonly clock: Clock
}

/** A user, and whether whoever asks follows them. */
export type SeenUser = User & { readonly is_following: boolean }

export type SeenUserPage = PageInfo & { readonly users: SeenUser[] }

/** How things are between two people. */
export interface Standing {
  readonly is_following: boolean
  readonly followers_count: number
}

/** People as they see each other: profiles, and who follows whom. */
export class Profiles {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * A page of the active users, newest first.
   * @throws {AppError} validation_failed
   */
  async page(viewerId: number, page: Page, search?: string): Promise<SeenUserPage> {
    const { users, ...info } = await this.#parts.users.page(page, search)
    return { users: await this.#marked(viewerId, users), ...info }
  }

  /**
   * Someone whose account is open, by id or username, and how much there is of them.
   * @throws {AppError} user_not_found, validation_failed
   */
  async find(viewerId: number, identifier: string): Promise<SeenUser & ProfileCounts> {
    const user = await this.#parts.users.find(identifier)
    const [counts, is_following] = await Promise.all([
      this.#parts.families.counts.get(user.id),
      this.#isFollowing(viewerId, user.id),
    ])
    return { ...user, ...counts, is_following }
  }

  /**
   * Those who follow someone, the newest account first.
   * @throws {AppError} user_not_found, validation_failed
   */
  async followers(viewerId: number, identifier: string, page: Page): Promise<SeenUserPage> {
    const { id: userId } = await this.#parts.users.find(identifier)
    return this.#completed(viewerId, await this.#parts.families.followers.get({ ...page, userId }), page)
  }

  /**
   * Those whom someone follows, the newest account first.
   * @throws {AppError} user_not_found, validation_failed
   */
  async following(viewerId: number, identifier: string, page: Page): Promise<SeenUserPage> {
    const { id: userId } = await this.#parts.users.find(identifier)
    return this.#completed(viewerId, await this.#parts.families.following.get({ ...page, userId }), page)
  }

  /**
   * Follows someone, and tells them. Who is followed already stays so.
   * @throws {AppError} own_account, user_not_found
   */
  async follow(viewerId: number, id: number): Promise<Standing> {
    if (viewerId === id) throw new AppError('conflict', 'own_account', 'Nobody follows themselves.')
    const { users, store, notifications, clock } = this.#parts
    await users.find(String(id))
    await this.#parts.write(async (tx) => {
      const isNew = await store.follow(tx, viewerId, id, new Date(clock.wallNow()))
      if (isNew) await notifications.add(tx, { user_id: id, kind: 'follow', actor_id: viewerId })
    })
    return this.#standing(viewerId, id)
  }

  /**
   * Follows someone no longer. Whoever did not, does not.
   * @throws {AppError} user_not_found
   */
  async unfollow(viewerId: number, id: number): Promise<Standing> {
    await this.#parts.users.find(String(id))
    await this.#parts.write((tx) => this.#parts.store.unfollow(tx, viewerId, id))
    return this.#standing(viewerId, id)
  }

  async #standing(viewerId: number, id: number): Promise<Standing> {
    const [{ followers_count }, is_following] = await Promise.all([
      this.#parts.families.counts.get(id),
      this.#isFollowing(viewerId, id),
    ])
    return { is_following, followers_count }
  }

  async #isFollowing(viewerId: number, id: number): Promise<boolean> {
    return (await this.#parts.families.marks.on({ viewerId, ids: [id] })).has(id)
  }

  async #completed(viewerId: number, found: IdPage, page: Page): Promise<SeenUserPage> {
    const users = await this.#parts.users.active(found.ids)
    const inOrder = found.ids.flatMap((id) => users.get(id) ?? [])
    return { users: await this.#marked(viewerId, inOrder), ...pageInfoOf(found, page) }
  }

  /** One look-up for all of them, of the viewer's own. */
  async #marked(viewerId: number, users: readonly User[]): Promise<SeenUser[]> {
    const ids = users.map(({ id }) => id)
    const followed = await this.#parts.families.marks.on({ viewerId, ids })
    return users.map((user) => ({ ...user, is_following: followed.has(user.id) }))
  }
}
