/** Whose marks, and on what: likes on posts, follows of people. */
export interface MarksOn {
  readonly viewerId: number
  readonly ids: readonly number[]
}

/** The newest of what somebody has marked. A type, for it is cached: an interface would not be known to be JSON. */
export type NewestMarks = {
  /** Newest first, by the id of what is marked. */
  readonly ids: readonly number[]
  /** From this id on, all that they have marked is above. 0: all there is. */
  readonly from: number
}

/** As many are kept of one person: what they see on lists, most of the time. A few kilobytes. */
export const marksKept = 500

/** What was marked, as it was read: newest first, {@link marksKept} at most. */
export function newestMarks(ids: readonly number[]): NewestMarks {
  return { ids, from: ids.length < marksKept ? 0 : (ids.at(-1) ?? 0) }
}

interface Sources {
  /** By who has marked. */
  readonly newest: { readonly get: (viewerId: number) => Promise<NewestMarks> }
  /** Of these, those that are marked. */
  readonly among: { readonly get: (on: MarksOn) => Promise<readonly number[]> }
}

/**
 * Marks of whoever looks at a list. Their newest are read once and serve every list, however its pages shift; what is older
 * is looked up page by page.
 */
export class Marks {
  readonly #newest: Sources['newest']
  readonly #among: Sources['among']

  constructor({ newest, among }: Sources) {
    this.#newest = newest
    this.#among = among
  }

  /** Of these, those that the viewer has marked. */
  async on({ viewerId, ids }: MarksOn): Promise<ReadonlySet<number>> {
    if (ids.length === 0) return new Set()
    const { ids: newest, from } = await this.#newest.get(viewerId)
    const older = ids.filter((id) => id < from)
    const marked = ids.filter((id) => newest.includes(id))
    if (older.length === 0) return new Set(marked)
    return new Set([...marked, ...(await this.#among.get({ viewerId, ids: older }))])
  }
}
