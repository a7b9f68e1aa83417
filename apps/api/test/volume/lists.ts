import { firstNames, lastNames } from '../../src/features/demo/demo-words.ts'
import type { Facts, Volume } from './fill.ts'
import { rareName, words } from './words.ts'

/** A list or a search of the API, and how it is asked for what it was never asked before. */
export interface List {
  /** Its path as OpenAPI has it. */
  readonly path: string
  /** What about it differs. */
  readonly what: string
  /** Where, in this turn; each turn asks for something else. */
  readonly at: (turn: number) => string
  /** Who asks, by id; undefined: nobody who is known. */
  readonly by?: (turn: number) => number
  /** Only so many turns differ; undefined: enough. */
  readonly turns?: number
  /**
   * Which of the goals is none for it. A statistic counts whole tables, cold, once in minutes. What admins search for is
   * cached nowhere: e-mail addresses and phone numbers would stand in keys.
   */
  readonly noGoal?: 'cold' | 'warm'
}

type Query = Readonly<Record<string, string | number | boolean>>

/** The administrator, who is also the one that most is known of. */
const busiest = (): number => 1
const made = words()
const islands =
  'new-providence grand-bahama abaco exuma eleuthera andros bimini long-island cat-island inagua'.split(' ')
/** Words of the notices, each in a hundredth of them or less. */
const dutyWords = [
  ...new Set(
    made.duties
      .join(' ')
      .toLowerCase()
      .match(/\p{L}{5,}/gu) ?? [],
  ),
]

function of<T>(list: readonly T[], turn: number): T {
  const found = list[turn % list.length]
  if (found === undefined) throw new RangeError('An empty list.')
  return found
}

const page = (turn: number): Query => ({ skip: turn * 20, limit: 20 })
/** First names with last names: another pair each turn. */
const pair = (turn: number): string =>
  `${of(firstNames, turn)} ${of(lastNames, turn + 7 * Math.floor(turn / firstNames.length))}`
const rare = (turn: number): string => rareName(made.syllables, 11 + turn * 131)
const nobody = (turn: number): string => `zwq${turn}xj`
const twoOf = (list: readonly string[], turn: number): string =>
  `${of(list, turn)} ${of(list, turn + 3 + Math.floor(turn / list.length))}`

/** One line of the table for each way of asking. */
function list(path: string, what: string, query: (turn: number) => Query, more: Partial<List> = {}): List {
  const at = (turn: number): string => {
    const said = new URLSearchParams()
    for (const [name, value] of Object.entries(query(turn))) said.set(name, String(value))
    return `${path}?${said.toString()}`
  }
  return { path, what, at, ...more }
}

/** The same for a path that names whose or what it is. */
function ofOne(
  path: string,
  what: string,
  id: (turn: number) => number,
  by?: (turn: number) => number,
): List {
  return {
    ...{ path, what },
    at: (turn) => path.replace(/\{\w+\}/, String(id(turn))),
    ...(by === undefined ? {} : { by }),
  }
}

/** Every list and every search, cold each turn. */
export function listsOf(volume: Volume, facts: Facts): readonly List[] {
  return [
    ...ofPeople(volume),
    ...ofJobs(volume, facts),
    ...ofPosts(volume),
    ...personal(facts),
    ...ofAdmins(volume),
  ]
}

function ofPeople({ users }: Volume): List[] {
  const by = { by: busiest }
  const each = (turn: number): number => 1 + turn
  return [
    list('/api/users', 'by page', page, by),
    list('/api/users', 'far down', before(users), by),
    list(
      '/api/users',
      'search: a common word',
      (turn) => ({ search: of([...lastNames, ...firstNames], turn) }),
      {
        ...by,
        turns: lastNames.length + firstNames.length,
      },
    ),
    list('/api/users', 'search: two common words', (turn) => ({ search: pair(turn) }), by),
    list(
      '/api/users',
      'search: a trade and a name',
      (turn) => {
        return { search: `${of(made.occupations, turn)} ${of(lastNames, turn)}` }
      },
      by,
    ),
    list('/api/users', 'search: a rare word', (turn) => ({ search: rare(turn) }), by),
    list('/api/users', 'search: what nobody has', (turn) => ({ search: nobody(turn) }), by),
    ofOne('/api/users/{identifier}', 'one', (turn) => users - 50 * turn, busiest),
    ofOne('/api/users/{identifier}/followers', 'of the best known', each, busiest),
    ofOne('/api/users/{identifier}/following', 'of the busiest', each, busiest),
  ]
}

/** Keyset pages, spread over the older half. */
function before(count: number): (turn: number) => Query {
  return (turn) => ({
    before: Math.max(2, Math.floor(count / 2) - turn * Math.floor(count / 2_100)),
    limit: 20,
  })
}

