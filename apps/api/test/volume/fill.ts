import pg from 'pg'
import { words, type Words } from './words.ts'

/** How many rows of each. */
export interface Volume {
  readonly users: number
  readonly jobs: number
  readonly posts: number
  /** What is drawn twice is there once, so there are a few less than said. */
  readonly follows: number
  readonly likes: number
  readonly comments: number
  readonly applications: number
  readonly conversations: number
  readonly messages: number
  readonly notifications: number
  readonly points: number
}

export const wholeVolume: Volume = {
  users: 1_000_000,
  jobs: 200_000,
  posts: 500_000,
  follows: 1_000_000,
  likes: 1_000_000,
  comments: 300_000,
  applications: 300_000,
  conversations: 100_000,
  messages: 500_000,
  notifications: 500_000,
  points: 200_000,
}

/** Things and the people they belong to: what only these may ask for. */
export interface Facts {
  readonly conversations: readonly Owned[]
  readonly jobs: readonly Owned[]
}

interface Owned {
  readonly id: number
  /** Of whoever may ask for it. */
  readonly person: number
}

/** The same in each proportion: at least so many that everybody has something. */
export function volumeOf(share: number): Volume {
  const { users, jobs, posts, follows, likes, comments, applications, ...rest } = wholeVolume
  const { conversations, messages, notifications, points } = rest
  const part = (count: number): number => Math.max(100, Math.round(count * share))
  return {
    users: part(users),
    jobs: part(jobs),
    posts: part(posts),
    follows: part(follows),
    likes: part(likes),
    comments: part(comments),
    applications: part(applications),
    conversations: part(conversations),
    messages: part(messages),
    notifications: part(notifications),
    points: part(points),
  }
}

/**
 * Chance by number: the same row is the same every time, whatever order rows are made in. `skewed` draws from 1 to so many,
 * the first ones often: the first of a million a thousandth of all, and the first hundred a hundredth. One account in 50 is
 * closed; `open` answers the one beside it.
 */
const chance = `
  create function pg_temp.chance(n bigint, salt int) returns float8 language sql immutable parallel safe
    return (hashint8extended(n, salt) & 4503599627370495)::float8 / 4503599627370496;
  create function pg_temp.below(n bigint, salt int, count bigint) returns bigint language sql immutable parallel safe
    return floor(pg_temp.chance(n, salt) * count)::bigint;
  create function pg_temp.skewed(n bigint, salt int, count bigint, power float8 default 2) returns bigint
    language sql immutable parallel safe
    return 1 + floor(pg_temp.chance(n, salt) ^ power * count)::bigint;
  create function pg_temp.word(words text[], n bigint, salt int, power float8 default 1) returns text
    language sql immutable parallel safe
    return words[pg_temp.skewed(n, salt, cardinality(words), power)];
  create function pg_temp.open(id bigint) returns bigint language sql immutable parallel safe
    return id + (id > 1000 and id % 50 = 7)::int;
  create function pg_temp.ago(n bigint, count bigint, days float8) returns timestamptz language sql stable
    return now() - (1 - n::float8 / (count + 1)) * days * interval '1 day';
`

type Fill = (volume: Volume, words: Words) => { readonly sql: string; readonly values: readonly unknown[] }

