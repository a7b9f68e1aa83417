import { Type } from 'typebox'
import { longestUsername } from '../../platform/normalise.ts'
import { pageInfo, pageQuery } from '../../platform/paging.ts'
import { PublicUser } from '../users/index.ts'

const is_following = Type.Boolean({ description: 'Whether you follow them.' })

/** A user, and what they are to whoever asks. */
const SeenUser = Type.Object(
  { ...PublicUser.properties, is_following },
  { description: 'A user, as you see them.' },
)

// Follows of closed accounts are counted too: they are there again when the account is.
const followers_count = Type.Integer({
  description: 'Follows of them; the lists leave out those whose account is closed.',
})

export const Profile = Type.Object(
  {
    ...SeenUser.properties,
    followers_count,
    following_count: Type.Integer({ description: 'Those they follow; counted likewise.' }),
    posts_count: Type.Integer(),
  },
  { description: 'A user, as you see them, and how much there is of them.' },
)

/** How things are between two people after one has followed the other, or has stopped. */
export const Following = Type.Object(
  { is_following, followers_count },
  { description: 'How things are between the two of you now.' },
)

export const UserListQuery = Type.Object(
  {
    ...pageQuery,
    search: Type.Optional(
      Type.String({
        maxLength: 100,
        description:
          'Words, each of which is in the names, the occupation, the company or the location. One of them has three letters or digits in a row.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const FollowListQuery = Type.Object(pageQuery, { additionalProperties: false })

export const UserList = Type.Object(
  { users: Type.Array(SeenUser), ...pageInfo },
  { description: 'A page of the list.' },
)

export const UserParams = Type.Object(
  {
    identifier: Type.String({
      minLength: 1,
      maxLength: longestUsername,
      description: 'The user’s id, or their username.',
    }),
  },
  { additionalProperties: false },
)