function ofJobs({ jobs }: Volume, facts: Facts): List[] {
  const job = (what: string, query: (turn: number) => Query, turns?: number): List =>
    list('/api/jobs', what, query, turns === undefined ? {} : { turns })
  const categories = [...new Set(made.categories)]
  return [
    job('by page', page),
    job('far down, filled', (turn) => ({ status: 'filled', ...before(jobs)(turn) })),
    job('a category', (turn) => ({
      category: of(categories, turn),
      skip: 20 * Math.floor(turn / categories.length),
    })),
    job('a town', (turn) => ({
      location: of(made.towns, turn),
      skip: 20 * Math.floor(turn / made.towns.length),
    })),
    job('an island', (turn) => ({
      location: of(islands, turn),
      skip: 20 * Math.floor(turn / islands.length),
    })),
    job('remote', (turn) => ({ is_remote: true, ...page(turn) })),
    job('a budget', (turn) => ({ budget_min: 100 + 5 * turn, budget_max: 400 + 5 * turn })),
    job('a budget nobody pays', (turn) => ({ budget_min: 90_000 + turn })),
    job('category, island and budget', (turn) => {
      return { category: of(categories, turn), location: of(islands, turn), budget_min: 500 + turn }
    }),
    job('search: a common word', (turn) => ({ search: of(dutyWords, turn) }), dutyWords.length),
    job('search: two common words', (turn) => ({ search: twoOf(dutyWords, turn) })),
    job('search: a rare word', (turn) => ({ search: rare(turn) })),
    job('search: what no job has', (turn) => ({ search: nobody(turn) })),
    job('search, category and town', (turn) => {
      return { search: of(dutyWords, turn), category: of(categories, turn), location: of(made.towns, turn) }
    }),
    ofOne('/api/jobs/{id}', 'one', (turn) => jobs - turn),
    {
      path: '/api/jobs/stats/overview',
      what: '',
      at: () => '/api/jobs/stats/overview',
      turns: 1,
      noGoal: 'cold',
    },
    ofOne(
      '/api/jobs/{id}/applications',
      'of those most asked for',
      (turn) => of(facts.jobs, turn).id,
      (turn) => {
        return of(facts.jobs, turn).person
      },
    ),
    { path: '/api/jobs/my/posted', what: '', at: () => '/api/jobs/my/posted', by: (turn) => 1 + turn },
    {
      path: '/api/jobs/my/applications',
      what: '',
      at: () => '/api/jobs/my/applications',
      by: (turn) => 1 + turn,
    },
  ]
}

function ofPosts({ posts }: Volume): List[] {
  return [
    list('/api/posts', 'by page', page),
    list('/api/posts', 'by page, marked for a member', page, { by: (turn) => 2 + turn }),
    list('/api/posts', 'far down', before(posts)),
    ofOne('/api/posts/user/{user_id}', 'of those who write most', (turn) => 1 + turn),
    ofOne('/api/posts/{id}', 'one', (turn) => posts - turn),
    ofOne('/api/posts/{id}/comments', 'of the most liked', (turn) => posts - turn),
  ]
}

function personal({ conversations }: Facts): List[] {
  const mine = (path: string): List => ({ path, what: '', at: () => path, by: (turn) => 1 + turn })
  return [
    mine('/api/messages/conversations'),
    ofOne(
      '/api/messages/conversations/{id}/messages',
      '',
      (turn) => of(conversations, turn).id,
      (turn) => of(conversations, turn).person,
    ),
    mine('/api/messages/unread-count'),
    mine('/api/notifications'),
    mine('/api/notifications/unread-count'),
  ]
}

function ofAdmins({ users }: Volume): List[] {
  const by = { by: busiest }
  const searched = { ...by, noGoal: 'warm' } as const
  const path = '/api/admin/users'
  const once = (at: string): List => ({
    path: at,
    what: '',
    at: () => at,
    turns: 1,
    noGoal: 'cold',
    ...by,
  })
  return [
    list(path, 'by page', (turn) => ({ page: 1 + turn }), by),
    list(path, 'closed employers', (turn) => ({ status: 'inactive', role: 'employer', page: 1 + turn }), by),
    list(path, 'search: two common words', (turn) => ({ search: pair(turn), status: 'all' }), searched),
    list(path, 'search: a rare word', (turn) => ({ search: rare(turn) }), searched),
    list(path, 'search: an e-mail', (turn) => ({ search: `${String(users - turn * 7)}@example` }), searched),
    ofOne('/api/admin/users/{id}', 'one', (turn) => users - 50 * turn, busiest),
    ofOne('/api/admin/users/{id}/points', '', (turn) => 1 + turn, busiest),
    once('/api/admin/users/statistics'),
    once('/api/admin/dashboard/stats'),
  ]
}
