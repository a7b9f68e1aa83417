import type { Database, Transaction } from '../../platform/database.ts'
import { countedTo, type IdPage, type Page } from '../../platform/paging.ts'

/** What there is of someone. A type, for it is cached. */
export type ProfileCounts = {
  readonly followers_count: number
  readonly following_count: number
  readonly posts_count: number
}

/** Which page of whose followers, or of whom they follow. */
export interface FollowFilter extends Page {
  readonly userId: number
}

/** The SQL of follows. */
export class ProfileStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  async counts(userId: number): Promise<ProfileCounts> {
    const rows: readonly ProfileCounts[] = await this.#read(
      `select (select count(*) from follows where followed_id = $1) as followers_count,
         (select count(*) from follows where follower_id = $1) as following_count,
         (select count(*) from posts where author_id = $1) as posts_count`,
      [userId],
    )
    const [counts] = rows
    if (counts === undefined) throw new Error('The counts were not returned.')
    return counts
  }

  /** Those who follow the user, the newest account first. */
  followers(filter: FollowFilter): Promise<IdPage> {
    return this.#page('followed_id', 'follower_id', filter)
  }

  /** Those whom the user follows, the newest account first. */
  following(filter: FollowFilter): Promise<IdPage> {
    return this.#page('follower_id', 'followed_id', filter)
  }

  /** Of these users, those whom the viewer follows. */
  async followedAmong(viewerId: number, ids: readonly number[]): Promise<readonly number[]> {
    const rows: readonly { id: number }[] = await this.#read(
      'select followed_id as id from follows where follower_id = $1 and followed_id = any ($2::bigint[])',
      [viewerId, ids],
    )
    return rows.map(({ id }) => id)
  }

  /** The newest accounts that someone follows, newest first. */
  async newestFollowed(userId: number, limit: number): Promise<number[]> {
    const rows: readonly { followed_id: number }[] = await this.#read(
      'select followed_id from follows where follower_id = $1 order by followed_id desc limit $2',
      [userId, limit],
    )
    return rows.map(({ followed_id }) => followed_id)
  }

  /** False where they did already, or the account is no longer open. */
  async follow(tx: Transaction, followerId: number, followedId: number, now: Date): Promise<boolean> {
    const { rowCount } = await tx.query(
      `insert into follows (follower_id, followed_id, created_at)
       select $1, id, $3 from users where id = $2 and is_active
       on conflict do nothing`,
      [followerId, followedId, now],
    )
    return rowCount === 1
  }

  async unfollow(tx: Transaction, followerId: number, followedId: number): Promise<void> {
    await tx.query('delete from follows where follower_id = $1 and followed_id = $2', [
      followerId,
      followedId,
    ])
  }

  /** One page of the people in one column, by who is in the other, and how many there are in all. */
  async #page(
    whose: 'follower_id' | 'followed_id',
    whom: 'follower_id' | 'followed_id',
    { userId, before, limit, skip }: FollowFilter,
  ): Promise<IdPage> {
    const found = `from follows where ${whose} = $1`
    const rows: readonly { total: number; id: number | null }[] = await this.#read(
      `select (select count(*) from (select ${found} limit ${countedTo + 1}) counted) as total, page.id
       from (values (1)) one
       left join (
         select ${whom} as id ${found} and ($2::bigint is null or ${whom} < $2)
         order by ${whom} desc limit $3 offset $4
       ) page on true
       order by page.id desc`,
      [userId, before, limit, skip],
    )
    return { ids: rows.flatMap(({ id }) => (id === null ? [] : [id])), total: rows[0]?.total ?? 0 }
  }
}
