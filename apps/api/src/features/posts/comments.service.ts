import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { AppError } from '../../platform/errors.ts'
import { pageInfoOf, type Page, type PageInfo } from '../../platform/paging.ts'
import type { Notifications } from '../notifications/index.ts'
import type { Permissions } from '../permissions/index.ts'
import type { User, Users } from '../users/index.ts'
import type { CommentStore } from './comments.store.ts'
import type { Comment, PostFamilies } from './posts.cache.ts'
import { postNotFound, type Posts } from './posts.service.ts'
import type { PostStore } from './posts.store.ts'

interface Parts {
  readonly families: Pick<PostFamilies, 'comments'>
  readonly posts: Posts
  readonly postStore: PostStore
  readonly store: CommentStore
  readonly write: Database['write']
  readonly users: Users
  readonly permissions: Permissions
  readonly notifications: Notifications
  readonly clock: Clock
}

export type CommentView = Comment & {
  readonly author: User
}

export type CommentViewPage = PageInfo & {
  readonly comments: CommentView[]
}

/** Comments on posts. There are none where the post is not to be seen. */
export class Comments {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * A page of the comments of a post, newest first.
   * @throws {AppError} post_not_found
   */
  async page(post: number, page: Page): Promise<CommentViewPage> {
    const { posts, families, users } = this.#parts
    await posts.find(post, null)
    const { comments, total } = await families.comments.get({ ...page, post })
    const authors = await users.active(comments.map(({ author_id }) => author_id))
    const seen = comments.flatMap((comment) => {
      const author = authors.get(comment.author_id)
      return author === undefined ? [] : [{ ...comment, author }]
    })
    return { comments: seen, ...pageInfoOf({ ids: comments.map(({ id }) => id), total }, page) }
  }

  /** @throws {AppError} post_not_found */
  async add(postId: number, author: User, content: string): Promise<CommentView> {
    const { posts, postStore, store, write, notifications, clock } = this.#parts
    const post = await posts.find(postId, null)
    const created_at = new Date(clock.wallNow())
    const comment = { post_id: postId, author_id: author.id, content }
    const id = await write(async (tx) => {
      if (!(await postStore.hold(tx, postId))) throw postNotFound()
      const made = await store.insert(tx, { ...comment, created_at })
      await notifications.add(tx, {
        user_id: post.author.id,
        kind: 'comment',
        actor_id: author.id,
        post_id: postId,
      })
      return made
    })
    return { id, ...comment, created_at: created_at.toISOString(), author }
  }

  /**
   * By its author, by the post's author, or by who moderates posts.
   * @throws {AppError} post_not_found, comment_not_found, not_your_comment
   */
  async remove(postId: number, id: number, viewer: User): Promise<void> {
    const { posts, store, write, permissions } = this.#parts
    const post = await posts.find(postId, null)
    const authorId = await store.author(postId, id)
    if (authorId === null) throw commentNotFound()
    const isTheirs = viewer.id === authorId || viewer.id === post.author.id
    if (!isTheirs && !(await permissions.allows(viewer.id, 'moderate_posts')))
      throw new AppError(
        'forbidden',
        'not_your_comment',
        'Only its author, the author of the post and moderators delete a comment.',
      )
    if (!(await write((tx) => store.delete(tx, id)))) throw commentNotFound()
  }
}

function commentNotFound(): AppError {
  return new AppError('not_found', 'comment_not_found', 'The post has no such comment.')
}
