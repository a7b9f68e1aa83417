import type { Database, Transaction } from '../../platform/database.ts'
import { countedTo, type Page } from '../../platform/paging.ts'

/** A comment, as both drivers give it. */
export interface CommentRow {
  readonly id: number
  readonly post_id: number
  readonly author_id: number
  readonly content: string
  readonly created_at: Date
}

/** Which page of the comments of which post. */
export interface CommentFilter extends Page {
  readonly post: number
}

/** A page of comments, and how many there are in all. */
export interface CommentRows {
  readonly rows: readonly CommentRow[]
  readonly total: number
}

/** The SQL of comments. */
export class CommentStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  /**
   * One page of the comments of a post, newest first. Said as a range, and ordered by it too: else the newest comments of
   * all might be gone through for those of this post, which takes long where they are old.
   */
  async page({ skip, limit, before, post }: CommentFilter): Promise<CommentRows> {
    const found: readonly (CommentRow & { readonly total: number })[] = await this.#read(
      `select (select count(*) from (select from post_comments where post_id = $4 limit ${countedTo + 1}) counted) as total,
         page.*
       from (values (1)) one
       left join (
         select id, post_id, author_id, content, created_at from post_comments
         where post_id between $4 and $4 and ($1::bigint is null or id < $1)
         order by post_id desc, id desc limit $2 offset $3
       ) page on true
       order by page.id desc`,
      [before, limit, skip, post],
    )
    // Where the page is empty, one row is there for the total.
    return { rows: found.filter(({ id }) => (id as number | null) !== null), total: found[0]?.total ?? 0 }
  }

  /** Who wrote the comment; null: the post has no such comment. */
  async author(postId: number, id: number): Promise<number | null> {
    const rows: readonly { author_id: number }[] = await this.#read(
      'select author_id from post_comments where id = $2 and post_id = $1',
      [postId, id],
    )
    return rows[0]?.author_id ?? null
  }

  async insert(tx: Transaction, comment: Omit<CommentRow, 'id'>): Promise<number> {
    const { post_id, author_id, content, created_at } = comment
    const { rows } = await tx.query<{ id: number }>(
      'insert into post_comments (post_id, author_id, content, created_at) values ($1, $2, $3, $4) returning id',
      [post_id, author_id, content, created_at],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The new comment was not returned.')
    return row.id
  }

  /** False: there is no such comment. */
  async delete(tx: Transaction, id: number): Promise<boolean> {
    const { rows } = await tx.query('delete from post_comments where id = $1 returning id', [id])
    return rows.length > 0
  }
}
