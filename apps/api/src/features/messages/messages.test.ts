import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, goodPassword, type Answer, type Method } from '../../../test/api.ts'
import { knows, startWorld, type Citizen, type World } from '../../../test/world.ts'

interface Message {
  readonly id: number
  readonly conversation_id: number
  readonly sender_id: number
  readonly content: string
  readonly created_at: string
}

interface Conversation {
  readonly id: number
  readonly with: { readonly id: number }
  readonly last_message: Omit<Message, 'conversation_id'> | null
  readonly unread_count: number
}

interface Page {
  readonly conversations: readonly Conversation[]
  readonly total: number
  readonly next_before: number | null
}

interface MessagePage {
  readonly messages: readonly Message[]
  readonly total: number
  readonly next_before: number | null
}

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

function ask(method: Method, path: string, who: Citizen, body?: unknown): Promise<Answer> {
  return world.api.ask(method, `/api/messages${path}`, {
    token: who.token,
    ...(body === undefined ? {} : { body }),
  })
}

const open = (who: Citizen, other: Citizen): Promise<Answer> =>
  ask('POST', '/conversations', who, { user_id: other.id })

async function two(): Promise<{ ann: Citizen; bob: Citizen; id: number }> {
  const [ann, bob] = [await world.someone(), await world.someone()]
  const { body } = await open(ann, bob)
  return { ann, bob, id: (body as Conversation).id }
}

async function send(who: Citizen, id: number, content = 'Is the boat ready?'): Promise<Message> {
  const answer = await ask('POST', `/conversations/${id}/messages`, who, { content })
  expect(answer.status).toBe(201)
  return answer.body as Message
}

const list = async (who: Citizen, query = ''): Promise<Page> =>
  (await ask('GET', `/conversations${query}`, who)).body as Page
const messages = async (who: Citizen, id: number, query = ''): Promise<MessagePage> =>
  (await ask('GET', `/conversations/${id}/messages${query}`, who)).body as MessagePage
const unread = async (who: Citizen): Promise<number> =>
  ((await ask('GET', '/unread-count', who)).body as { unread_count: number }).unread_count
const markRead = (who: Citizen, message: number): Promise<Answer> => ask('PUT', `/${message}/read`, who)
const close = (person: Citizen): Promise<Answer> =>
  world.api.ask('DELETE', '/api/auth/account', { token: person.token, body: { password: goodPassword } })

