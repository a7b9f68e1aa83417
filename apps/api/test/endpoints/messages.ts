import type { Citizen, World } from '../world.ts'
import type { Endpoint, Made } from './endpoint.ts'

/** Somebody whom nobody has talked with. */
async function stranger(world: World): Promise<Made> {
  return { user_id: (await world.someone()).id }
}

/** A conversation, with a message to the owner. */
async function conversation(world: World, owner: Citizen): Promise<Made> {
  const other = await world.someone()
  const [made] = await world.api.psql<{ id: number }>(
    'insert into conversations (user_a_id, user_b_id) values ($1, $2) returning id',
    [Math.min(owner.id, other.id), Math.max(owner.id, other.id)],
  )
  const [message] = await world.api.psql<{ id: number }>(
    `with sent as (
       insert into messages (conversation_id, sender_id, recipient_id, content)
       values ($1, $2, $3, 'Is the boat ready?') returning id
     )
     update conversations set last_message_id = sent.id from sent where conversations.id = $1 returning sent.id`,
    [made?.id, other.id, owner.id],
  )
  return { id: made?.id ?? 0, message_id: message?.id ?? 0 }
}

async function message(world: World, owner: Citizen): Promise<Made> {
  const { message_id = 0 } = await conversation(world, owner)
  return { id: message_id }
}

const between = { member: 404, admin: 404 }

export const messagesEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/api/messages/conversations', access: 'member' },
  {
    method: 'POST',
    path: '/api/messages/conversations',
    access: 'member',
    success: 201,
    given: stranger,
    body: ({ user_id }: Made): Record<string, unknown> => ({ user_id }),
  },
  {
    method: 'GET',
    path: '/api/messages/conversations/{id}/messages',
    access: 'member',
    except: between,
    given: conversation,
  },
  {
    method: 'POST',
    path: '/api/messages/conversations/{id}/messages',
    access: 'member',
    success: 201,
    except: between,
    given: conversation,
    body: () => ({ content: 'By noon.' }),
    badBody: { content: [' ', '\n\t'] },
  },
  {
    method: 'PUT',
    path: '/api/messages/{id}/read',
    access: 'member',
    success: 204,
    except: between,
    given: message,
  },
  { method: 'GET', path: '/api/messages/unread-count', access: 'member' },
]
