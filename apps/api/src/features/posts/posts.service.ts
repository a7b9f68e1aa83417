import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { pageInfoOf, type IdPage, type Page, type PageInfo } from '../../platform/paging.ts'
import type { Notifications } from '../notifications/index.ts'
import type { Permissions } from '../permissions/index.ts'
import type { User, Users } from '../users/index.ts'
import type { Post, PostFamilies } from './posts.cache.ts'
import type { PostStore } from './posts.store.ts'

interface Parts {
  readonly families: PostFamilies
  readonly store: PostStore
  readonly write: Database['write']
  readonly users: Users
  readonly permissions: Permissions
  readonly notifications: Notifications
  readonly clock: Clock
}

/** A post as someone sees it. */
export interface PostView extends Post {
  readonly author: User
  readonly liked: boolean
}

export type PostPage = PageInfo & {
  readonly posts: PostView[]
}

/** Posts and likes. What a closed account has written is as good as not there, until the account is open again. */
export class Posts {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** A page of everybody's posts, newest first. */
  async feed(page: Page, viewerId: number | null): Promise<PostPage> {
    return this.#page(await this.#parts.families.feed.get(page), page, viewerId)
  }

  /**
   * A page of one author's posts, newest first.
   * @throws {AppError} user_not_found
   */
  async byAuthor(author: number, page: Page, viewerId: number | null): Promise<PostPage> {
    const { users, families } = this.#parts
    await users.find(String(author))
    return this.#page(await families.byAuthor.get({ ...page, author }), page, viewerId)
  }

  /** @throws {AppError} post_not_found */
  async find(id: number, viewerId: number | null): Promise<PostView> {
    const post = await this.#parts.families.records.get(id)
    const [seen] = post === null ? [] : await this.#seen([post], viewerId)
    if (seen === undefined) throw postNotFound()
    return seen
  }

  /** Answers what was written, whatever has become of it or its author meanwhile. */
  async add(author: User, content: string): Promise<PostView> {
    const { write, store } = this.#parts
    const now = this.#now()
    const id = await write((tx) => store.insert(tx, author.id, content, now))
    const made = {
      id,
      author_id: author.id,
      content,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    }
    return { ...made, likes_count: 0, comments_count: 0, author, liked: false }
  }

  /** @throws {AppError} post_not_found, not_your_post */
  async edit(id: number, viewer: User, content: string): Promise<PostView> {
    const { write, store } = this.#parts
    const { author } = await this.find(id, null)
    if (author.id !== viewer.id) throw notYours('not_your_post', 'Only its author changes a post.')
    if (!(await write((tx) => store.update(tx, id, content, this.#now())))) throw postNotFound()
    return this.find(id, viewer.id)
  }

  /**
   * By its author, or by who moderates posts.
   * @throws {AppError} post_not_found, not_your_post
   */
  async remove(id: number, viewer: User): Promise<void> {
    const { write, store, permissions } = this.#parts
    const { author } = await this.find(id, null)
    if (author.id !== viewer.id && !(await permissions.allows(viewer.id, 'moderate_posts')))
      throw notYours('not_your_post', 'Only its author and moderators delete a post.')
    if (!(await write((tx) => store.delete(tx, id)))) throw postNotFound()
  }

  /**
   * Turns a like on or off; undefined: to the other side. The author is told of the first like of each person, and of no
   * other: not when it is taken back, nor when it comes again.
   * @throws {AppError} post_not_found
   */
  async like(
    id: number,
    viewerId: number,
    wanted?: boolean,
  ): Promise<{ liked: boolean; likes_count: number }> {
    const { write, store, notifications } = this.#parts
    const { author } = await this.find(id, null)
    const like = { post_id: id, user_id: viewerId }
    const liked = await write(async (tx) => {
      if (!(await store.hold(tx, id))) throw postNotFound()
      if (wanted === false) {
        await store.unlike(tx, like)
        return false
      }
      const made = await store.like(tx, like, wanted === undefined, this.#now())
      if (made.is_first)
        await notifications.add(tx, { user_id: author.id, kind: 'like', actor_id: viewerId, post_id: id })
      return made.liked
    })
    const { likes_count } = await this.find(id, null)
    return { liked, likes_count }
  }

  async #page(found: IdPage, page: Page, viewerId: number | null): Promise<PostPage> {
    const posts = await this.#parts.families.records.getMany(found.ids)
    return { posts: await this.#seen([...posts.values()], viewerId), ...pageInfoOf(found, page) }
  }

  /** Of these posts those whose author is there, each with its author and what it is to the viewer. */
  async #seen(posts: readonly Post[], viewerId: number | null): Promise<PostView[]> {
    const [authors, liked] = await Promise.all([
      this.#parts.users.active(posts.map(({ author_id }) => author_id)),
      this.#likedBy(viewerId, posts),
    ])
    return posts.flatMap((post) => {
      const author = authors.get(post.author_id)
      return author === undefined ? [] : [{ ...post, author, liked: liked.has(post.id) }]
    })
  }

  async #likedBy(viewer: number | null, posts: readonly Post[]): Promise<ReadonlySet<number>> {
    if (viewer === null) return new Set()
    return this.#parts.families.liked.on({ viewerId: viewer, ids: posts.map(({ id }) => id) })
  }

  #now(): Date {
    return new Date(this.#parts.clock.wallNow())
  }
}

export function postNotFound(): AppError {
  return new AppError('not_found', 'post_not_found', 'There is no such post.')
}

function notYours(code: string, message: string): AppError {
  return new AppError('forbidden', code, message)
}
