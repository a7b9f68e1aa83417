import type { Database, Transaction } from '../../platform/database.ts'
import type { DemoPerson } from './demo-people.ts'

/** The SQL of the demonstration: a few statements, whatever the number of people. */
export class DemoStore {
  readonly #read: Database['read']

  constructor({ read }: Pick<Database, 'read'>) {
    this.#read = read
  }

  async isSeeded(name: string): Promise<boolean> {
    return (await this.#read('select from seeds where name = $1', [name])).length > 0
  }

  /** Marks it as done; false where another instance has, whose transaction this one waited for. */
  async claim(tx: Transaction, name: string): Promise<boolean> {
    const { rowCount } = await tx.query('insert into seeds (name) values ($1) on conflict do nothing', [name])
    return rowCount === 1
  }

  /** Those whose names are free; a person who has registered keeps theirs. Answers the new ids. */
  async insertPeople(tx: Transaction, people: readonly DemoPerson[]): Promise<readonly number[]> {
    const { rows } = await tx.query<{ id: number }>(
      `insert into users (email, username, phone, first_name, last_name, role, bio, occupation, company_name, location,
         skills, experience, education, is_available_for_hire, created_at, updated_at)
       select email, username, phone, first_name, last_name, role, bio, occupation, company_name, location,
         array(select jsonb_array_elements_text(skills)), experience, education, is_available_for_hire, created_at,
         created_at
       from jsonb_to_recordset($1::jsonb) as person (email text, username text, phone text, first_name text,
         last_name text, role text, bio text, occupation text, company_name text, location text, skills jsonb,
         experience text, education text, is_available_for_hire boolean, created_at timestamptz)
       on conflict do nothing returning id`,
      [JSON.stringify(people)],
    )
    return rows.map(({ id }) => id)
  }

  async insertCredentials(tx: Transaction, userIds: readonly number[], hash: string): Promise<void> {
    await tx.query('insert into user_credentials (user_id, password_hash) select unnest($1::bigint[]), $2', [
      userIds,
      hash,
    ])
  }
}
