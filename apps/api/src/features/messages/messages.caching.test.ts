import { afterAll, beforeAll } from 'vitest'
import type { Answer, Method } from '../../../test/api.ts'
import { describeCached } from '../../../test/caching.ts'
import { startWorld, type Citizen, type World } from '../../../test/world.ts'

let world: World
let ann: Citizen
let bob: Citizen
let cat: Citizen
/** Of Ann and Bob; of Bob and Cat; of Cat and the admin. */
let annBob: number
let bobCat: number
let others: number
beforeAll(async () => {
  world = await startWorld()
  ;[ann, bob, cat] = [await world.someone(), await world.someone(), await world.someone()]
  annBob = await open(ann, bob)
  bobCat = await open(bob, cat)
  others = await open(cat, world.admin)
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

const api = (): World['api'] => world.api

function ask(method: Method, path: string, who: Citizen, body?: unknown): Promise<Answer> {
  return world.api.ask(method, `/api/messages${path}`, {
    token: who.token,
    ...(body === undefined ? {} : { body }),
  })
}

async function open(who: Citizen, other: Citizen): Promise<number> {
  const { body } = await ask('POST', '/conversations', who, { user_id: other.id })
  return (body as { id: number }).id
}

const say = (who: Citizen, conversation: number): Promise<Answer> =>
  ask('POST', `/conversations/${conversation}/messages`, who, { content: 'Is the boat ready?' })

const psql = (text: string, ...values: readonly unknown[]): Promise<object[]> => world.api.psql(text, values)

const sayBySql = (from: Citizen, to: Citizen, conversation: number): Promise<object[]> =>
  psql(
    `with said as (
       insert into messages (conversation_id, sender_id, recipient_id, content)
       values ($1, $2, $3, 'By psql') returning id
     )
     update conversations set last_message_id = said.id from said where conversations.id = $1`,
    conversation,
    from.id,
    to.id,
  )

async function newestIn(conversation: number): Promise<number> {
  const [row] = await world.api.psql<{ id: number }>(
    'select max(id) as id from messages where conversation_id = $1',
    [conversation],
  )
  return row?.id ?? 0
}

const read = (path: () => string) => async (): Promise<unknown> => {
  const { status, body } = await ask('GET', path(), bob)
  return status === 200 ? body : status
}

const unrelated = {
  'a conversation of others': async () => open(await world.someone(), await world.someone()),
  'a message of others': () => say(cat, others),
  'a message of others by SQL': () => sayBySql(cat, world.admin, others),
  'what others have read': async () => ask('PUT', `/${await newestIn(others)}/read`, world.admin),
}

describeCached({
  api,
  family: 'conversations',
  read: read(() => '/conversations'),
  changes: {
    'a message to them': () => say(ann, annBob),
    'that they have read it': async () => ask('PUT', `/${await newestIn(annBob)}/read`, bob),
    'a message of theirs': () => say(bob, bobCat),
    'a new conversation': async () => open(await world.someone(), bob),
    'a message by SQL': () => sayBySql(ann, bob, annBob),
    'a message changed by SQL': async () =>
      psql("update messages set content = 'New' where id = $1", await newestIn(annBob)),
    'that they have read it, by SQL': () =>
      psql('update conversations set b_read_to = last_message_id where id = $1', annBob),
    'a conversation deleted by SQL': () => psql('delete from conversations where user_b_id > $1', cat.id),
  },
  unrelated,
})

describeCached({
  api,
  family: 'messages:unread',
  read: read(() => '/unread-count'),
  changes: {
    'a message to them': () => say(ann, annBob),
    'that they have read it': async () => ask('PUT', `/${await newestIn(annBob)}/read`, bob),
    'a message by SQL': () => sayBySql(ann, bob, annBob),
    'that they have read it, by SQL': () =>
      psql('update conversations set b_read_to = last_message_id where id = $1', annBob),
    'another by SQL': () => sayBySql(cat, bob, bobCat),
    'one that is deleted by SQL': async () =>
      psql('delete from messages where id = $1', await newestIn(bobCat)),
  },
  unrelated,
})

describeCached({
  api,
  family: 'messages',
  read: read(() => `/conversations/${annBob}/messages`),
  changes: {
    'a message to them': () => say(ann, annBob),
    'a message of theirs': () => say(bob, annBob),
    'a message by SQL': () => sayBySql(ann, bob, annBob),
    'a message changed by SQL': async () =>
      psql("update messages set content = 'New' where id = $1", await newestIn(annBob)),
    'a message deleted by SQL': async () =>
      psql('delete from messages where id = $1', await newestIn(annBob)),
  },
  unrelated: {
    ...unrelated,
    'a message in another conversation of theirs': () => say(cat, bobCat),
    'that they have read it': async () => ask('PUT', `/${await newestIn(annBob)}/read`, bob),
  },
})

let begun = Number.MAX_SAFE_INTEGER
describeCached({
  api,
  family: 'conversation',
  read: read(() => `/conversations/${begun}/messages`),
  changes: {
    'that it has begun': async () => {
      // What was asked for before it was there.
      begun = bobCat + 1_000
      await psql("select setval(pg_get_serial_sequence('conversations', 'id'), $1::bigint, false)", begun)
      await read(() => `/conversations/${begun}/messages`)()
      await open(bob, await world.someone())
    },
    'that it was deleted by SQL': () => psql('delete from conversations where id = $1', begun),
    'that it is back, by SQL': () =>
      psql(
        'insert into conversations (id, user_a_id, user_b_id) overriding system value values ($1, $2, $3)',
        begun,
        world.admin.id,
        bob.id,
      ),
    'that they are not in it any more, by SQL': () =>
      psql('update conversations set user_b_id = $2 where id = $1', begun, ann.id),
    'that they are again, by SQL': () =>
      psql('update conversations set user_b_id = $2 where id = $1', begun, bob.id),
  },
  // By SQL alone: to write into a conversation is to read who is in it.
  unrelated: {
    'a message of others': () => sayBySql(cat, world.admin, others),
    'what others have read': () => psql('update conversations set a_read_to = 1 where id = $1', others),
    'a conversation of others': () =>
      psql('insert into conversations (user_a_id, user_b_id) values ($1, $2)', ann.id, cat.id),
  },
})
