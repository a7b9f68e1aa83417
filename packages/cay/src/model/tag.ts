import { CayError } from '../errors.ts'

/** What a value depends on: `user:42`, `jobs`, `user.email?`. */
export type Tag = string

/** The part of a tag before its first `:`, `.` or `?`: the table it belongs to. */
export function tableOf(tag: Tag): string {
  const end = tag.search(/[:.?]/)
  return end < 0 ? tag : tag.slice(0, end)
}

/** The table tag of a tag (`user:*` of `user:42`): every value depends on it, so one version can drop them all. */
export function tableTag(tag: Tag): Tag {
  return `${tableOf(tag)}:*`
}

/** The tag of one record: `user:42`. */
export function recordTag(record: string, id: string | number | bigint): Tag {
  return `${record}:${id}`
}

/** The tag of "no such e-mail": touched whenever a record gains an alias it did not have. */
export function absentAliasTag(record: string, alias: string): Tag {
  return `${record}.${alias}?`
}

/** Whether it is a tag that can be told from every other. */
export function isTag(tag: unknown): tag is Tag {
  return typeof tag === 'string' && tag.length > 0 && tag.length <= 200 && !/[\s\p{Cc}]/u.test(tag)
}

/** @throws {CayError} CAY_OPTION_INVALID for a tag that could not be told from another */
export function assertTag(tag: unknown, family: string): asserts tag is Tag {
  if (isTag(tag)) return
  throw new CayError(
    'CAY_OPTION_INVALID',
    `${family}: a tag is a string of 1 to 200 characters without white space.`,
    { family },
  )
}
