import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, type Answer, type Method } from '../../../test/api.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Comment {
  readonly id: number
  readonly post_id: number
  readonly content: string
  readonly author: { readonly id: number }
}

interface Page {
  readonly comments: readonly Comment[]
  readonly total: number
  readonly next_before: number | null
}

let world: World
let author: Citizen
let bob: Citizen
let postId: number
beforeAll(async () => {
  world = await startWorld()
  ;[author, bob] = [await world.someone(), await world.someone()]
  postId = await newPost()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

function ask(method: Method, path: string, who?: Citizen, body?: unknown): Promise<Answer> {
  const token = who === undefined ? {} : { token: who.token }
  return world.api.ask(method, `/api/posts${path}`, { ...token, ...(body === undefined ? {} : { body }) })
}

async function newPost(): Promise<number> {
  const answer = await ask('POST', '', author, { content: 'Who has a spare anchor?' })
  return (answer.body as { id: number }).id
}

async function comment(who: Citizen, onPost = postId, content = 'I do.'): Promise<Comment> {
  const answer = await ask('POST', `/${onPost}/comments`, who, { content })
  expect(answer.status).toBe(201)
  return answer.body as Comment
}

const page = async (onPost: number, query = ''): Promise<Page> =>
  (await ask('GET', `/${onPost}/comments${query}`)).body as Page

describe('comments', () => {
  test('are answered with their author in short, and listed the newest first', async () => {
    const id = await newPost()
    const [first, second] = [await comment(bob, id), await comment(author, id, 'Thanks!')]
    expect(first).toEqual({
      id: first.id,
      post_id: id,
      content: 'I do.',
      created_at: new Date(world.api.clock.wallNow()).toISOString(),
      author: {
        id: bob.id,
        username: bob.username,
        first_name: 'Ann',
        last_name: 'Rolle',
        avatar_url: null,
        occupation: null,
        location: null,
      },
    })
    expect(await page(id)).toEqual({
      comments: [second, first],
      total: 2,
      total_is_exact: true,
      skip: 0,
      limit: 20,
      next_before: null,
    })
  })

  test('are read page by page, by skip and by before', async () => {
    const id = await newPost()
    const ids: number[] = []
    for (let n = 0; n < 5; n++) ids.unshift((await comment(bob, id)).id)
    const idsOf = ({ comments }: Page): number[] => comments.map((one) => one.id)
    expect(idsOf(await page(id, '?limit=2&skip=1'))).toEqual(ids.slice(1, 3))
    const second = await page(id, `?limit=2&before=${ids[1]}`)
    expect([idsOf(second), second.next_before]).toEqual([ids.slice(2, 4), ids[3]])
  })

  test('are counted on the post at once', async () => {
    const id = await newPost()
    const count = async (): Promise<unknown> =>
      ((await ask('GET', `/${id}`)).body as { comments_count: number }).comments_count
    expect(await count()).toBe(0)
    const { id: commentId } = await comment(bob, id)
    expect(await count()).toBe(1)
    await ask('DELETE', `/${id}/comments/${commentId}`, bob)
    expect(await count()).toBe(0)
  })

  test('of a closed account are left out', async () => {
    const someone = await world.someone()
    const id = await newPost()
    const kept = await comment(bob, id)
    await comment(someone, id)
    expect((await page(id)).comments).toHaveLength(2)
    await world.api.ask('DELETE', '/api/auth/account', {
      token: someone.token,
      body: { password: goodPassword },
    })
    expect((await page(id)).comments).toEqual([kept])
  })

  test('tell the author of the post, each time, and nobody of their own', async () => {
    const id = await newPost()
    await comment(bob, id)
    await comment(author, id)
    await comment(bob, id)
    const told = await world.api.psql(
      "select user_id, actor_id from notifications where post_id = $1 and kind = 'comment'",
      [id],
    )
    expect(told).toEqual(Array(2).fill({ user_id: author.id, actor_id: bob.id }))
  })
})

describe('a comment is deleted', () => {
  test('by who wrote it, by the author of the post, by admins and by who moderates posts', async () => {
    const moderator = await world.someone()
    await world.api.psql("insert into permissions (user_id, permission) values ($1, 'moderate_posts')", [
      moderator.id,
    ])
    for (const who of [bob, author, world.admin, moderator]) {
      const { id } = await comment(bob)
      expect((await page(postId)).comments[0]?.id).toBe(id)
      expect((await ask('DELETE', `/${postId}/comments/${id}`, who)).status).toBe(204)
      expect((await page(postId)).comments.map((one) => one.id)).not.toContain(id)
      const again = await ask('DELETE', `/${postId}/comments/${id}`, who)
      expect([again.status, codeOf(again)]).toEqual([404, 'comment_not_found'])
    }
  })

  test('by nobody else', async () => {
    const { id } = await comment(bob)
    const answer = await ask('DELETE', `/${postId}/comments/${id}`, await world.someone())
    expect([answer.status, codeOf(answer)]).toEqual([403, 'not_your_comment'])
  })

  test('on its own post only', async () => {
    const { id } = await comment(bob)
    const answer = await ask('DELETE', `/${await newPost()}/comments/${id}`, world.admin)
    expect([answer.status, codeOf(answer)]).toEqual([404, 'comment_not_found'])
    expect((await page(postId)).comments[0]?.id).toBe(id)
  })

  test('by two at once without a failure', async () => {
    const { id } = await comment(bob)
    const both = await Promise.all(
      [bob, author].map((who) => ask('DELETE', `/${postId}/comments/${id}`, who)),
    )
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404])
  })
})
