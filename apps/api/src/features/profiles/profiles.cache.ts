import { track } from '@cay/postgres'
import type { Cay, QueryFamily } from 'cay'
import { Marks, marksKept, newestMarks, type MarksOn } from '../../platform/marks.ts'
import type { IdPage } from '../../platform/paging.ts'
import type { FollowFilter, ProfileCounts, ProfileStore } from './profiles.store.ts'

export const followsTable = track('follows', {
  touches: ['follows.of:{follower_id}', 'follows.to:{followed_id}'],
})

/** What profiles make of posts: they count them. */
export const postsOfAuthorsTable = track('posts', { touches: ['posts.by:{author_id}'] })

/** All that this feature caches. Users themselves are read by id, so a changed one shows at once in all of it. */
export interface ProfileFamilies {
  /** By the user's id. */
  readonly counts: QueryFamily<number, ProfileCounts>
  readonly followers: QueryFamily<FollowFilter, IdPage>
  readonly following: QueryFamily<FollowFilter, IdPage>
  /** Of some users, those whom the viewer follows. */
  readonly marks: Marks
}

// A list is served for a minute while the database is away. So are the marks on it, or it could not be: nobody can follow
// anybody meanwhile.
const policy = { ttl: '180s', staleFor: '60s' } as const

export function profileFamilies(cay: Cay, store: ProfileStore): ProfileFamilies {
  const key = ({ userId, skip, limit, before }: FollowFilter): (number | null)[] => [
    userId,
    skip,
    limit,
    before,
  ]
  return {
    counts: cay.query({
      ...policy,
      name: 'user:profile',
      tags: (id: number) => [`user:${id}`, `follows.of:${id}`, `follows.to:${id}`, `posts.by:${id}`],
      tables: ['user', 'follows', 'posts'],
      key: (id) => [id],
      load: (id) => store.counts(id),
    }),
    followers: cay.query({
      ...policy,
      name: 'followers',
      tags: ({ userId }: FollowFilter) => [`follows.to:${userId}`],
      tables: ['follows'],
      key,
      load: (filter) => store.followers(filter),
    }),
    following: cay.query({
      ...policy,
      name: 'following',
      tags: ({ userId }: FollowFilter) => [`follows.of:${userId}`],
      tables: ['follows'],
      key,
      load: (filter) => store.following(filter),
    }),
    marks: new Marks({
      newest: cay.query({
        ...policy,
        name: 'following:marks',
        tags: (viewerId: number) => [`follows.of:${viewerId}`],
        tables: ['follows'],
        key: (viewerId) => [viewerId],
        load: async (viewerId) => newestMarks(await store.newestFollowed(viewerId, marksKept)),
      }),
      among: cay.query({
        ...policy,
        name: 'following:marks:older',
        tags: ({ viewerId }: MarksOn) => [`follows.of:${viewerId}`],
        tables: ['follows'],
        key: ({ viewerId, ids }) => [viewerId, ...ids],
        load: ({ viewerId, ids }) => store.followedAmong(viewerId, ids),
      }),
    }),
  }
}