/** One statement a table, in an order in which what is named is there. */
const fills: Readonly<Record<string, Fill>> = {
  users: ({ users }, { firstNames, lastNames, syllables, occupations, companies, locations }) => ({
    sql: `with drawn as (
        select n, pg_temp.word($2, n, 1, 1.4) as first_name,
          case when pg_temp.chance(n, 2) < 0.7 then pg_temp.word($3, n, 3, 1.4)
            else initcap(pg_temp.word($4, n, 4) || pg_temp.word($4, n, 5)) end as last_name,
          pg_temp.chance(n, 6) < 0.15 as is_employer
        from generate_series(1, $1::bigint) n)
      insert into users (id, email, username, phone, first_name, last_name, role, bio, occupation, company_name,
        location, skills, is_active, is_admin, is_available_for_hire, created_at, updated_at)
      overriding system value
      select n, lower(first_name || '.' || n) || '@example.org',
        case when length(last_name) < 20 then lower(first_name || '.' || last_name) else 'u' end || n,
        case when pg_temp.chance(n, 7) < 0.6 then '+1242' || 2000000 + n end, first_name, last_name,
        case when is_employer then 'employer' else 'worker' end, 'Here since the beginning. Number ' || n || '.',
        pg_temp.word($5, n, 8), case when is_employer then pg_temp.word($6, n, 9) end,
        pg_temp.word($7, n, 10, 2.5), array['Swimming', 'Sailing'], pg_temp.open(n) = n, n = 1,
        pg_temp.chance(n, 12) < 0.4, pg_temp.ago(n, $1, 700), pg_temp.ago(n, $1, 700)
      from drawn`,
    values: [users, firstNames, lastNames, syllables, occupations, companies, locations],
  }),
  jobs: ({ jobs, users }, { titles, categories, duties, conditions, towns, syllables }) => ({
    sql: `with drawn as (
        select n, pg_temp.skewed(n, 1, cardinality($3::text[]), 1.3) as work, pg_temp.chance(n, 2) < 0.15 as is_remote,
          100 + pg_temp.below(n, 3, 40) * 50 as low
        from generate_series(1, $1::bigint) n)
      insert into jobs (id, employer_id, title, description, category, location, is_remote, budget_min, budget_max,
        status, created_at, updated_at)
      overriding system value
      select n, pg_temp.open(pg_temp.skewed(n, 4, $2, 3)), ($3::text[])[work], pg_temp.word($5, n, 5) || ' ' || pg_temp.word($6, n, 6)
          || ' Ask for ' || initcap(pg_temp.word($8, n, 7) || pg_temp.word($8, n, 8)) || '.',
        ($4::text[])[work], case when is_remote and pg_temp.chance(n, 9) < 0.5 then null else pg_temp.word($7, n, 10, 2.5) end,
        is_remote, low, low + pg_temp.below(n, 11, 20) * 50,
        case when n > $1::bigint * 0.5 then 'open' when pg_temp.chance(n, 12) < 0.7 then 'filled' else 'closed' end,
        pg_temp.ago(n, $1, 240), pg_temp.ago(n, $1, 240)
      from drawn`,
    values: [jobs, users, titles, categories, duties, conditions, towns, syllables],
  }),
  posts: ({ posts, users }, { posts: texts }) => ({
    sql: `insert into posts (id, author_id, content, created_at, updated_at) overriding system value
      select n, pg_temp.open(pg_temp.skewed(n, 1, $2, 2.5)), pg_temp.word($3, n, 2), pg_temp.ago(n, $1, 420),
        pg_temp.ago(n, $1, 420)
      from generate_series(1, $1::bigint) n`,
    values: [posts, users, texts],
  }),
  follows: ({ follows, users }) => ({
    sql: `insert into follows (follower_id, followed_id, created_at)
      select distinct on (1, 2) pg_temp.skewed(n, 1, $2, 2), pg_temp.skewed(n, 2, $2, 5), pg_temp.ago(n, $1, 300)
      from generate_series(1, $1::bigint) n where pg_temp.skewed(n, 1, $2, 2) <> pg_temp.skewed(n, 2, $2, 5)`,
    values: [follows, users],
  }),
  post_likes: ({ likes, posts, users }) => ({
    sql: `insert into post_likes (post_id, user_id, created_at)
      select distinct on (1, 2) $3::bigint + 1 - pg_temp.skewed(n, 1, $3, 5), pg_temp.skewed(n, 2, $2, 1.5), now()
      from generate_series(1, $1::bigint) n`,
    values: [likes, users, posts],
  }),
  post_comments: ({ comments, posts, users }, { comments: texts }) => ({
    sql: `insert into post_comments (post_id, author_id, content, created_at)
      select $3::bigint + 1 - pg_temp.skewed(n, 1, $3, 4), pg_temp.skewed(n, 2, $2, 2), pg_temp.word($4, n, 3),
        pg_temp.ago(n, $1, 10)
      from generate_series(1, $1::bigint) n`,
    values: [comments, users, posts, texts],
  }),
  job_applications: ({ applications, jobs, users }) => ({
    sql: `insert into job_applications (job_id, applicant_id, cover_letter, created_at)
      select distinct on (1, 2) $3::bigint + 1 - pg_temp.skewed(n, 1, $3, 3), pg_temp.skewed(n, 2, $2, 2),
        'I can begin on Monday.', pg_temp.ago(n, $1, 30)
      from generate_series(1, $1::bigint) n`,
    values: [applications, users, jobs],
  }),
  conversations: ({ conversations, users }) => ({
    sql: `insert into conversations (user_a_id, user_b_id, created_at)
      select distinct on (1, 2) least(a, b), greatest(a, b), now() - interval '90 days'
      from generate_series(1, $1::bigint) n
      cross join lateral (select pg_temp.skewed(n, 1, $2, 4) as a, pg_temp.skewed(n, 2, $2, 2) as b) pair
      where a <> b`,
    values: [conversations, users],
  }),
  messages: ({ messages }, { messages: texts }) => ({
    sql: `insert into messages (conversation_id, sender_id, recipient_id, content, created_at)
      select c.id, case when turn then user_a_id else user_b_id end, case when turn then user_b_id else user_a_id end,
        pg_temp.word($2, n, 2), pg_temp.ago(n, $1, 90)
      from generate_series(1, $1::bigint) n
      cross join lateral (select pg_temp.chance(n, 3) < 0.5 as turn,
        pg_temp.skewed(n, 1, (select max(id) from conversations), 2) as wanted) drawn
      join conversations c on c.id = wanted
      order by n`,
    values: [messages, texts],
  }),
  notifications: ({ notifications, users, posts }) => ({
    sql: `insert into notifications (user_id, kind, actor_id, post_id, created_at, read_at)
      select user_id, case when liked is null then 'follow' else 'like' end, actor_id, liked, created_at,
        case when pg_temp.chance(n, 5) < 0.8 then now() end
      from (select distinct on (user_id, actor_id, liked) * from generate_series(1, $1::bigint) n
        cross join lateral (select pg_temp.skewed(n, 1, $2, 4) as user_id, pg_temp.skewed(n, 2, $2, 1) as actor_id,
          case when pg_temp.chance(n, 3) < 0.7 then 1 + pg_temp.below(n, 4, $3) end as liked,
          pg_temp.ago(n, $1, 60) as created_at) drawn) once
      where user_id <> actor_id order by n`,
    values: [notifications, users, posts],
  }),
  point_transactions: ({ points, users }) => ({
    sql: `insert into point_transactions (user_id, amount, reason, idempotency_key, created_at)
      select pg_temp.skewed(n, 1, $2, 2), 5 + pg_temp.below(n, 2, 20), 'Earned', 'volume-' || n,
        pg_temp.ago(n, $1, 300)
      from generate_series(1, $1::bigint) n`,
    values: [points, users],
  }),
}

