import { Type } from 'typebox'
import { Id, Instant, nullable } from '../../platform/http.ts'
import { pageInfo, pageQuery } from '../../platform/paging.ts'
import { UserCard } from '../users/index.ts'
import { mostUnread, mostUnreadIn } from './conversations.store.ts'

export const NewConversation = Type.Object({ user_id: Id }, { additionalProperties: false })

export const NewMessage = Type.Object(
  {
    content: Type.String({
      minLength: 1,
      maxLength: 5_000,
      pattern: '\\S',
      description: 'a text with something other than white space in it',
    }),
  },
  { additionalProperties: false },
)

/** Of conversations, and of the messages of one. */
export const MessageListQuery = Type.Object(pageQuery, { additionalProperties: false })

const said = { id: Id, sender_id: Id, content: Type.String(), created_at: Instant }

export const Conversation = Type.Object(
  {
    id: Id,
    with: UserCard,
    last_message: nullable(Type.Object(said)),
    unread_count: Type.Integer({
      description: `Messages to you that you have not read, counted to ${mostUnread}.`,
    }),
    created_at: Instant,
  },
  { description: 'A conversation, as you see it.' },
)

export const ConversationList = Type.Object(
  { conversations: Type.Array(Conversation), ...pageInfo },
  { description: 'A page of the list.' },
)

export const Message = Type.Object({ ...said, conversation_id: Id }, { description: 'A message.' })

export const MessageList = Type.Object(
  { messages: Type.Array(Message), ...pageInfo },
  { description: 'A page of the list.' },
)

export const UnreadCount = Type.Object(
  {
    unread_count: Type.Integer({
      description: `Counted to ${mostUnread} in each of your ${mostUnreadIn} newest conversations with any.`,
    }),
  },
  { description: 'Messages to you that you have not read, from people whose accounts are open.' },
)
