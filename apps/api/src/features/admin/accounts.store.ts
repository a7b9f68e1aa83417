import type { Database } from '../../platform/database.ts'
import { readIdPage, searchIdPage } from '../../platform/id-page.ts'
import type { IdPage, Page } from '../../platform/paging.ts'
import { andEachWord, anywhere, isSearchable } from '../../platform/search.ts'

/** Which accounts: by whether they are open. */
export const statuses = ['active', 'inactive', 'all'] as const
type Status = (typeof statuses)[number]

/** Which page of which accounts. */
export interface AccountRange extends Page {
  /** Null: of either role. */
  readonly role: string | null
  readonly status: Status
}

interface AccountFilter extends AccountRange {
  /** Who has this whole address: a word that all addresses have in part would be looked for in all of them. Null: anyone. */
  readonly email: string | null
  /** Each is in the names, the e-mail address or the phone number. None: everyone. */
  readonly words: readonly string[]
}

/** How much of what someone has done. */
export type Activity = {
  readonly posts: number
  readonly jobs: number
  readonly applications: number
  readonly followers: number
  readonly following: number
}

const andStatus: Readonly<Record<Status, string>> = {
  active: ' and is_active',
  inactive: ' and not is_active',
  all: '',
}

/** As the index has it, word for word. */
const searched = `lower(first_name || ' ' || last_name || ' ' || username || ' ' || email || ' ' || coalesce(phone, ''))`

/**
 * What stands behind an `@` is in half of all addresses: the index would read them all. So it is asked for what is before,
 * and the whole is compared with what that finds.
 */
function beforeAt(word: string): string {
  const [before = ''] = word.split('@')
  return isSearchable(before) ? before : word
}

/** The condition that goes with {@link patternsOf}, from the second parameter on. */
function andEachAccount(words: readonly string[]): string {
  return andEachWord(searched, words, 2) + andEachWord(`(${searched} || '')`, words, 2 + words.length)
}

function patternsOf(words: readonly string[]): readonly string[] {
  return [...words.map(beforeAt), ...words].map(anywhere)
}

/** The SQL of what only admins see of people. */
export class AccountStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  /** One page of the accounts, newest first, and how many there are in all. */
  page({ role, status, email, words, ...page }: AccountFilter): Promise<IdPage> {
    const andEmail = email === null ? '' : ' and lower(email collate "C") = $2'
    const asked = `($1::text is null or role = $1)${andStatus[status]}${andEmail}${andEachAccount(words)}`
    const values = [role, ...(email === null ? [] : [email]), ...patternsOf(words)]
    const readPage = words.length === 0 ? readIdPage : searchIdPage
    return readPage(this.#read, { table: 'users', where: asked, values }, page)
  }

  async activity(userId: number): Promise<Activity> {
    const rows: readonly Activity[] = await this.#read(
      `select (select count(*) from posts where author_id = $1) as posts,
         (select count(*) from jobs where employer_id = $1) as jobs,
         (select count(*) from job_applications where applicant_id = $1) as applications,
         (select count(*) from follows where followed_id = $1) as followers,
         (select count(*) from follows where follower_id = $1) as following`,
      [userId],
    )
    const [row] = rows
    if (row === undefined) throw new Error('The counts were not returned.')
    return row
  }
}