/** The last message of each conversation, which b has read and a mostly has not. */
const lastMessages = `
  update conversations c set last_message_id = m.last, a_read_to = m.last - (c.id % 3), b_read_to = m.last
   from (select conversation_id, max(id) as last from messages group by 1) m where m.conversation_id = c.id`

/**
 * Fills the tables of a database that is migrated and that nobody uses: the same rows every time. Whoever has a low number
 * is well known and busy, and so are the newest posts and jobs.
 * @param told hears of each table when it is filled
 */
export async function fill(
  databaseUrl: string,
  volume: Volume,
  told: (what: string) => void,
): Promise<Facts> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // What is made here is right by the way it is made: foreign keys and triggers need not look at each row.
    await client.query(
      `set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '64MB'`,
    )
    await client.query(chance)
    const made = words()
    for (const [table, of] of Object.entries(fills)) {
      const { sql, values } = of(volume, made)
      const indexes = await dropIndexes(client, table)
      const { rowCount } = await client.query(sql, [...values])
      if (table === 'messages') await client.query(lastMessages)
      for (const index of indexes) await client.query(index)
      await restartIds(client, table)
      told(`${table}: ${rowCount ?? 0}`)
    }
    await client.query('vacuum (analyze)')
    return await factsOf(client)
  } finally {
    await client.end()
  }
}

/** Those with the most in them. */
async function factsOf(client: pg.Client): Promise<Facts> {
  const owned = async (sql: string): Promise<Owned[]> =>
    (await client.query<Owned>(`${sql} order by count(*) desc, 1 limit 500`)).rows
  return {
    conversations: await owned(
      `select c.id::int, c.user_a_id::int as person
       from conversations c join users u on u.id = c.user_a_id join messages m on m.conversation_id = c.id
       join users v on v.id = c.user_b_id where u.is_active and v.is_active group by 1, 2`,
    ),
    jobs: await owned(
      `select j.id::int, j.employer_id::int as person from jobs j join users u on u.id = j.employer_id
       join job_applications a on a.job_id = j.id where u.is_active group by 1, 2`,
    ),
  }
}

/** An index is made of a whole table in a fraction of the time that it takes row by row. Answers how each is made again. */
async function dropIndexes(client: pg.Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index i
     where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = i.indexrelid)`,
    [table],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

async function restartIds(client: pg.Client, table: string): Promise<void> {
  const { rowCount } = await client.query(
    `select from information_schema.columns where table_name = $1 and column_name = 'id' and is_identity = 'YES'`,
    [table],
  )
  if (rowCount === 0) return
  await client.query(
    `select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`,
  )
}
