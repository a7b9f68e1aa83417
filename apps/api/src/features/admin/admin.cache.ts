import { track, type TrackedTable } from '@cay/postgres'
import type { Cay, QueryFamily } from 'cay'
import type { IdPage } from '../../platform/paging.ts'
import type { AccountRange, AccountStore, Activity } from './accounts.store.ts'
import type { Dashboard, Figures, Statistics } from './figures.service.ts'

/** What admins are shown figures of. The features that own these tables say more of them. */
export const countedTables: readonly TrackedTable[] = [
  track('follows', { touches: ['follows.of:{follower_id}', 'follows.to:{followed_id}'] }),
  track('jobs', { touches: ['jobs', 'jobs.by:{employer_id}'] }),
  track('job_applications', { touches: ['applications', 'applications.by:{applicant_id}'] }),
  track('posts', { touches: ['posts', 'posts.by:{author_id}'] }),
  track('messages', { touches: ['messages'] }),
]

export type AccountLists = QueryFamily<AccountRange, IdPage>

/**
 * Pages of the list of accounts, open and closed: ids and a total. None of a search: what admins look for are e-mail
 * addresses and phone numbers, and those would stand in a key.
 */
export function accountLists(cay: Cay, store: AccountStore): AccountLists {
  return cay.query({
    name: 'admin:users',
    ttl: '60s',
    tags: ['users'],
    key: ({ skip, limit, before, role, status }: AccountRange) => [skip, limit, before, role, status],
    load: (range) => store.page({ ...range, email: null, words: [] }),
  })
}

export type Activities = QueryFamily<number, Activity>

/** How much of what someone has done, by their id. The rest of their details are families of their own. */
export function activities(cay: Cay, store: AccountStore): Activities {
  return cay.query({
    name: 'admin:user',
    ttl: '180s',
    tags: (userId: number) => [
      `posts.by:${userId}`,
      `jobs.by:${userId}`,
      `applications.by:${userId}`,
      `follows.of:${userId}`,
      `follows.to:${userId}`,
    ],
    tables: ['posts', 'jobs', 'applications', 'follows'],
    key: (userId) => [userId],
    load: (userId) => store.activity(userId),
  })
}

export interface FigureCaches {
  readonly statistics: QueryFamily<void, Statistics>
  readonly dashboard: QueryFamily<void, Dashboard>
}

/** Each reads whole tables: one process does it for all. */
export function figureCaches(cay: Cay, figures: Figures): FigureCaches {
  return {
    statistics: cay.query({
      name: 'admin:statistics',
      ttl: '300s',
      tags: ['users', 'points', 'permissions'],
      key: () => [],
      load: () => figures.statistics(),
      once: true,
    }),
    dashboard: cay.query({
      name: 'admin:dashboard',
      ttl: '600s',
      tags: ['users', 'jobs', 'applications', 'posts', 'messages'],
      key: () => [],
      load: () => figures.dashboard(),
      once: true,
    }),
  }
}
