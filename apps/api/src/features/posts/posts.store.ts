import type { Database, Transaction } from '../../platform/database.ts'
import { countedTo, type IdPage, type Page } from '../../platform/paging.ts'

/** A post, with what is counted of it, as both drivers give it. */
export interface PostRow {
  readonly id: number
  readonly author_id: number
  readonly content: string
  readonly created_at: Date
  readonly updated_at: Date
  readonly likes_count: number
  readonly comments_count: number
}

/** Which page of which author's posts. */
export interface AuthorFilter extends Page {
  readonly author: number
}

/** Whose like of what. */
export interface Like {
  readonly post_id: number
  readonly user_id: number
}

/** The SQL of posts and likes. */
export class PostStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  byIds(ids: readonly number[]): Promise<readonly PostRow[]> {
    return this.#read(
      `select p.id, p.author_id, p.content, p.created_at, p.updated_at,
         (select count(*) from post_likes l where l.post_id = p.id and l.liked) as likes_count,
         (select count(*) from post_comments c where c.post_id = p.id) as comments_count
       from posts p where p.id = any ($1::bigint[])`,
      [ids],
    )
  }

  /** One page of all posts, newest first, and how many there are in all. */
  feed(page: Page): Promise<IdPage> {
    return this.#page('from posts where true', 'id desc', page)
  }

  /**
   * One page of an author's posts. Said as a range, and ordered by it too: else the newest posts of all might be gone
   * through for the few of this author, which takes long where theirs are old.
   */
  byAuthor({ author, ...page }: AuthorFilter): Promise<IdPage> {
    return this.#page('from posts where author_id between $4 and $4', 'author_id desc, id desc', page, author)
  }

  async #page(
    found: string,
    order: string,
    { skip, limit, before }: Page,
    ...more: readonly number[]
  ): Promise<IdPage> {
    const rows: readonly { total: number; id: number | null }[] = await this.#read(
      `select (select count(*) from (select ${found} limit ${countedTo + 1}) counted) as total, page.id
       from (values (1)) one
       left join (
         select id ${found} and ($1::bigint is null or id < $1) order by ${order} limit $2 offset $3
       ) page on true
       order by page.id desc`,
      [before, limit, skip, ...more],
    )
    return { ids: rows.flatMap(({ id }) => (id === null ? [] : [id])), total: rows[0]?.total ?? 0 }
  }

  /** The newest posts that the user likes, newest first. */
  async newestLiked(userId: number, limit: number): Promise<number[]> {
    const rows: readonly { post_id: number }[] = await this.#read(
      'select post_id from post_likes where user_id = $1 and liked order by post_id desc limit $2',
      [userId, limit],
    )
    return rows.map(({ post_id }) => post_id)
  }

  /** Of these posts, those that the user likes. */
  async likedBy(userId: number, postIds: readonly number[]): Promise<number[]> {
    const rows: readonly { post_id: number }[] = await this.#read(
      'select post_id from post_likes where user_id = $1 and post_id = any ($2::bigint[]) and liked',
      [userId, postIds],
    )
    return rows.map(({ post_id }) => post_id)
  }

  async insert(tx: Transaction, authorId: number, content: string, now: Date): Promise<number> {
    const { rows } = await tx.query<{ id: number }>(
      'insert into posts (author_id, content, created_at, updated_at) values ($1, $2, $3, $3) returning id',
      [authorId, content, now],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The new post was not returned.')
    return row.id
  }

  /** False: there is no such post. */
  async update(tx: Transaction, id: number, content: string, now: Date): Promise<boolean> {
    const { rows } = await tx.query(
      'update posts set content = $2, updated_at = $3 where id = $1 returning id',
      [id, content, now],
    )
    return rows.length > 0
  }

  /** False: there is no such post. */
  async delete(tx: Transaction, id: number): Promise<boolean> {
    const { rows } = await tx.query('delete from posts where id = $1 returning id', [id])
    return rows.length > 0
  }

  /** Keeps the post from being deleted until the transaction ends. False: there is no such post. */
  async hold(tx: Transaction, id: number): Promise<boolean> {
    const { rows } = await tx.query('select id from posts where id = $1 for key share', [id])
    return rows.length > 0
  }

  /** Turns a like on, or with `over` to the other side. In one statement: two at once are one after the other. */
  async like(
    tx: Transaction,
    { post_id, user_id }: Like,
    over: boolean,
    now: Date,
  ): Promise<{ liked: boolean; is_first: boolean }> {
    // A row that was updated names the transaction that held the version before it (xmax); a new one names none.
    const { rows } = await tx.query<{ liked: boolean; is_first: boolean }>(
      `insert into post_likes (post_id, user_id, created_at) values ($1, $2, $3)
       on conflict (user_id, post_id) do update set liked = not (post_likes.liked and $4)
       returning liked, xmax = 0 as is_first`,
      [post_id, user_id, now, over],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The like was not returned.')
    return row
  }

  async unlike(tx: Transaction, { post_id, user_id }: Like): Promise<void> {
    await tx.query('update post_likes set liked = false where post_id = $1 and user_id = $2 and liked', [
      post_id,
      user_id,
    ])
  }
}
