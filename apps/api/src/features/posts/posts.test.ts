import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, type Answer, type AskOptions, type Method } from '../../../test/api.ts'
import { knows, startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Post {
  readonly id: number
  readonly content: string
  readonly created_at: string
  readonly updated_at: string
  readonly likes_count: number
  readonly comments_count: number
  readonly author: { readonly id: number }
  readonly liked: boolean
}

interface Page {
  readonly posts: readonly Post[]
  readonly total: number
  readonly next_before: number | null
}

let world: World
let ann: Citizen
let bob: Citizen
beforeAll(async () => {
  world = await startWorld()
  ;[ann, bob] = [await world.someone(), await world.someone()]
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

function ask(method: Method, path: string, who?: Citizen, body?: unknown): Promise<Answer> {
  const options: AskOptions = { ...(who && { token: who.token }), ...(body === undefined ? {} : { body }) }
  return world.api.ask(method, `/api/posts${path}`, options)
}

async function write(author: Citizen, content = 'Regatta on Saturday'): Promise<Post> {
  const answer = await ask('POST', '', author, { content })
  expect(answer.status).toBe(201)
  return answer.body as Post
}

const post = async (id: number, who?: Citizen): Promise<Post> =>
  (await ask('GET', `/${id}`, who)).body as Post
const page = async (query: string, who?: Citizen): Promise<Page> =>
  (await ask('GET', query, who)).body as Page
const close = (person: Citizen): Promise<Answer> =>
  world.api.ask('DELETE', '/api/auth/account', { token: person.token, body: { password: goodPassword } })
const told = (author: Citizen, kind: string): Promise<object[]> =>
  world.api.psql('select actor_id, post_id from notifications where user_id = $1 and kind = $2 order by id', [
    author.id,
    kind,
  ])

describe('a post', () => {
  test('is answered with its author in short, and what everybody may see', async () => {
    const author = await world.someone({ occupation: 'Fisherman', bio: 'Not for here.' })
    const written = await write(author, 'Fresh snapper at the dock')
    expect(written).toEqual({
      id: written.id,
      content: 'Fresh snapper at the dock',
      created_at: new Date(world.api.clock.wallNow()).toISOString(),
      updated_at: written.created_at,
      likes_count: 0,
      comments_count: 0,
      author: {
        id: author.id,
        username: author.username,
        first_name: 'Ann',
        last_name: 'Rolle',
        avatar_url: null,
        occupation: 'Fisherman',
        location: null,
      },
      liked: false,
    })
    expect(await post(written.id)).toEqual(written)
  })

  test('that its author changes is another on the next request, and younger', async () => {
    const written = await write(ann)
    await post(written.id)
    await world.api.clock.advance(1_000)
    const changed = await ask('PUT', `/${written.id}`, ann, { content: 'Moved to Sunday' })
    expect(changed.body).toMatchObject({ content: 'Moved to Sunday', created_at: written.created_at })
    expect((changed.body as Post).updated_at > written.updated_at).toBe(true)
    expect(await post(written.id)).toEqual(changed.body)
  })

  test('is changed by its author alone: not by admins, not by moderators', async () => {
    const { id, content } = await write(ann)
    for (const other of [bob, world.admin, await moderator()]) {
      const answer = await ask('PUT', `/${id}`, other, { content: 'Not mine' })
      expect([answer.status, codeOf(answer)]).toEqual([403, 'not_your_post'])
    }
    expect(await post(id)).toMatchObject({ content })
  })

  test('is deleted by its author, by admins and by who moderates posts', async () => {
    for (const who of [ann, world.admin, await moderator()]) {
      const { id } = await write(ann)
      await post(id)
      expect((await ask('DELETE', `/${id}`, who)).status).toBe(204)
      const after = await ask('GET', `/${id}`)
      expect([after.status, codeOf(after)]).toEqual([404, 'post_not_found'])
      expect((await ask('DELETE', `/${id}`, who)).status).toBe(404)
    }
  })

  test('is not deleted by anybody else, nor by who moderates jobs', async () => {
    const { id } = await write(ann)
    for (const other of [bob, await moderator('moderate_jobs')]) {
      const answer = await ask('DELETE', `/${id}`, other)
      expect([answer.status, codeOf(answer)]).toEqual([403, 'not_your_post'])
    }
    expect((await ask('GET', `/${id}`)).status).toBe(200)
  })

  test('that is not there is neither changed, deleted, liked nor commented on', async () => {
    const missing = '/9007199254740991'
    const answers = [
      await ask('GET', missing),
      await ask('PUT', missing, ann, { content: 'x' }),
      await ask('DELETE', missing, world.admin),
      await ask('POST', `${missing}/like`, ann),
      await ask('GET', `${missing}/comments`),
      await ask('POST', `${missing}/comments`, ann, { content: 'x' }),
      await ask('DELETE', `${missing}/comments/1`, world.admin),
    ]
    for (const answer of answers) expect([answer.status, codeOf(answer)]).toEqual([404, 'post_not_found'])
  })

  async function moderator(permission = 'moderate_posts'): Promise<Citizen> {
    const someone = await world.someone()
    await world.api.psql('insert into permissions (user_id, permission) values ($1, $2)', [
      someone.id,
      permission,
    ])
    return someone
  }
})

describe('the lists', () => {
  test('have the newest first, page by page, by skip and by before', async () => {
    const author = await world.someone()
    const ids: number[] = []
    for (let n = 0; n < 5; n++) ids.unshift((await write(author)).id)
    const mine = `/user/${author.id}`
    expect((await page('?limit=5')).posts.map(({ id }) => id)).toEqual(ids)
    const pages = [await page(`${mine}?limit=2`), await page(`${mine}?skip=2&limit=2`)]
    expect(pages.map(({ posts }) => posts.map(({ id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2, 4)])
    expect(await page(`${mine}?limit=2&before=${ids[3]}`)).toMatchObject({
      posts: [{ id: ids[4] }],
      total: 5,
      total_is_exact: true,
      next_before: null,
    })
    expect(pages[1]?.next_before).toBe(ids[3])
  })

  test('of an author have nobody else’s posts', async () => {
    const author = await world.someone()
    await write(bob)
    expect(await page(`/user/${author.id}`)).toMatchObject({ posts: [], total: 0, next_before: null })
  })

  test('show a new post, a changed author and the lack of a deleted one on the next request', async () => {
    const author = await world.someone()
    const { id } = await write(author)
    expect((await page('')).posts[0]).toMatchObject({ id, author: { occupation: null } })
    await world.api.ask('PUT', '/api/auth/profile', {
      token: author.token,
      body: { occupation: 'Straw artisan' },
    })
    expect((await page('')).posts[0]).toMatchObject({ id, author: { occupation: 'Straw artisan' } })
    await ask('DELETE', `/${id}`, author)
    expect((await page('')).posts[0]?.id).not.toBe(id)
  })

  test('leave out what a closed account has written, and so does its address, until it is open again', async () => {
    const author = await world.someone()
    const { id } = await write(author)
    const newest = async (): Promise<number | undefined> => (await page('?limit=1')).posts[0]?.id
    expect(await newest()).toBe(id)
    await close(author)
    expect(await newest()).toBeUndefined()
    const one = await ask('GET', `/${id}`)
    const list = await ask('GET', `/user/${author.id}`)
    const like = await ask('POST', `/${id}/like`, ann)
    expect([one, list, like].map((answer) => [answer.status, codeOf(answer)])).toEqual([
      [404, 'post_not_found'],
      [404, 'user_not_found'],
      [404, 'post_not_found'],
    ])
    await world.api.psql('update users set is_active = true where id = $1', [author.id])
    expect(await newest()).toBe(id)
    expect((await ask('GET', `/${id}`)).status).toBe(200)
  })

  test('of an author who is not there are not found', async () => {
    const answer = await ask('GET', '/user/9007199254740991')
    expect([answer.status, codeOf(answer)]).toEqual([404, 'user_not_found'])
  })

  test('of 20 posts by 20 authors cost 3 statements, 4 with one’s own likes, and none when they are warm', async () => {
    for (let n = 0; n < 20; n++) await write(await world.someone())
    for (const [who, cost] of [
      [undefined, 3],
      [ann, 4],
    ] as const) {
      await using api = await world.another()
      await knows(api, ann)
      const feed = (): Promise<Answer> =>
        api.ask('GET', '/api/posts', who === undefined ? {} : { token: who.token })
      expect(await api.statementsOf(feed)).toHaveLength(cost)
      expect(await api.statementsOf(feed)).toEqual([])
    }
  })
})

describe('a like', () => {
  const like = async (id: number, who: Citizen, liked?: boolean): Promise<Answer> =>
    ask('POST', `/${id}/like`, who, liked === undefined ? undefined : { liked })

  test('turns over where nothing is said, and is what is said otherwise, however often', async () => {
    const { id } = await write(ann)
    const said = [undefined, undefined, true, true, undefined, false, false, true] as const
    const answered: unknown[] = []
    for (const liked of said) answered.push((await like(id, bob, liked)).body)
    expect(answered).toEqual(
      [true, false, true, true, false, false, false, true].map((liked) => ({
        liked,
        likes_count: liked ? 1 : 0,
      })),
    )
  })

  test('turns over with an empty body too, and is not null', async () => {
    const { id } = await write(ann)
    expect((await ask('POST', `/${id}/like`, bob, {})).body).toEqual({ liked: true, likes_count: 1 })
    const refused = await world.api.ask('POST', `/api/posts/${id}/like`, {
      token: bob.token,
      payload: 'null',
    })
    expect([refused.status, codeOf(refused)]).toEqual([400, 'validation_failed'])
  })

  test('is shown to whoever gave it, and counted for all, whoever asks first', async () => {
    const { id } = await write(ann)
    await like(id, bob)
    const asked = [
      [bob, true],
      [ann, false],
      [undefined, false],
    ] as const
    for (const round of [asked, asked.toReversed(), asked]) {
      for (const [who, liked] of round) {
        expect(await post(id, who)).toMatchObject({ liked, likes_count: 1 })
        const inFeed = (await page('', who)).posts.find((one) => one.id === id)
        expect(inFeed).toMatchObject({ liked, likes_count: 1 })
      }
    }
  })

  test('that one turns over twice at once is off in the end', async () => {
    const { id } = await write(ann)
    const both = await Promise.all([like(id, bob), like(id, bob)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(both.map(({ body }) => (body as { liked: boolean }).liked).sort()).toEqual([false, true])
    expect(await post(id, bob)).toMatchObject({ liked: false, likes_count: 0 })
  })

  test('given many times at once is one, and tells the author once', async () => {
    const author = await world.someone()
    const { id } = await write(author)
    const all = await Promise.all(Array.from({ length: 8 }, () => like(id, bob, true)))
    expect(all.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(await post(id, bob)).toMatchObject({ liked: true, likes_count: 1 })
    expect(await told(author, 'like')).toEqual([{ actor_id: bob.id, post_id: id }])
  })

  test('tells the author once for each person, not again when it was taken back', async () => {
    const author = await world.someone()
    const { id } = await write(author)
    for (const liked of [true, false, true, undefined, undefined]) await like(id, bob, liked)
    await like(id, ann)
    expect(await told(author, 'like')).toEqual([
      { actor_id: bob.id, post_id: id },
      { actor_id: ann.id, post_id: id },
    ])
  })

  test('of one’s own post counts, and tells nobody', async () => {
    const author = await world.someone()
    const { id } = await write(author)
    expect((await like(id, author)).body).toEqual({ liked: true, likes_count: 1 })
    expect(await told(author, 'like')).toEqual([])
  })

  test('that was never given is taken back without a trace', async () => {
    const author = await world.someone()
    const { id } = await write(author)
    expect((await like(id, bob, false)).body).toEqual({ liked: false, likes_count: 0 })
    await like(id, bob, true)
    expect(await told(author, 'like')).toHaveLength(1)
  })
})
