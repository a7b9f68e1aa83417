import { Type } from 'typebox'

/**
 * Lists go newest first, by id. They are paged by `skip` and `limit`, or, for as far as one likes, by `before`: the id that
 * the page before ended with, which an index finds at once however far down it is.
 */

/** What is asked of a list, in its query. */
export const pageQuery = {
  skip: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 10_000,
      default: 0,
      description: 'How many to leave out at the start.',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      default: 20,
      description: 'How many are asked for. A page shows fewer where people have closed their accounts.',
    }),
  ),
  before: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'The `next_before` of the page before this one: for going further than `skip` does.',
    }),
  ),
}

/** Which page is asked for, with what is left out put in. */
export interface Page {
  readonly skip: number
  readonly limit: number
  /** Only what is older than this id; null: from the newest on. */
  readonly before: number | null
}

/** The page that a query asks for. */
export function pageOf({
  skip = 0,
  limit = 20,
  before,
}: Partial<Omit<Page, 'before'>> & { readonly before?: number }): Page {
  return { skip, limit, before: before ?? null }
}

/**
 * A page as it is cached: ids, to be completed one by one. `total` is counted to one more than {@link countedTo}.
 * A type, for it is cached: an interface could be added to, and would not be known to be JSON.
 */
export type IdPage = {
  readonly ids: readonly number[]
  readonly total: number
  /** There are as many as the total says, and perhaps more. */
  readonly isAtLeast?: boolean
}

/** As far as a list is counted: to count a million rows takes a tenth of a second, and tells nobody anything. */
export const countedTo = 1_000

/** What a list says of itself, beside its items. */
export const pageInfo = {
  total: Type.Integer({ description: `On all pages, counted to ${countedTo}: at least so many.` }),
  total_is_exact: Type.Boolean({ description: 'False: there are more than were counted, or may be.' }),
  skip: Type.Integer(),
  limit: Type.Integer(),
  next_before: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'The `before` of the next page; null: this was the last.',
  }),
}

/** The same, of a page that was read. */
export type PageInfo = {
  readonly total: number
  readonly total_is_exact: boolean
  readonly skip: number
  readonly limit: number
  readonly next_before: number | null
}

export function pageInfoOf({ ids, total, isAtLeast = false }: IdPage, { skip, limit }: Page): PageInfo {
  return {
    total: Math.min(total, countedTo),
    total_is_exact: total <= countedTo && !isAtLeast,
    skip,
    limit,
    next_before: ids.length < limit ? null : (ids.at(-1) ?? null),
  }
}
