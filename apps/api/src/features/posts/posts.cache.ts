import { track } from '@cay/postgres'
import type { Cay, QueryFamily, RecordFamily, ValueOf } from 'cay'
import { Marks, marksKept, newestMarks, type MarksOn } from '../../platform/marks.ts'
import type { IdPage, Page } from '../../platform/paging.ts'
import type { CommentFilter, CommentRow, CommentStore } from './comments.store.ts'
import type { AuthorFilter, PostStore } from './posts.store.ts'

/** What of a post is cached: this list and nothing else. */
const fields = {
  id: 'int',
  author_id: 'int',
  content: 'text',
  created_at: 'instant',
  updated_at: 'instant',
  likes_count: 'int',
  comments_count: 'int',
} as const

/** A post, the same for everybody: who wrote it and who likes it come from elsewhere. */
export type Post = ValueOf<typeof fields>

/** Likes and comments change the post they are of, for it counts them; they change no list of posts. */
export const postsTables = [
  track('posts', { record: 'post', touches: ['posts', 'posts.by:{author_id}'] }),
  track('post_likes', { touches: ['post:{post_id}', 'likes.by:{user_id}'] }),
  track('post_comments', { touches: ['post:{post_id}', 'comments.on:{post_id}'] }),
]

/** A comment as it is cached, without its author. */
export type Comment = Omit<CommentRow, 'created_at'> & { readonly created_at: string }

/** A type, for it is cached: see `IdPage`. */
type CommentPage = {
  readonly comments: readonly Comment[]
  readonly total: number
}

/** Everything that is cached of posts. */
export interface PostFamilies {
  readonly records: RecordFamily<typeof fields, 'id', never>
  /** Pages of everybody's posts: ids and a total. */
  readonly feed: QueryFamily<Page, IdPage>
  /** The same of one author. */
  readonly byAuthor: QueryFamily<AuthorFilter, IdPage>
  /** Pages of the comments of a post. */
  readonly comments: QueryFamily<CommentFilter, CommentPage>
  /** Of some posts, those that the viewer likes. Keyed by the viewer: it is theirs alone. */
  readonly liked: Marks
}

export function postFamilies(cay: Cay, posts: PostStore, comments: CommentStore): PostFamilies {
  const staleFor = '60s'
  return {
    records: cay.record({
      name: 'post',
      ttl: '60s',
      staleFor,
      fields,
      id: 'id',
      load: (ids) => posts.byIds(ids),
    }),
    feed: cay.query({
      name: 'posts:feed',
      ttl: '30s',
      staleFor,
      tags: ['posts'],
      key: ({ skip, limit, before }: Page) => [skip, limit, before],
      load: (page) => posts.feed(page),
    }),
    byAuthor: cay.query({
      name: 'posts:user',
      ttl: '120s',
      staleFor,
      tags: ({ author }) => [`posts.by:${author}`],
      tables: ['posts'],
      key: ({ author, skip, limit, before }) => [author, skip, limit, before],
      load: (filter) => posts.byAuthor(filter),
    }),
    comments: cay.query({
      name: 'posts:comments',
      ttl: '60s',
      staleFor,
      tags: ({ post }) => [`comments.on:${post}`],
      tables: ['comments'],
      key: ({ post, skip, limit, before }) => [post, skip, limit, before],
      load: (filter) => commentPage(comments, filter),
    }),
    liked: likedMarks(cay, posts),
  }
}

function likedMarks(cay: Cay, posts: PostStore): Marks {
  // As long as the lists they stand in: nobody likes anything while the database is away.
  const policy = { ttl: '60s', staleFor: '60s', tables: ['likes'] } as const
  return new Marks({
    newest: cay.query({
      ...policy,
      name: 'posts:liked',
      tags: (viewerId: number) => [`likes.by:${viewerId}`],
      key: (viewerId) => [viewerId],
      load: async (viewerId) => newestMarks(await posts.newestLiked(viewerId, marksKept)),
    }),
    among: cay.query({
      ...policy,
      name: 'posts:liked:older',
      tags: ({ viewerId }: MarksOn) => [`likes.by:${viewerId}`],
      key: ({ viewerId, ids }) => [viewerId, ...ids],
      load: ({ viewerId, ids }) => posts.likedBy(viewerId, ids),
    }),
  })
}

/** In JSON, which has no dates. */
async function commentPage(store: CommentStore, filter: CommentFilter): Promise<CommentPage> {
  const { rows, total } = await store.page(filter)
  const comments = rows.map(({ id, post_id, author_id, content, created_at }) => ({
    id,
    post_id,
    author_id,
    content,
    created_at: created_at.toISOString(),
  }))
  return { comments, total }
}
