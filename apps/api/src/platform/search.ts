import { createHash } from 'node:crypto'
import { validationFailed } from './errors.ts'

/** More words than these find nothing that these do not find. */
const mostWords = 5
/** A trigram: with fewer letters in a row there is no index to ask, and the whole table would be read. */
const threeInARow = /[\p{L}\p{N}]{3}/u

/**
 * What a text looked for becomes: its words, in lower case, each to be found somewhere. None where it is empty.
 * @throws {AppError} validation_failed where no word of it has three letters or digits in a row
 */
export function searchWords(text: string | undefined): readonly string[] {
  const words = [...new Set((text ?? '').trim().toLowerCase().split(/\s+/))]
    .filter((word) => word !== '')
    .slice(0, mostWords)
  if (words.length === 0 || words.some(isSearchable)) return words
  throw validationFailed([{ field: 'search', problem: 'needs a word with three letters or digits in a row' }])
}

/** Whether an index of trigrams has anything to look it up by. */
export function isSearchable(word: string): boolean {
  return threeInARow.test(word)
}

/** A pattern for LIKE that finds the word anywhere: in a pattern `%`, `_` and `\` stand for more than themselves. */
export function anywhere(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`
}

/**
 * A condition that every word is in the column: ` and u.search_text like $3 and u.search_text like $4`. One LIKE a word,
 * for an index is used for each of them, and would not be for `like all`.
 * @param from the number of the first parameter
 */
export function andEachWord(column: string, words: readonly string[], from: number): string {
  return words.map((_, i) => ` and ${column} like $${from + i}`).join('')
}

/** Stands for the words in a key, and does not tell them: 16 bytes of their SHA-256; null for none. */
export function hashed(words: readonly string[]): string | null {
  if (words.length === 0) return null
  return createHash('sha256').update(words.join(' ')).digest('base64url').slice(0, 22)
}
