import { CayError } from '../errors.ts'

/** What a value depends on: `user:42`, `jobs`, `user.email?`. */
export type Tag = string

/** The part of a tag before its first `:`, `.` or `?`: the table it belongs to. */
function root(tag: Tag): string {
  return /^[^:.?]*/.exec(tag)?.[0] ?? tag
}

/** The table tag of a tag (`user:*` of `user:42`): every value depends on it, so one version can drop them all. */
export function tableTag(tag: Tag): Tag {
  return `${root(tag)}:*`
}

export function isTableTag(tag: Tag): boolean {
  return tag.endsWith(':*')
}

/** The tag of one record: `user:42`. */
export function recordTag(record: string, id: string | number | bigint): Tag {
  return `${record}:${id}`
}

/** The tag of "no such e-mail": touched whenever a record gains an alias it did not have. */
export function absentAliasTag(record: string, alias: string): Tag {
  return `${record}.${alias}?`
}

/** The tags and their table tags, in a fixed order: the order of the stamps of an entry. */
export function withTableTags(tags: readonly Tag[]): readonly Tag[] {
  return [...new Set([...tags, ...tags.map(tableTag)])]
}

/** @throws {CayError} CAY_OPTION_INVALID for a tag that could not be told from another */
export function assertTag(tag: unknown, family: string): asserts tag is Tag {
  if (typeof tag === 'string' && tag.length > 0 && tag.length <= 200 && !/[\s\p{Cc}]/u.test(tag)) return
  throw new CayError(
    'CAY_OPTION_INVALID',
    `${family}: a tag is a string of 1 to 200 characters without white space.`,
    { family },
  )
}
