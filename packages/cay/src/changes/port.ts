import type { Tag } from '../model/tag.ts'

/** Where changes come from: a change log in the database. It applies what was committed before it says so. */
export interface Changes {
  /** Called once by `createCay`. */
  readonly attach: (sink: ChangeSink) => void
  readonly close: () => Promise<void>
}

/** What a cache does with changes. */
export interface ChangeSink {
  /** Forgets what depends on the tags, in both tiers. Resolves when no later read here can return what they replaced. */
  readonly invalidate: (tags: readonly Tag[]) => Promise<'applied' | 'queued'>
}
