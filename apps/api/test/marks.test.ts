import { afterAll, beforeAll, expect, test } from 'vitest'
import { marksKept } from '../src/platform/marks.ts'
import type { Answer } from './api.ts'
import { describeCached } from './caching.ts'
import { applyFor, postJob } from './jobs.ts'
import { startWorld, type Citizen, type World } from './world.ts'

/** Someone who has marked more than is kept of their marks at once: what is older is looked up page by page. */

let world: World
let viewer: Citizen
let other: Citizen
let person: Citizen
let postId: number
let jobId: number
beforeAll(async () => {
  world = await startWorld()
  other = await world.someone()
  person = await world.someone()
  const post = await world.api.ask('POST', '/api/posts', {
    token: other.token,
    body: { content: 'The oldest' },
  })
  postId = (post.body as { id: number }).id
  jobId = await postJob(world.api, other)
  viewer = await world.someone()
  await markMany()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const psql = (text: string, ...values: unknown[]): Promise<object[]> => world.api.psql(text, values)

/** All that is newer than the person, the post and the job of before. */
async function markMany(): Promise<void> {
  await psql(
    `with someone as (
       insert into users (email, username, first_name, last_name)
       select 'crowd' || n || '@example.org', 'crowd' || n, 'Crowd', 'Member'
       from generate_series(1, ${marksKept}) n returning id
     )
     insert into follows (follower_id, followed_id) select $1, id from someone`,
    viewer.id,
  )
  await psql(
    `with post as (
       insert into posts (author_id, content) select $2, 'Newer' from generate_series(1, ${marksKept}) returning id
     )
     insert into post_likes (post_id, user_id) select id, $1 from post`,
    viewer.id,
    other.id,
  )
  await psql(
    `with job as (
       insert into jobs (employer_id, title, description, category, is_remote)
       select $2, 'Newer', 'Newer', 'marine', true from generate_series(1, ${marksKept}) returning id
     )
     insert into job_applications (job_id, applicant_id) select id, $1 from job`,
    viewer.id,
    other.id,
  )
}

const asked = async (path: string): Promise<Record<string, unknown>> =>
  (await world.api.ask('GET', path, { token: viewer.token })).body as Record<string, unknown>
const told = (path: string, body?: object): Promise<Answer> =>
  world.api.ask('POST', path, { token: viewer.token, ...(body === undefined ? {} : { body }) })

test('what is among the newest is marked without asking about the page', async () => {
  const { posts } = (await asked('/api/posts?limit=100')) as { posts: readonly { liked: boolean }[] }
  expect(new Set(posts.map(({ liked }) => liked))).toEqual(new Set([true]))
  expect(world.api.loads('posts:liked:older')).toBe(0)
  const next = await world.api.statementsOf(() => asked('/api/posts?limit=100&skip=50'))
  expect(next.filter((text) => text.includes('post_likes where'))).toEqual([])
})

describeCached({
  api: () => world.api,
  family: 'posts:liked:older',
  read: async () => (await asked(`/api/posts/${postId}`))['liked'],
  changes: {
    'a like': () => told(`/api/posts/${postId}/like`, { liked: true }),
    'a like taken back': () => told(`/api/posts/${postId}/like`, { liked: false }),
    'a like turned on by SQL': () =>
      psql('update post_likes set liked = true where user_id = $1 and post_id = $2', viewer.id, postId),
    'a like deleted by SQL': () =>
      psql('delete from post_likes where user_id = $1 and post_id = $2', viewer.id, postId),
    'a like by SQL': () =>
      psql('insert into post_likes (user_id, post_id) values ($1, $2)', viewer.id, postId),
  },
  unrelated: {
    'a like of somebody else': () =>
      psql('insert into post_likes (user_id, post_id) values ($1, $2)', other.id, postId),
  },
})

describeCached({
  api: () => world.api,
  family: 'following:marks:older',
  read: async () => (await asked(`/api/users/${person.id}`))['is_following'],
  changes: {
    'a follow': () => told(`/api/users/follow/${person.id}`),
    'a follow less': () => told(`/api/users/unfollow/${person.id}`),
    'a follow, by SQL': () =>
      psql('insert into follows (follower_id, followed_id) values ($1, $2)', viewer.id, person.id),
    'a follow less, by SQL': () => psql('delete from follows where followed_id = $1', person.id),
  },
  unrelated: {
    'somebody else who follows them, by SQL': () =>
      psql('insert into follows (follower_id, followed_id) values ($1, $2)', other.id, person.id),
  },
})

describeCached({
  api: () => world.api,
  family: 'jobs:applied:older',
  read: async () => (await asked(`/api/jobs/${jobId}`))['has_applied'],
  changes: {
    'POST /api/jobs/:id/apply': () => applyFor(world.api, viewer, jobId),
    'a delete, in psql': () =>
      psql('delete from job_applications where applicant_id = $1 and job_id = $2', viewer.id, jobId),
    'an application, in psql': () =>
      psql('insert into job_applications (job_id, applicant_id) values ($1, $2)', jobId, viewer.id),
  },
  unrelated: {
    'an application of another, in psql': () =>
      psql('insert into job_applications (job_id, applicant_id) values ($1, $2)', jobId, person.id),
  },
})