describe('a conversation', () => {
  test('is one for the two of them, whoever begins it', async () => {
    const [ann, bob] = [await world.someone(), await world.someone()]
    const first = await open(ann, bob)
    expect([first.status, first.body]).toEqual([
      201,
      {
        id: (first.body as Conversation).id,
        with: {
          id: bob.id,
          username: bob.username,
          first_name: 'Ann',
          last_name: 'Rolle',
          avatar_url: null,
          occupation: null,
          location: null,
        },
        last_message: null,
        unread_count: 0,
        created_at: new Date(world.api.clock.wallNow()).toISOString(),
      },
    ])
    const [again, other] = [await open(ann, bob), await open(bob, ann)]
    expect([again.status, again.body]).toEqual([200, first.body])
    expect([other.status, (other.body as Conversation).id]).toEqual([200, (first.body as Conversation).id])
    expect((other.body as Conversation).with.id).toBe(ann.id)
  })

  test('that both begin at once is one', async () => {
    const [ann, bob] = [await world.someone(), await world.someone()]
    const both = await Promise.all([open(ann, bob), open(bob, ann), open(ann, bob)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    expect(new Set(both.map(({ body }) => (body as Conversation).id)).size).toBe(1)
  })

  test('is not with oneself, nor with who is not there or is closed', async () => {
    const [ann, gone] = [await world.someone(), await world.someone()]
    await close(gone)
    const withOneself = await open(ann, ann)
    const withClosed = await open(ann, gone)
    const withNobody = await open(ann, { ...ann, id: Number.MAX_SAFE_INTEGER })
    expect([withOneself, withClosed, withNobody].map((one) => [one.status, codeOf(one)])).toEqual([
      [409, 'with_oneself'],
      [404, 'user_not_found'],
      [404, 'user_not_found'],
    ])
  })

  test('is found by the two alone: for all others, admins among them, it is not there', async () => {
    const { ann, bob, id } = await two()
    const { id: message } = await send(ann, id)
    for (const round of [1, 2]) {
      for (const who of [ann, bob]) expect((await messages(who, id)).messages).toHaveLength(round)
      for (const other of [await world.someone(), world.admin]) {
        const answers = [
          await ask('GET', `/conversations/${id}/messages`, other),
          await ask('POST', `/conversations/${id}/messages`, other, { content: 'Hello' }),
          await markRead(other, message),
        ]
        expect(answers.map((one) => [one.status, codeOf(one)])).toEqual([
          [404, 'conversation_not_found'],
          [404, 'conversation_not_found'],
          [404, 'message_not_found'],
        ])
        expect([(await list(other)).conversations, await unread(other)]).toEqual([[], 0])
      }
      await send(bob, id)
    }
  })

  test('says no more to somebody whose account is closed, and can still be read', async () => {
    const { ann, bob, id } = await two()
    await send(bob, id)
    expect([await unread(ann), (await list(ann)).conversations.length]).toEqual([1, 1])
    await close(bob)
    const answer = await ask('POST', `/conversations/${id}/messages`, ann, { content: 'Bob?' })
    expect([answer.status, codeOf(answer)]).toEqual([409, 'recipient_gone'])
    expect((await messages(ann, id)).messages).toHaveLength(1)
    expect([await unread(ann), (await list(ann)).conversations]).toEqual([0, []])
    await world.api.psql('update users set is_active = true where id = $1', [bob.id])
    expect([await unread(ann), (await list(ann)).conversations.length]).toEqual([1, 1])
  })
})

describe('messages', () => {
  test('are listed the newest first, page by page, by skip and by before', async () => {
    const { ann, bob, id } = await two()
    const said: Message[] = []
    for (const who of [ann, bob, bob, ann, bob]) said.unshift(await send(who, id, `From ${who.username}`))
    expect(said[0]).toEqual({
      id: said[0]?.id,
      conversation_id: id,
      sender_id: bob.id,
      content: `From ${bob.username}`,
      created_at: new Date(world.api.clock.wallNow()).toISOString(),
    })
    for (const who of [ann, bob]) {
      expect(await messages(who, id)).toEqual({
        messages: said,
        total: 5,
        total_is_exact: true,
        skip: 0,
        limit: 20,
        next_before: null,
      })
    }
    expect((await messages(ann, id, '?skip=1&limit=2')).messages).toEqual(said.slice(1, 3))
    const second = await messages(ann, id, `?limit=2&before=${said[1]?.id}`)
    expect([second.messages, second.next_before]).toEqual([said.slice(2, 4), said[3]?.id])
  })

  test('that both send at once are both there, and the newest is the last', async () => {
    const { ann, bob, id } = await two()
    await Promise.all([ann, bob, ann, bob, ann, bob].map((who) => send(who, id)))
    const { messages: all } = await messages(ann, id)
    expect(all).toHaveLength(6)
    expect((await list(bob)).conversations[0]?.last_message?.id).toBe(all[0]?.id)
  })

  test('are written into no conversation that is not there', async () => {
    const answer = await ask('POST', `/conversations/${Number.MAX_SAFE_INTEGER}/messages`, world.admin, {
      content: 'x',
    })
    expect([answer.status, codeOf(answer)]).toEqual([404, 'conversation_not_found'])
  })

  test('tell the recipient once, until they have read that they were told', async () => {
    const { ann, bob, id } = await two()
    const told = async (who: Citizen): Promise<number> =>
      (await world.api.psql('select id from notifications where user_id = $1', [who.id])).length
    await Promise.all([send(ann, id), send(ann, id), send(ann, id)])
    await send(ann, id)
    expect([await told(ann), await told(bob)]).toEqual([0, 1])
    await world.api.psql('update notifications set read_at = now() where user_id = $1', [bob.id])
    await send(ann, id)
    await send(bob, id)
    expect([await told(ann), await told(bob)]).toEqual([1, 2])
  })

  test('in another conversation tell of themselves', async () => {
    const { ann, bob, id } = await two()
    const cat = await world.someone()
    const { body } = await open(cat, bob)
    await send(ann, id)
    await send(cat, (body as Conversation).id)
    const rows = await world.api.psql(
      'select actor_id, kind, conversation_id from notifications where user_id = $1 order by id',
      [bob.id],
    )
    expect(rows).toEqual([
      { actor_id: ann.id, kind: 'message', conversation_id: id },
      { actor_id: cat.id, kind: 'message', conversation_id: (body as Conversation).id },
    ])
  })
})

describe('what is unread', () => {
  test('is counted to 100 in a conversation, and beside it in others', async () => {
    const { ann, bob, id } = await two()
    const other = await world.someone()
    await send(other, ((await open(other, bob)).body as Conversation).id)
    await world.api.psql(
      `with sent as (
         insert into messages (conversation_id, sender_id, recipient_id, content)
         select $1, $2, $3, 'Conch, ' || n || ' of them' from generate_series(1, 101) n returning id
       )
       update conversations set last_message_id = (select max(id) from sent) where id = $1`,
      [id, ann.id, bob.id],
    )
    expect(await unread(bob)).toBe(101)
    expect((await list(bob)).conversations.map(({ unread_count }) => unread_count)).toEqual([100, 1])
  })

  test('is counted for the recipient, by conversation and in all', async () => {
    const { ann, bob, id } = await two()
    await send(ann, id)
    await send(ann, id)
    await send(bob, id)
    expect([await unread(ann), await unread(bob)]).toEqual([1, 2])
    expect((await list(bob)).conversations[0]?.unread_count).toBe(2)
    expect((await list(ann)).conversations[0]?.unread_count).toBe(1)
  })

  test('is read up to a message, and never goes back', async () => {
    const { ann, bob, id } = await two()
    const [first, second, third] = [await send(ann, id), await send(ann, id), await send(ann, id)]
    const counts: number[] = []
    for (const message of [first, third, first, second, third]) {
      expect((await markRead(bob, message.id)).status).toBe(204)
      counts.push(await unread(bob))
    }
    expect(counts).toEqual([2, 0, 0, 0, 0])
    await send(ann, id)
    expect([await unread(bob), (await list(bob)).conversations[0]?.unread_count]).toEqual([1, 1])
  })

  test('is read by the recipient: not by who sent it, nor by anybody else', async () => {
    const { ann, bob, id } = await two()
    const message = await send(ann, id)
    for (const other of [ann, world.admin, await world.someone()]) {
      const answer = await markRead(other, message.id)
      expect([answer.status, codeOf(answer)]).toEqual([404, 'message_not_found'])
    }
    expect((await markRead(bob, Number.MAX_SAFE_INTEGER)).status).toBe(404)
    expect(await unread(bob)).toBe(1)
  })

  test('in one conversation is not read with another', async () => {
    const { ann, bob, id } = await two()
    const cat = await world.someone()
    const { body } = await open(cat, bob)
    await send(ann, id)
    const later = await send(cat, (body as Conversation).id)
    await markRead(bob, later.id)
    expect(await unread(bob)).toBe(1)
    expect((await list(bob)).conversations.map(({ unread_count }) => unread_count)).toEqual([0, 1])
  })
})

describe('the list of conversations', () => {
  test('has the newest message first, with what was said last, for each of the two', async () => {
    const bob = await world.someone()
    const others = [await world.someone(), await world.someone(), await world.someone()]
    const ids: number[] = []
    for (const other of others) ids.push(((await open(other, bob)).body as Conversation).id)
    const said = await send(bob, ids[1] ?? 0, 'Good morning')
    const { conversations, total } = await list(bob)
    expect([conversations.map(({ id }) => id), total]).toEqual([[ids[1], ids[2], ids[0]], 3])
    const { conversation_id, ...last_message } = said
    expect(conversations.map((one) => one.last_message)).toEqual([last_message, null, null])
    expect((await list(others[1] as Citizen)).conversations).toMatchObject([
      { id: conversation_id, with: { id: bob.id }, last_message, unread_count: 1 },
    ])
  })

  test('is read to its end by skip and by before, those without a message too', async () => {
    const bob = await world.someone()
    for (let n = 0; n < 5; n++) {
      const { body } = await open(await world.someone(), bob)
      if (n % 2 === 0) await send(bob, (body as Conversation).id)
    }
    const all = (await list(bob)).conversations.map(({ id }) => id)
    const seen: number[] = []
    for (let before: number | null = 0; before !== null;) {
      const page: Page = await list(bob, `?limit=2${before === 0 ? '' : `&before=${before}`}`)
      seen.push(...page.conversations.map(({ id }) => id))
      before = page.next_before
    }
    expect([seen, all.length]).toEqual([all, 5])
    expect((await list(bob, '?skip=3')).conversations.map(({ id }) => id)).toEqual(all.slice(3))
    expect(await list(bob, '?skip=9')).toMatchObject({ conversations: [], total: 5 })
  })

  test('of 20 conversations costs 2 statements, the messages of one 2, what is unread 2; and none when warm', async () => {
    const bob = await world.someone()
    let id = 0
    for (let n = 0; n < 20; n++) {
      const other = await world.someone()
      id = ((await open(other, bob)).body as Conversation).id
      await send(other, id)
    }
    for (const [path, cost] of [
      ['conversations', 2],
      [`conversations/${id}/messages`, 2],
      ['unread-count', 2],
    ] as const) {
      await using api = await world.another()
      const get = (): Promise<Answer> => api.ask('GET', `/api/messages/${path}`, { token: bob.token })
      await knows(api, bob)
      expect(await api.statementsOf(get)).toHaveLength(cost)
      expect(await api.statementsOf(get)).toEqual([])
    }
  })
})
