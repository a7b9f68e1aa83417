import type { Transaction } from '../../platform/database.ts'
import type { DemoPerson } from './demo-people.ts'

/** Columns and their types, of each table the demonstration writes. */
const tables = {
  users: {
    ...{
      email: 'text',
      username: 'text',
      phone: 'text',
      first_name: 'text',
      last_name: 'text',
      role: 'text',
    },
    ...{ bio: 'text', occupation: 'text', company_name: 'text', location: 'text', skills: 'text[]' },
    ...{ experience: 'text', education: 'text', is_admin: 'boolean', is_available_for_hire: 'boolean' },
    ...{ created_at: 'timestamptz', updated_at: 'timestamptz' },
  },
  jobs: {
    ...{ employer_id: 'bigint', title: 'text', description: 'text', category: 'text', location: 'text' },
    ...{ is_remote: 'boolean', budget_min: 'integer', budget_max: 'integer', status: 'text' },
    ...{ created_at: 'timestamptz', updated_at: 'timestamptz' },
  },
  posts: { author_id: 'bigint', content: 'text', created_at: 'timestamptz', updated_at: 'timestamptz' },
  follows: { follower_id: 'bigint', followed_id: 'bigint', created_at: 'timestamptz' },
  job_applications: {
    ...{ job_id: 'bigint', applicant_id: 'bigint', cover_letter: 'text', created_at: 'timestamptz' },
  },
  post_likes: { post_id: 'bigint', user_id: 'bigint', created_at: 'timestamptz' },
  post_comments: { post_id: 'bigint', author_id: 'bigint', content: 'text', created_at: 'timestamptz' },
  conversations: { user_a_id: 'bigint', user_b_id: 'bigint', created_at: 'timestamptz' },
  messages: {
    ...{ conversation_id: 'bigint', sender_id: 'bigint', recipient_id: 'bigint', content: 'text' },
    created_at: 'timestamptz',
  },
  notifications: {
    ...{ user_id: 'bigint', kind: 'text', actor_id: 'bigint', job_id: 'bigint', post_id: 'bigint' },
    ...{ conversation_id: 'bigint', created_at: 'timestamptz', read_at: 'timestamptz' },
  },
  point_transactions: {
    ...{ user_id: 'bigint', amount: 'integer', reason: 'text', idempotency_key: 'text' },
    ...{ created_by: 'bigint', created_at: 'timestamptz' },
  },
  permissions: { user_id: 'bigint', permission: 'text', granted_by: 'bigint', granted_at: 'timestamptz' },
} as const

export type DemoTable = keyof typeof tables
/** The tables whose rows others name. */
export type NamedTable = 'jobs' | 'posts' | 'conversations' | 'messages'

/** Rows of one statement. More than a thousand, and the change log notes that a table changed, not every row of it. */
const rowsAtOnce = 2_000

/** The SQL of the demonstration: a few statements, whatever the number of rows. */
export class DemoStore {
  /** Marks it as done; false where another instance has, whose transaction this one waited for. */
  async claim(tx: Transaction, name: string): Promise<boolean> {
    const { rowCount } = await tx.query('insert into seeds (name) values ($1) on conflict do nothing', [name])
    return rowCount === 1
  }

  /** Those whose names are free; a person who has registered keeps theirs. Answers the new ids by username. */
  async insertPeople(tx: Transaction, people: readonly DemoPerson[]): Promise<ReadonlyMap<string, number>> {
    const rows = people.map((person) => ({ ...person, updated_at: person.created_at }))
    const { rows: made } = await tx.query<{ id: number; username: string }>(
      `${insertion('users')} on conflict do nothing returning id, username`,
      [JSON.stringify(rows)],
    )
    return new Map(made.map(({ id, username }) => [username, id]))
  }

  async insertCredentials(tx: Transaction, userIds: readonly number[], hash: string): Promise<void> {
    await tx.query('insert into user_credentials (user_id, password_hash) select unnest($1::bigint[]), $2', [
      userIds,
      hash,
    ])
  }

  /** All of them, in this order. A row holds its values by column; what it leaves out is null. */
  async insert(tx: Transaction, table: DemoTable, rows: readonly object[]): Promise<void> {
    for (const some of inParts(rows)) await tx.query(insertion(table), [JSON.stringify(some)])
  }

  /** The same; answers their ids, in this order too. */
  async insertForIds(
    tx: Transaction,
    table: NamedTable,
    rows: readonly object[],
  ): Promise<readonly number[]> {
    const ids: number[] = []
    for (const some of inParts(rows)) {
      const made = await tx.query<{ id: number }>(`${insertion(table)} returning id`, [JSON.stringify(some)])
      // Given in the order of the rows, whatever the order they are answered in.
      ids.push(...made.rows.map(({ id }) => id).sort((one, other) => one - other))
    }
    return ids
  }

  /** Which message is the last of each conversation, and how far both have read. */
  async setLastMessages(
    tx: Transaction,
    conversations: readonly {
      readonly id: number
      readonly last_message_id: number
      readonly a_read_to: number
      readonly b_read_to: number
    }[],
  ): Promise<void> {
    await tx.query(
      `update conversations c
       set last_message_id = given.last_message_id, a_read_to = given.a_read_to, b_read_to = given.b_read_to
       from jsonb_to_recordset($1::jsonb)
         as given (id bigint, last_message_id bigint, a_read_to bigint, b_read_to bigint)
       where c.id = given.id`,
      [JSON.stringify(conversations)],
    )
  }

  /** The planner knows of the new rows at once, and not when it comes round to it. */
  async analyse(tx: Transaction): Promise<void> {
    await tx.query(`analyze ${Object.keys(tables).join(', ')}`)
  }
}

function insertion(table: DemoTable): string {
  const columns = Object.entries(tables[table])
  const names = columns.map(([name]) => name).join(', ')
  const types = columns.map(([name, type]) => `${name} ${type}`).join(', ')
  return `insert into ${table} (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as given (${types})`
}

/** Equal parts, so that none is so small that the change log would list its rows. */
function inParts<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(rows.length / rowsAtOnce)
  const size = Math.ceil(rows.length / count)
  return Array.from({ length: count }, (_, i) => rows.slice(i * size, (i + 1) * size))
}
