import { Type } from 'typebox'
import { Id, Instant } from '../../platform/http.ts'
import { pageInfo, pageQuery } from '../../platform/paging.ts'
import { UserCard } from '../users/index.ts'

const written = (maxLength: number): ReturnType<typeof Type.String> =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '\\S',
    description: 'a text with something other than white space in it',
  })

/** What an author writes. */
export const WrittenPost = Type.Object({ content: written(5_000) }, { additionalProperties: false })

export const WrittenComment = Type.Object({ content: written(2_000) }, { additionalProperties: false })

/** Without a body, or without the field, a like is turned over. */
export const LikeChange = Type.Object(
  { liked: Type.Optional(Type.Boolean({ description: 'Left out: the other of what it is.' })) },
  { additionalProperties: false },
)

export const Liked = Type.Object(
  { liked: Type.Boolean(), likes_count: Type.Integer() },
  { description: 'Whether you like it, and how many do.' },
)

export const Post = Type.Object(
  {
    id: Id,
    content: Type.String(),
    created_at: Instant,
    updated_at: Instant,
    likes_count: Type.Integer(),
    comments_count: Type.Integer(),
    author: UserCard,
    liked: Type.Boolean({ description: 'Whether you like it; false where you are not signed in.' }),
  },
  { description: 'A post.' },
)

/** Of posts, and of the comments of one. */
export const PostListQuery = Type.Object(pageQuery, { additionalProperties: false })

export const PostList = Type.Object(
  { posts: Type.Array(Post), ...pageInfo },
  { description: 'A page of the list.' },
)

export const Comment = Type.Object(
  { id: Id, post_id: Id, content: Type.String(), created_at: Instant, author: UserCard },
  { description: 'A comment on a post.' },
)

export const CommentList = Type.Object(
  { comments: Type.Array(Comment), ...pageInfo },
  { description: 'A page of the list.' },
)

export const AuthorParams = Type.Object({ user_id: Id }, { additionalProperties: false })

export const CommentParams = Type.Object({ id: Id, comment_id: Id }, { additionalProperties: false })
