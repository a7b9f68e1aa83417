import { afterAll, beforeAll } from 'vitest'
import type { Answer, Method } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

let world: World
let ann: Citizen
let bob: Citizen
/** Both of Ann's. */
let postId: number
let otherId: number
beforeAll(async () => {
  world = await startWorld()
  ;[ann, bob] = [await world.someone(), await world.someone()]
  ;[postId, otherId] = [await write(ann), await write(ann)]
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const api = (): World['api'] => world.api

function ask(method: Method, path: string, who?: Citizen, body?: unknown): Promise<Answer> {
  const token = who === undefined ? {} : { token: who.token }
  return world.api.ask(method, `/api/posts${path}`, { ...token, ...(body === undefined ? {} : { body }) })
}

async function bodyOf<Body>(answer: Promise<Answer>): Promise<Body> {
  return (await answer).body as Body
}

async function write(author: Citizen): Promise<number> {
  return (await bodyOf<{ id: number }>(ask('POST', '', author, { content: 'Rake and scrape tonight' }))).id
}

const comment = (onPost: number): Promise<Answer> =>
  ask('POST', `/${onPost}/comments`, bob, { content: 'Where?' })

/** What is in a list: what of its items is counted is not the list's. */
async function idsIn(path: string): Promise<readonly number[]> {
  const { posts } = await bodyOf<{ posts: readonly { id: number }[] }>(ask('GET', path))
  return posts.map(({ id }) => id)
}

async function newest(table: 'posts' | 'post_comments'): Promise<number> {
  const [row] = await world.api.psql<{ id: number }>(`select max(id) as id from ${table}`)
  return row?.id ?? 0
}

const psql = (text: string, ...values: readonly unknown[]): Promise<object[]> => world.api.psql(text, values)
const postBySql = (author: Citizen): Promise<object[]> =>
  psql("insert into posts (author_id, content) values ($1, 'By psql')", author.id)
const likeBySql = (post: number, who: Citizen): Promise<object[]> =>
  psql('insert into post_likes (post_id, user_id) values ($1, $2)', post, who.id)
const commentBySql = (post: number): Promise<object[]> =>
  psql("insert into post_comments (post_id, author_id, content) values ($1, $2, 'By psql')", post, ann.id)

describeCached({
  api,
  family: 'post',
  read: async () => {
    const { status, body } = await ask('GET', `/${postId}`)
    return status === 200 ? body : status
  },
  changes: {
    'a changed text': () => ask('PUT', `/${postId}`, ann, { content: 'At Potter’s Cay' }),
    'a like': () => ask('POST', `/${postId}/like`, bob),
    'a like taken back': () => ask('POST', `/${postId}/like`, bob, { liked: false }),
    'a comment': () => comment(postId),
    'a deleted comment': async () =>
      ask('DELETE', `/${postId}/comments/${await newest('post_comments')}`, bob),
    'a text changed by SQL': () => psql("update posts set content = 'By psql' where id = $1", postId),
    'a like by SQL': () => likeBySql(postId, ann),
    'a like deleted by SQL': () => psql('delete from post_likes where user_id = $1', ann.id),
    'a comment by SQL': () => commentBySql(postId),
    'a comment deleted by SQL': () => psql('delete from post_comments where author_id = $1', ann.id),
    'that it was deleted': () => ask('DELETE', `/${postId}`, ann),
    'that it has come by SQL': restore,
    'that it was deleted by SQL': () => psql('delete from posts where id = $1', postId),
    'that it is back': restore,
  },
  // By SQL alone: a route answers with the post it changes, and so reads one.
  unrelated: {
    'another post': () => postBySql(ann),
    'a like of another': () => likeBySql(otherId, bob),
    'a comment on another': () => commentBySql(otherId),
    'the text of another': () => psql("update posts set content = 'By psql' where id = $1", otherId),
  },
})

function restore(): Promise<object[]> {
  return psql(
    "insert into posts (id, author_id, content) overriding system value values ($1, $2, 'Again')",
    postId,
    ann.id,
  )
}

describeCached({
  api,
  family: 'posts:feed',
  read: () => idsIn('?limit=3'),
  changes: {
    'a new post': () => write(bob),
    'a deleted post': async () => ask('DELETE', `/${await newest('posts')}`, world.admin),
    'a new post by SQL': () => postBySql(ann),
    'a post deleted by SQL': async () => psql('delete from posts where id = $1', await newest('posts')),
  },
  unrelated: {
    'a like': async () => ask('POST', `/${await newest('posts')}/like`, ann),
    'a comment': async () => comment(await newest('posts')),
    'a comment by SQL': async () => commentBySql(await newest('posts')),
    'a follow by SQL': () =>
      psql('insert into follows (follower_id, followed_id) values ($1, $2)', ann.id, bob.id),
  },
})

describeCached({
  api,
  family: 'posts:user',
  read: () => idsIn(`/user/${bob.id}`),
  changes: {
    'a new post of theirs': () => write(bob),
    'a deleted one of theirs': async () => ask('DELETE', `/${(await idsIn(`/user/${bob.id}`))[0]}`, bob),
    'a new one by SQL': () => postBySql(bob),
    'one that is given to somebody else by SQL': () =>
      psql('update posts set author_id = $2 where author_id = $1', bob.id, ann.id),
    'one that was somebody else’s, by SQL': () =>
      psql('update posts set author_id = $2 where id = $1', otherId, bob.id),
    'one deleted by SQL': () => psql('delete from posts where author_id = $1', bob.id),
  },
  unrelated: {
    'a post of somebody else': () => write(ann),
    'a post of somebody else by SQL': () => postBySql(ann),
    'a comment of theirs': async () => comment(await newest('posts')),
    'a like of theirs': async () => ask('POST', `/${await newest('posts')}/like`, bob),
  },
})

describeCached({
  api,
  family: 'posts:comments',
  read: async () => bodyOf(ask('GET', `/${await commentedOn()}/comments`)),
  changes: {
    'a comment': async () => comment(await commentedOn()),
    'a deleted comment': async () =>
      ask('DELETE', `/${await commentedOn()}/comments/${await newest('post_comments')}`, bob),
    'a comment by SQL': async () => commentBySql(await commentedOn()),
    'a comment changed by SQL': async () =>
      psql("update post_comments set content = 'New' where id = $1", await newest('post_comments')),
    'a comment deleted by SQL': async () =>
      psql('delete from post_comments where id = $1', await newest('post_comments')),
  },
  unrelated: {
    'a comment on another post': async () => comment(await newest('posts')),
    'a comment on another post by SQL': async () => commentBySql(await newest('posts')),
    'a like of the post': async () => ask('POST', `/${await commentedOn()}/like`, bob),
  },
})

let commented: number | undefined
async function commentedOn(): Promise<number> {
  if (commented === undefined) {
    commented = await write(ann)
    await write(ann)
  }
  return commented
}

describeCached({
  api,
  family: 'posts:liked',
  read: async () => (await bodyOf<{ liked: boolean }>(ask('GET', `/${await commentedOn()}`, ann))).liked,
  changes: {
    'a like': async () => ask('POST', `/${await commentedOn()}/like`, ann),
    'a like taken back': async () => ask('POST', `/${await commentedOn()}/like`, ann, { liked: false }),
    'a like turned on by SQL': () => psql('update post_likes set liked = true where user_id = $1', ann.id),
    'a like deleted by SQL': () => psql('delete from post_likes where user_id = $1', ann.id),
    'a like by SQL': async () => likeBySql(await commentedOn(), ann),
  },
  unrelated: {
    'a like of somebody else': async () => ask('POST', `/${await commentedOn()}/like`, world.admin),
    'a like of somebody else by SQL': async () => likeBySql(await newest('posts'), bob),
    'a comment of one’s own': () => commentBySql(commented ?? 0),
  },
})
